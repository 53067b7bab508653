namespace Pff.Core.Plan.Library;

/// <summary>
/// The arithmetic operators by the kinds of their operands. CEL mixes no number types; PFF adds that an int beside a
/// decimal counts as a decimal, which loses nothing.
/// </summary>
public static class Arithmetic
{
    public static Value Add(in Value left, in Value right)
    {
        if (left.TryGetInt(out var leftInt) && right.TryGetInt(out var rightInt))
        {
            return IntegerMath.Add(leftInt, rightInt);
        }

        return (left.Kind, right.Kind) switch
        {
            (ValueKind.Double, ValueKind.Double) => Value.Of(left.AsDouble + right.AsDouble),
            (ValueKind.Text, ValueKind.Text) => Concatenate(left.AsText, right.AsText),
            (ValueKind.List, ValueKind.List) => Concatenate(left.AsList, right.AsList),
            (ValueKind.Timestamp, ValueKind.Duration) => TimeMath.Add(left.AsTimestamp, right.AsDuration),
            (ValueKind.Duration, ValueKind.Timestamp) => TimeMath.Add(right.AsTimestamp, left.AsDuration),
            (ValueKind.Duration, ValueKind.Duration) => TimeMath.Add(left.AsDuration, right.AsDuration),
            _ when TryDecimals(left, right, out var a, out var b) => DecimalMath.Add(a, b),
            _ => Faults.NoSuchOverload(Builtin.Add, left, right),
        };
    }

    public static Value Subtract(in Value left, in Value right)
    {
        if (left.TryGetInt(out var leftInt) && right.TryGetInt(out var rightInt))
        {
            return IntegerMath.Subtract(leftInt, rightInt);
        }

        return (left.Kind, right.Kind) switch
        {
            (ValueKind.Double, ValueKind.Double) => Value.Of(left.AsDouble - right.AsDouble),
            (ValueKind.Timestamp, ValueKind.Duration) => TimeMath.Subtract(left.AsTimestamp, right.AsDuration),
            (ValueKind.Timestamp, ValueKind.Timestamp) => TimeMath.Subtract(left.AsTimestamp, right.AsTimestamp),
            (ValueKind.Duration, ValueKind.Duration) => TimeMath.Subtract(left.AsDuration, right.AsDuration),
            _ when TryDecimals(left, right, out var a, out var b) => DecimalMath.Subtract(a, b),
            _ => Faults.NoSuchOverload(Builtin.Subtract, left, right),
        };
    }

    public static Value Multiply(in Value left, in Value right)
    {
        if (left.TryGetInt(out var leftInt) && right.TryGetInt(out var rightInt))
        {
            return IntegerMath.Multiply(leftInt, rightInt);
        }

        return left.TryGetDouble(out var leftDouble) && right.TryGetDouble(out var rightDouble) ? Value.Of(leftDouble * rightDouble)
            : TryDecimals(left, right, out var a, out var b) ? DecimalMath.Multiply(a, b)
            : Faults.NoSuchOverload(Builtin.Multiply, left, right);
    }

    public static Value Divide(in Value left, in Value right)
    {
        if (left.TryGetInt(out var leftInt) && right.TryGetInt(out var rightInt))
        {
            return IntegerMath.Divide(leftInt, rightInt);
        }

        return left.TryGetDouble(out var leftDouble) && right.TryGetDouble(out var rightDouble) ? Value.Of(leftDouble / rightDouble)
            : TryDecimals(left, right, out var a, out var b) ? DecimalMath.Divide(a, b)
            : Faults.NoSuchOverload(Builtin.Divide, left, right);
    }

    public static Value Modulo(in Value left, in Value right)
    {
        if (left.TryGetInt(out var leftInt) && right.TryGetInt(out var rightInt))
        {
            return IntegerMath.Modulo(leftInt, rightInt);
        }

        return TryDecimals(left, right, out var a, out var b)
            ? DecimalMath.Modulo(a, b)
            : Faults.NoSuchOverload(Builtin.Modulo, left, right);
    }

    public static Value Negate(in Value operand) => operand.Kind switch
    {
        ValueKind.Int => IntegerMath.Negate(operand.AsInt),
        ValueKind.Double => Value.Of(-operand.AsDouble),
        ValueKind.Decimal => Value.Of(-operand.AsDecimal),
        ValueKind.Duration => TimeMath.Subtract(default(Duration), operand.AsDuration),
        _ => Faults.NoSuchOverload(Builtin.Negate, operand),
    };

    public static Value Concatenate(string left, string right) =>
        left.Length + (long)right.Length > Limits.MaxTextLength ? Faults.TextTooLong : Value.Of(string.Concat(left, right));

    public static Value Concatenate(ListValue left, ListValue right)
    {
        if (left.Count + (long)right.Count > Limits.MaxElements)
        {
            return Faults.TooManyElements;
        }

        var items = new Value[left.Count + right.Count];
        left.Items.CopyTo(items);
        right.Items.CopyTo(items.AsSpan(left.Count));
        return Value.Of(new ListValue(items));
    }

    /// <summary>Two decimals, or a decimal and an int.</summary>
    private static bool TryDecimals(in Value left, in Value right, out decimal leftDecimal, out decimal rightDecimal)
    {
        switch (left.Kind, right.Kind)
        {
            case (ValueKind.Decimal, ValueKind.Decimal):
                (leftDecimal, rightDecimal) = (left.AsDecimal, right.AsDecimal);
                return true;
            case (ValueKind.Decimal, ValueKind.Int):
                (leftDecimal, rightDecimal) = (left.AsDecimal, right.AsInt);
                return true;
            case (ValueKind.Int, ValueKind.Decimal):
                (leftDecimal, rightDecimal) = (left.AsInt, right.AsDecimal);
                return true;
            default:
                (leftDecimal, rightDecimal) = (0, 0);
                return false;
        }
    }
}
