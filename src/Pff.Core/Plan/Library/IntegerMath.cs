using System.Runtime.CompilerServices;

namespace Pff.Core.Plan.Library;

/// <summary>64-bit integer arithmetic. Each function gives false, and no result, where the result has no 64-bit form.</summary>
public static class IntegerMath
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryAdd(long left, long right, out long result)
    {
        result = unchecked(left + right);

        // Overflow where both operands have a sign that the result has not.
        return ((left ^ result) & (right ^ result)) >= 0;
    }

    /// <summary>Adds without a branch: negative where the sum had an overflow, which many additions may look at once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long AddTo(ref long sum, long summand)
    {
        var result = unchecked(sum + summand);
        var overflow = (sum ^ result) & (summand ^ result);
        sum = result;
        return overflow;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TrySubtract(long left, long right, out long result)
    {
        result = unchecked(left - right);
        return ((left ^ right) & (left ^ result)) >= 0;
    }

    public static bool TryMultiply(long left, long right, out long result)
    {
        if (TryMultiplyShort(left, right, out result))
        {
            return true;
        }

        var high = Math.BigMul(left, right, out result);
        return high == result >> 63;
    }

    /// <summary>Nearly all factors have 32 bits, and their product is exact; false for others, whatever their product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryMultiplyShort(long left, long right, out long result)
    {
        result = unchecked(left * right);
        return (int)left == left && (int)right == right;
    }

    /// <summary>Truncates towards zero. A zero divisor is the caller's to refuse first; it gives false here.</summary>
    public static bool TryDivide(long left, long right, out long result)
    {
        if (right == 0 || (left == long.MinValue && right == -1))
        {
            result = 0;
            return false;
        }

        result = left / right;
        return true;
    }

    /// <summary>The remainder with the sign of the dividend. A zero divisor gives false.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryModulo(long left, long right, out long result)
    {
        // The smallest integer modulo -1 is 0 in mathematics but traps in the machine.
        result = right is 0 or -1 ? 0 : left % right;
        return right != 0;
    }

    public static bool TryNegate(long operand, out long result)
    {
        result = unchecked(-operand);
        return operand != long.MinValue;
    }

    public static Value Add(long left, long right) => TryAdd(left, right, out var result) ? Value.Of(result) : Faults.Overflow(TypeNames.Int);

    public static Value Subtract(long left, long right) =>
        TrySubtract(left, right, out var result) ? Value.Of(result) : Faults.Overflow(TypeNames.Int);

    public static Value Multiply(long left, long right) =>
        TryMultiply(left, right, out var result) ? Value.Of(result) : Faults.Overflow(TypeNames.Int);

    public static Value Divide(long left, long right) =>
        TryDivide(left, right, out var result) ? Value.Of(result)
        : right == 0 ? Faults.DivisionByZero
        : Faults.Overflow(TypeNames.Int);

    public static Value Modulo(long left, long right) =>
        TryModulo(left, right, out var result) ? Value.Of(result) : Faults.ModulusByZero;

    public static Value Negate(long operand) => TryNegate(operand, out var result) ? Value.Of(result) : Faults.Overflow(TypeNames.Int);
}
