using System.Collections.Immutable;
using CsCheck;
using Pff.Core.Ir;
using Pff.Core.Plan;
using Pff.Core.Text;
using Pff.Core.Types;

namespace Pff.Backend.Tests.Emission;

/// <summary>Generates well-typed expressions of every kind of node over the variables of <see cref="TestFrames"/>.</summary>
internal sealed class IrGenerator(PCG random)
{
    private static readonly TextSpan Nowhere = new(0, 0);

    private static readonly ImmutableArray<PffType> ResultTypes =
    [
        PffType.Bool, PffType.Bool, PffType.Int, PffType.Int, PffType.Double, PffType.Text, PffType.Text, PffType.Dyn, PffType.Decimal,
        PffType.Timestamp, PffType.Duration, new ListType(PffType.Int), new ListType(PffType.Text), new MapType(PffType.Text, PffType.Int),
        new NullableType(PffType.Int), new OptionalType(PffType.Int), TestFrames.Inner, new SecretType(PffType.Text),
    ];

    private readonly List<IrVariable> _locals = [];

    public IrExpression Any(int depth) => Of(Pick(ResultTypes), depth);

    public IrExpression Of(PffType type, int depth)
    {
        if (depth <= 0 || random.Next(8) == 0)
        {
            return Leaf(type);
        }

        if (random.Next(4) == 0)
        {
            return Control(type, depth - 1);
        }

        return type switch
        {
            PrimitiveType { Kind: PrimitiveKind.Bool } => Bool(depth - 1),
            PrimitiveType { Kind: PrimitiveKind.Int } => Int(depth - 1),
            PrimitiveType { Kind: PrimitiveKind.Double } => Double(depth - 1),
            PrimitiveType { Kind: PrimitiveKind.Text } => Text(depth - 1),
            PrimitiveType { Kind: PrimitiveKind.Dyn } => Dyn(depth - 1),
            PrimitiveType primitive => Timed(primitive, depth - 1),
            ListType list => List(list, depth - 1),
            MapType map => Map(map, depth - 1),
            NullableType nullable => Nullable(nullable, depth - 1),
            OptionalType optional => Optional(optional, depth - 1),
            SecretType secret => new IrCoerce(CoercionKind.ToSecret, Of(secret.Inner, depth - 1), secret, Nowhere),
            _ => Leaf(type),
        };
    }

    private IrExpression Leaf(PffType type)
    {
        var locals = _locals.Where(l => l.Type == type).ToList();
        if (locals.Count > 0 && random.Next(2) == 0)
        {
            return new IrLocal(locals[Next(locals.Count)], Nowhere);
        }

        var slots = Enumerable.Range(0, TestFrames.SlotTypes.Length).Where(i => TestFrames.SlotTypes[i] == type).ToList();
        if (slots.Count > 0 && random.Next(3) > 0)
        {
            return Slot(slots[Next(slots.Count)]);
        }

        if (type is OptionalType or SecretType && slots.Count > 0)
        {
            return Slot(slots[0]);
        }

        return random.Next(60) == 0 ? new IrFault(FaultKind.NoSuchVariable, "nothing", Nowhere)
            : type is PrimitiveType { Kind: PrimitiveKind.Timestamp } && random.Next(2) == 0 ? new IrNow(Nowhere)
            : new IrConstant(TestFrames.ValueOf(random, type, mayLie: false), type, Nowhere);
    }

    private static IrSlot Slot(int slot) => new(slot, "v" + slot, TestFrames.SlotTypes[slot], Nowhere);

    private IrExpression Control(PffType type, int depth)
    {
        switch (random.Next(8))
        {
            case 0 or 1:
                return new IrConditional(Of(PffType.Bool, depth), Of(type, depth), Of(type, depth), type, Nowhere);
            case 2:
                var variable = new IrVariable("let", Pick(ResultTypes));
                var value = Of(variable.Type, depth);
                return new IrLet(variable, value, With([variable], () => Of(type, depth)), Nowhere);
            case 3 when type is not (SecretType or NullableType):
                return new IrCoalesce(Path(type is PrimitiveType { Kind: PrimitiveKind.Dyn } ? type : new NullableType(type), depth), Of(type, depth), type, Nowhere);
            case 4:
                return Match(type, depth);
            case 5:
                return Path(type, depth);
            case 6 when type is not SecretType:
                return new IrCoerce(CoercionKind.Narrow, Of(PffType.Dyn, depth), type, Nowhere);
            default:
                return new IrCoerce(CoercionKind.Widen, Of(type, depth), type, Nowhere);
        }
    }

    /// <summary>A selection or index that may lead nowhere.</summary>
    private IrExpression Path(PffType type, int depth)
    {
        var plain = type is NullableType nullable ? nullable.Inner : type;
        var fields = ((ObjectType)TestFrames.Inner).Fields.Where(f => f.Type == type || f.Type == plain).ToList();
        var choice = random.Next(6);
        if (fields.Count > 0 && choice < 3)
        {
            var field = fields[Next(fields.Count)];
            return new IrSelect(Of(TestFrames.Inner, depth), field.Name, type, Nowhere);
        }

        return choice switch
        {
            0 or 1 => new IrSelect(Of(PffType.Dyn, depth), Pick(["amount", "name", "items", "nothing"]), type, Nowhere),
            2 when plain is PrimitiveType { Kind: PrimitiveKind.Int } =>
                Call(Builtin.Index, type, Of(new MapType(PffType.Text, PffType.Int), depth), Of(PffType.Text, depth)),
            3 when plain is PrimitiveType { Kind: PrimitiveKind.Int or PrimitiveKind.Text } =>
                Call(Builtin.Index, type, Of(new ListType(plain), depth), Of(PffType.Int, depth)),
            4 => new IrSafeSelect(Of(PffType.Dyn, depth), Pick(["amount", "name", "nothing"]), type, Nowhere),
            _ => Call(Builtin.Index, type, Of(PffType.Dyn, depth), Of(Pick([PffType.Int, PffType.Text, PffType.Dyn]), depth)),
        };
    }

    private IrExpression Match(PffType type, int depth)
    {
        var subject = new IrVariable("subject", Pick([PffType.Int, PffType.Text, PffType.Bool, PffType.Dyn]));
        var value = Of(subject.Type, depth);
        var arms = With([subject], () => Enumerable.Range(0, Next(4))
            .Select(_ => new IrMatchArm(Of(subject.Type, depth - 1), Of(type, depth))).ToList());
        if (random.Next(3) > 0)
        {
            arms.Add(new IrMatchArm(null, With([subject], () => Of(type, depth))));
        }

        return new IrMatch(subject, value, [.. arms], type, Nowhere);
    }

    private IrExpression Bool(int depth)
    {
        switch (random.Next(12))
        {
            case 0 or 1:
                return new IrAnd(Of(PffType.Bool, depth), Of(PffType.Bool, depth), Nowhere);
            case 2 or 3:
                return new IrOr(Of(PffType.Bool, depth), Of(PffType.Bool, depth), Nowhere);
            case 4:
                return Call(Builtin.Not, PffType.Bool, Of(PffType.Bool, depth));
            case 5:
                return new IrHas(Of(Pick([TestFrames.Inner, TestFrames.Outer, PffType.Dyn]), depth), Pick(["amount", "inner", "tags", "no"]), Nowhere);
            case 6:
                var (range, first, second) = RangeOf(depth);
                var kind = Pick([QuantifierKind.All, QuantifierKind.Exists, QuantifierKind.ExistsOne]);
                return new IrQuantifier(kind, range, first, second, With([first, second], () => Of(PffType.Bool, depth)), Nowhere);
            case 7:
                var element = Pick([PffType.Int, PffType.Text, PffType.Dyn]);
                return Call(Builtin.In, PffType.Bool, Of(element, depth), random.Next(2) == 0
                    ? Of(new ListType(element), depth)
                    : new IrConstant(TestFrames.ValueOf(random, new ListType(element), false), new ListType(element), Nowhere));
            case 8:
                return Call(Pick([Builtin.Contains, Builtin.StartsWith, Builtin.EndsWith]), PffType.Bool, Of(PffType.Text, depth), Of(PffType.Text, depth));
            default:
                var type = Pick([PffType.Int, PffType.Double, PffType.Text, PffType.Bool, PffType.Dyn, PffType.Decimal, PffType.Timestamp, new ListType(PffType.Int), new NullableType(PffType.Text)]);
                var operation = Pick([Builtin.Equal, Builtin.NotEqual, Builtin.Less, Builtin.LessOrEqual, Builtin.Greater, Builtin.GreaterOrEqual]);
                return Call(operation, PffType.Bool, Of(type, depth), Of(random.Next(6) == 0 ? PffType.Dyn : type, depth));
        }
    }

    private IrExpression Int(int depth) => random.Next(6) switch
    {
        0 => Call(Builtin.Negate, PffType.Int, Of(PffType.Int, depth)),
        1 => Call(Builtin.Size, PffType.Int, Of(Pick([PffType.Text, new ListType(PffType.Int), PffType.Dyn, new MapType(PffType.Text, PffType.Int)]), depth)),
        2 => Call(Pick([Builtin.ToInt, Builtin.MathAbs]), PffType.Int, Of(PffType.Int, depth)),
        3 when random.Next(2) == 0 => Call(Builtin.Sum, PffType.Int, Of(new ListType(PffType.Int), depth)),
        3 => Call(Builtin.Sum, PffType.Int, Of(new ListType(PffType.Int), depth), new IrConstant(Value.Of(0L), PffType.Int, Nowhere)),
        _ => Call(Arithmetic(), PffType.Int, Of(PffType.Int, depth), Of(PffType.Int, depth)),
    };

    private IrExpression Double(int depth) => random.Next(5) switch
    {
        0 => Call(Builtin.Negate, PffType.Double, Of(PffType.Double, depth)),
        1 => new IrCoerce(CoercionKind.IntToDouble, Of(PffType.Int, depth), PffType.Double, Nowhere),
        2 => Call(Builtin.ToDouble, PffType.Double, Of(Pick([PffType.Int, PffType.Text, PffType.Double]), depth)),
        3 => Call(Builtin.Sum, PffType.Double, Of(new ListType(PffType.Double), depth), new IrConstant(Value.Of(0.0), PffType.Double, Nowhere)),
        _ => Call(Pick([Builtin.Add, Builtin.Subtract, Builtin.Multiply, Builtin.Divide]), PffType.Double, Of(PffType.Double, depth), Of(PffType.Double, depth)),
    };

    private IrExpression Text(int depth) => random.Next(5) switch
    {
        0 => new IrInterpolation([.. Enumerable.Range(0, Next(4)).Select(_ => Of(PffType.Text, depth))], Nowhere),
        1 => new IrCoerce(CoercionKind.ToText, Of(Pick(ResultTypes), depth), PffType.Text, Nowhere),
        2 => Call(Pick([Builtin.LowerAscii, Builtin.Trim, Builtin.ToText]), PffType.Text, Of(PffType.Text, depth)),
        3 => Call(Builtin.Substring, PffType.Text, Of(PffType.Text, depth), Of(PffType.Int, depth)),
        _ => Call(Builtin.Add, PffType.Text, Of(PffType.Text, depth), Of(PffType.Text, depth)),
    };

    private IrExpression Dyn(int depth) => random.Next(4) switch
    {
        0 => Call(Arithmetic(), PffType.Dyn, Of(PffType.Dyn, depth), Of(PffType.Dyn, depth)),
        1 => new IrSelect(Of(TestFrames.Outer, depth), Pick(["items", "inner", "nothing"]), PffType.Dyn, Nowhere),
        2 => new IrList([.. Enumerable.Range(0, Next(4)).Select(_ => new IrListElement(Any(depth), false))], PffType.Dyn, Nowhere),
        _ => new IrCoerce(CoercionKind.Widen, Any(depth), PffType.Dyn, Nowhere),
    };

    private IrExpression Timed(PrimitiveType type, int depth) => type.Kind switch
    {
        PrimitiveKind.Timestamp => Call(Builtin.Add, type, Of(PffType.Timestamp, depth), Of(PffType.Duration, depth)),
        PrimitiveKind.Duration => Call(Builtin.Subtract, type, Of(PffType.Timestamp, depth), Of(PffType.Timestamp, depth)),
        PrimitiveKind.Decimal when random.Next(3) == 0 => new IrCoerce(CoercionKind.IntToDecimal, Of(PffType.Int, depth), type, Nowhere),
        PrimitiveKind.Decimal => Call(Arithmetic(), type, Of(type, depth), Of(Pick([type, PffType.Int]), depth)),
        _ => Leaf(type),
    };

    private IrExpression List(ListType type, int depth)
    {
        switch (random.Next(6))
        {
            case 0:
                return new IrList(
                    [.. Enumerable.Range(0, Next(5)).Select(_ => type.Element == PffType.Int && random.Next(4) == 0
                        ? new IrListElement(Of(new OptionalType(PffType.Int), depth), true)
                        : new IrListElement(Of(type.Element, depth), false))],
                    type, Nowhere);
            case 1:
                return Call(Builtin.Add, type, Of(type, depth), Of(type, depth));
            case 2:
                var element = new IrVariable("sorted", type.Element);
                return new IrSortBy(Of(type, depth), element, With([element], () => Of(Pick([PffType.Int, PffType.Text]), depth)), type, Nowhere);
            default:
                var (range, first, second) = RangeOf(depth);
                return With([first, second], () =>
                {
                    var filter = random.Next(2) == 0 ? Of(PffType.Bool, depth) : null;
                    return random.Next(4) == 0 ? new IrTransformList(range, first, second, filter, Of(type, depth), true, type, Nowhere)
                        : first.Type == type.Element && random.Next(3) == 0 ? new IrTransformList(range, first, second, filter, null, false, type, Nowhere)
                        : new IrTransformList(range, first, second, filter, Of(type.Element, depth), false, type, Nowhere);
                });
        }
    }

    private IrExpression Map(MapType type, int depth)
    {
        switch (random.Next(4))
        {
            case 0:
                var element = new IrVariable("grouped", PffType.Int);
                var grouped = new IrGroupBy(
                    Of(new ListType(PffType.Int), depth), element, With([element], () => Of(type.Key, depth)),
                    new MapType(type.Key, new ListType(PffType.Int)), Nowhere);
                return new IrTransformMap(
                    grouped, new IrVariable("key", type.Key), new IrVariable("group", new ListType(PffType.Int)), null, Of(type.Value, depth), false, type, Nowhere);
            case 1:
                var (range, first, second) = RangeOf(depth, isDouble: true);
                return With([first, second], () => new IrTransformMap(
                    range, first, second!, random.Next(2) == 0 ? Of(PffType.Bool, depth) : null,
                    Of(new MapType(type.Key, type.Value), depth), true, type, Nowhere));
            default:
                return new IrMap(
                    [.. Enumerable.Range(0, Next(4)).Select(_ => type.Value == PffType.Int && random.Next(5) == 0
                        ? new IrMapEntry(Of(type.Key, depth), Of(new OptionalType(PffType.Int), depth), true)
                        : new IrMapEntry(Of(type.Key, depth), Of(type.Value, depth), false))],
                    type, Nowhere);
        }
    }

    private IrExpression Nullable(NullableType type, int depth) => random.Next(3) switch
    {
        0 => new IrSafeSelect(Of(TestFrames.Inner, depth), Pick(["amount", "note", "no"]), type, Nowhere),
        1 => new IrCoerce(CoercionKind.Widen, Of(type.Inner, depth), type, Nowhere),
        _ => Leaf(type),
    };

    private IrExpression Optional(OptionalType type, int depth) => random.Next(3) switch
    {
        0 => new IrOptionalSelect(Of(TestFrames.Inner, depth), Pick(["amount", "no"]), type, Nowhere),
        1 => Call(Builtin.OptionalIndex, type, Of(new MapType(PffType.Text, PffType.Int), depth), Of(PffType.Text, depth)),
        _ => Call(Builtin.OptionalOf, type, Of(type.Inner, depth)),
    };

    private (IrExpression Range, IrVariable First, IrVariable? Second) RangeOf(int depth, bool isDouble = false)
    {
        isDouble |= random.Next(4) == 0;
        switch (random.Next(4))
        {
            case 0:
                var map = new MapType(PffType.Text, PffType.Int);
                return (Of(map, depth), new IrVariable("k", map.Key), isDouble ? new IrVariable("v", map.Value) : null);
            case 1:
                return (Of(PffType.Dyn, depth), new IrVariable("d", PffType.Dyn), isDouble ? new IrVariable("e", PffType.Dyn) : null);
            default:
                var element = Pick([PffType.Int, PffType.Text, TestFrames.Inner]);
                var one = new IrVariable("x", element);
                return (Of(new ListType(element), depth), isDouble ? new IrVariable("i", PffType.Int) : one, isDouble ? one : null);
        }
    }

    private Builtin Arithmetic() => Pick([Builtin.Add, Builtin.Subtract, Builtin.Multiply, Builtin.Divide, Builtin.Modulo]);

    private static IrCall Call(Builtin function, PffType type, params ImmutableArray<IrExpression> arguments) => new(function, arguments, type, Nowhere);

    private T With<T>(IrVariable?[] variables, Func<T> make)
    {
        var count = _locals.Count;
        _locals.AddRange(variables.OfType<IrVariable>());
        var result = make();
        _locals.RemoveRange(count, _locals.Count - count);
        return result;
    }

    private int Next(int count) => (int)random.Next((uint)count);

    private T Pick<T>(IReadOnlyList<T> items) => items[Next(items.Count)];
}
