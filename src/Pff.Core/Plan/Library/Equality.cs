using System.Runtime.InteropServices;

namespace Pff.Core.Plan.Library;

/// <summary>
/// CEL's equality: total over kinds (values of different kinds are unequal, numbers apart, which are equal where they
/// stand for the same number); lists and maps by their elements; NaN unequal to everything.
/// </summary>
public static class Equality
{
    private const int MaxHashedDepth = 6;
    private const int MaxHashedElements = 64;

    /// <summary>
    /// A bool; a fault where the comparison meets one inside a list or map, or a secret, or a value too deep or large.
    /// </summary>
    public static Value Equal(in Value left, in Value right)
    {
        var walk = default(Walk);
        var result = walk.AreEqual(left, right, 0);
        return walk.Fault.IsFault ? walk.Fault : Value.Of(result);
    }

    public static Value NotEqual(in Value left, in Value right)
    {
        var equal = Equal(left, right);
        return equal.TryGetBool(out var result) ? Value.Of(!result) : equal;
    }

    /// <summary>Whether the values are equal; a comparison that gives a fault counts as unequal.</summary>
    public static bool AreEqual(in Value left, in Value right) => Equal(left, right).TryGetBool(out var result) && result;

    /// <summary>The same for equal values.</summary>
    public static int HashOf(in Value value) => Hash(value, 0);

    private static int Hash(in Value value, int depth)
    {
        switch (value.Kind)
        {
            case ValueKind.Bool:
                return value.AsBool ? 1 : 2;
            case ValueKind.Int or ValueKind.Double or ValueKind.Decimal:
                return NumberOrder.HashOf(value);
            case ValueKind.Text:
                return value.AsText.GetHashCode(StringComparison.Ordinal);
            case ValueKind.Timestamp:
                return value.AsTimestamp.GetHashCode();
            case ValueKind.Duration:
                return value.AsDuration.GetHashCode();
            case ValueKind.List when depth < MaxHashedDepth:
                return HashOf(value.AsList, depth);
            case ValueKind.Map when depth < MaxHashedDepth:
                return HashOf(value.AsMap, depth);
            case ValueKind.Json:
                var decoded = Operands.Prepare(value);
                return Hash(decoded, depth);
            default:
                return (int)value.Kind;
        }
    }

    private static int HashOf(ListValue list, int depth)
    {
        var hash = list.Count;
        for (var i = 0; i < Math.Min(list.Count, MaxHashedElements); i++)
        {
            hash = HashCode.Combine(hash, Hash(list[i], depth + 1));
        }

        return hash;
    }

    private static int HashOf(MapValue map, int depth)
    {
        // A sum, because the order of entries does not count.
        var hash = map.Count;
        for (var i = 0; i < map.Count && map.Count <= MaxHashedElements; i++)
        {
            hash = unchecked(hash + HashCode.Combine(Hash(map.KeyAt(i), depth + 1), Hash(map.ValueAt(i), depth + 1)));
        }

        return hash;
    }

    /// <summary>One comparison: counts what it sees and keeps the first fault.</summary>
    [StructLayout(LayoutKind.Auto)]
    private struct Walk
    {
        private int _seen;

        public Value Fault { get; private set; }

        public bool AreEqual(in Value left, in Value right, int depth)
        {
            var kind = left.Kind;
            var other = right.Kind;
            if (NeedsCare(kind) || NeedsCare(other))
            {
                return AreEqualAfterCare(left, right, depth);
            }

            if (NumberOrder.IsNumber(kind) && NumberOrder.IsNumber(other))
            {
                return NumberOrder.Compare(left, right) == 0;
            }

            return kind == other && kind switch
            {
                ValueKind.Null or ValueKind.Absent => true,
                ValueKind.Bool => left.AsBool == right.AsBool,
                ValueKind.Text => string.Equals(left.AsText, right.AsText, StringComparison.Ordinal),
                ValueKind.Timestamp => left.AsTimestamp == right.AsTimestamp,
                ValueKind.Duration => left.AsDuration == right.AsDuration,
                ValueKind.Type => string.Equals(left.As<TypeValue>().Name, right.As<TypeValue>().Name, StringComparison.Ordinal),
                ValueKind.Optional => AreInnerEqual(left.As<OptionalValue>(), right.As<OptionalValue>(), depth),
                ValueKind.List => AreListsEqual(left.AsList, right.AsList, depth),
                ValueKind.Map => AreMapsEqual(left.AsMap, right.AsMap, depth),
                _ => throw new InvalidOperationException($"no equality of {kind}"),
            };
        }

        private static bool NeedsCare(ValueKind kind) => kind is ValueKind.Fault or ValueKind.Secret or ValueKind.Json;

        private bool AreEqualAfterCare(in Value left, in Value right, int depth)
        {
            var cleanLeft = Operands.Prepare(left);
            var cleanRight = Operands.Prepare(right);
            return cleanLeft.IsFault ? Stop(cleanLeft)
                : cleanRight.IsFault ? Stop(cleanRight)
                : AreEqual(cleanLeft, cleanRight, depth);
        }

        private bool AreInnerEqual(OptionalValue left, OptionalValue right, int depth) =>
            left.HasValue == right.HasValue
            && (!left.HasValue || (Enter(depth) && AreEqual(left.Inner, right.Inner, depth + 1)));

        private bool AreListsEqual(ListValue left, ListValue right, int depth)
        {
            if (left.Count != right.Count || !Enter(depth))
            {
                return false;
            }

            for (var i = 0; i < left.Count; i++)
            {
                if (!See() || !AreEqual(left[i], right[i], depth + 1))
                {
                    return false;
                }
            }

            return true;
        }

        private bool AreMapsEqual(MapValue left, MapValue right, int depth)
        {
            if (left.Count != right.Count || !Enter(depth))
            {
                return false;
            }

            for (var i = 0; i < left.Count; i++)
            {
                if (!See() || !right.TryGet(left.KeyAt(i), out var value) || !AreEqual(left.ValueAt(i), value, depth + 1))
                {
                    return false;
                }
            }

            return true;
        }

        private bool Enter(int depth) => depth < Limits.MaxDepth || Stop(Faults.TooDeep);

        private bool See() => ++_seen <= Limits.MaxWalk || Stop(Faults.TooLargeToWalk);

        private bool Stop(in Value fault)
        {
            if (!Fault.IsFault)
            {
                Fault = fault;
            }

            return false;
        }
    }
}

/// <summary>Equality of values for dictionaries. Not reflexive for NaN.</summary>
public sealed class ValueEqualityComparer : IEqualityComparer<Value>
{
    private ValueEqualityComparer()
    {
    }

    public static ValueEqualityComparer Instance { get; } = new();

    public bool Equals(Value x, Value y) => Equality.AreEqual(x, y);

    public int GetHashCode(Value obj) => Equality.HashOf(obj);
}
