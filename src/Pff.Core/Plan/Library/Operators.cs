namespace Pff.Core.Plan.Library;

/// <summary>Chooses what an operator does by its arity.</summary>
internal static class Operators
{
    public static Value Invoke(Builtin function, ReadOnlySpan<Value> arguments) => arguments.Length switch
    {
        1 => Unary(function, arguments[0]),
        2 => Binary(function, arguments[0], arguments[1]),
        _ => Faults.NoSuchOverload(function, arguments),
    };

    private static Value Unary(Builtin function, in Value operand) => function switch
    {
        Builtin.Negate => Arithmetic.Negate(operand),
        Builtin.Not => operand.TryGetBool(out var value) ? Value.Of(!value) : Faults.NoSuchOverload(function, operand),
        Builtin.Size => Sizes.Of(operand),
        _ => Faults.NoSuchOverload(function, operand),
    };

    private static Value Binary(Builtin function, in Value left, in Value right) => function switch
    {
        Builtin.Add => Arithmetic.Add(left, right),
        Builtin.Subtract => Arithmetic.Subtract(left, right),
        Builtin.Multiply => Arithmetic.Multiply(left, right),
        Builtin.Divide => Arithmetic.Divide(left, right),
        Builtin.Modulo => Arithmetic.Modulo(left, right),
        Builtin.Equal => Equality.Equal(left, right),
        Builtin.NotEqual => Equality.NotEqual(left, right),
        Builtin.Less => Ordering.Less(left, right),
        Builtin.LessOrEqual => Ordering.LessOrEqual(left, right),
        Builtin.Greater => Ordering.Greater(left, right),
        Builtin.GreaterOrEqual => Ordering.GreaterOrEqual(left, right),
        Builtin.In => Access.In(left, right),
        Builtin.Index => Access.Index(left, right),
        Builtin.OptionalIndex => Access.OptionalIndex(left, right),
        _ => Faults.NoSuchOverload(function, left, right),
    };
}
