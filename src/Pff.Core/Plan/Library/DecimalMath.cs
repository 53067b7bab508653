namespace Pff.Core.Plan.Library;

/// <summary>Exact decimal arithmetic: 28 to 29 significant digits; a larger result is an overflow fault.</summary>
public static class DecimalMath
{
    public static Value Add(decimal left, decimal right) => Compute(left, right, static (a, b) => a + b);

    public static Value Subtract(decimal left, decimal right) => Compute(left, right, static (a, b) => a - b);

    public static Value Multiply(decimal left, decimal right) => Compute(left, right, static (a, b) => a * b);

    public static Value Divide(decimal left, decimal right) =>
        right == 0 ? Faults.DivisionByZero : Compute(left, right, static (a, b) => a / b);

    public static Value Modulo(decimal left, decimal right) =>
        right == 0 ? Faults.ModulusByZero : Compute(left, right, static (a, b) => a % b);

    private static Value Compute(decimal left, decimal right, Func<decimal, decimal, decimal> operation)
    {
        try
        {
            return Value.Of(operation(left, right));
        }
        catch (OverflowException)
        {
            // The framework has no other way to say it.
            return Faults.Overflow(TypeNames.Decimal);
        }
    }
}
