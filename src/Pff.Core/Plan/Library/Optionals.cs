namespace Pff.Core.Plan.Library;

/// <summary>CEL's <c>optional.*</c>.</summary>
public static class Optionals
{
    public static Value None { get; } = Value.Of(new OptionalValue(default));

    /// <summary>An optional of the value; a fault stays a fault.</summary>
    public static Value Of(in Value inner) => inner.IsFault ? inner : Value.Of(new OptionalValue(inner));

    /// <summary>Empty for null, false, zero, and empty text, lists, maps and durations.</summary>
    public static Value OfNonZeroValue(in Value inner)
    {
        var clean = Operands.Prepare(inner);
        return clean.IsFault ? clean : IsZero(clean) ? None : Of(clean);
    }

    public static Value HasValue(in Value operand) =>
        operand.TryGet<OptionalValue>(out var optional)
            ? Value.Of(optional.HasValue)
            : Faults.NoSuchOverload(Builtin.OptionalHasValue, operand);

    public static Value GetValue(in Value operand) =>
        !operand.TryGet<OptionalValue>(out var optional) ? Faults.NoSuchOverload(Builtin.OptionalGetValue, operand)
        : optional.HasValue ? optional.Inner
        : Faults.EmptyOptional;

    public static Value Or(in Value operand, in Value other) =>
        !operand.TryGet<OptionalValue>(out var optional) || other.Kind != ValueKind.Optional
            ? Faults.NoSuchOverload(Builtin.OptionalOr, operand, other)
        : optional.HasValue ? operand
        : other;

    public static Value OrValue(in Value operand, in Value other) =>
        !operand.TryGet<OptionalValue>(out var optional) ? Faults.NoSuchOverload(Builtin.OptionalOrValue, operand, other)
        : optional.HasValue ? optional.Inner
        : other;

    /// <summary>The values of the optionals of a list that have one.</summary>
    public static Value Unwrap(ListValue list)
    {
        var items = new List<Value>();
        foreach (ref readonly var item in list.Items)
        {
            var clean = Operands.Prepare(item);
            if (!clean.TryGet<OptionalValue>(out var optional))
            {
                return clean.IsFault ? clean : Faults.NoSuchOverload(Builtin.OptionalUnwrap, Value.Of(list), clean);
            }

            if (optional.HasValue)
            {
                items.Add(optional.Inner);
            }
        }

        return Value.Of(new ListValue([.. items]));
    }

    internal static Value Invoke(Builtin function, ReadOnlySpan<Value> arguments) => (function, arguments.Length) switch
    {
        (Builtin.OptionalOf, 1) => Of(arguments[0]),
        (Builtin.OptionalOfNonZeroValue, 1) => OfNonZeroValue(arguments[0]),
        (Builtin.OptionalNone, 0) => None,
        (Builtin.OptionalHasValue, 1) => HasValue(arguments[0]),
        (Builtin.OptionalGetValue, 1) => GetValue(arguments[0]),
        (Builtin.OptionalOr, 2) => Or(arguments[0], arguments[1]),
        (Builtin.OptionalUnwrap, 1) when arguments[0].TryGet<ListValue>(out var list) => Unwrap(list),
        (Builtin.OptionalOrValue, 2) => OrValue(arguments[0], arguments[1]),
        _ => Faults.NoSuchOverload(function, arguments),
    };

    private static bool IsZero(in Value value) => value.Kind switch
    {
        ValueKind.Absent or ValueKind.Null => true,
        ValueKind.Bool => !value.AsBool,
        ValueKind.Int => value.AsInt == 0,
        ValueKind.Double => value.AsDouble == 0,
        ValueKind.Decimal => value.AsDecimal == 0,
        ValueKind.Text => value.AsText.Length == 0,
        ValueKind.List => value.AsList.Count == 0,
        ValueKind.Map => value.AsMap.Count == 0,
        ValueKind.Duration => value.AsDuration == default,
        ValueKind.Optional => !value.As<OptionalValue>().HasValue,
        _ => false,
    };
}
