namespace Pff.Core.Plan.Library;

/// <summary>The conversion functions: <c>int(x)</c>, <c>string(x)</c> … Every loss of range is a fault; doubles truncate to ints.</summary>
public static class Conversions
{
    private const double TwoTo63 = 9223372036854775808.0;

    public static Value ToBool(in Value operand) => operand.Kind switch
    {
        ValueKind.Bool => operand,
        ValueKind.Text => operand.AsText switch
        {
            "1" or "t" or "T" or "true" or "TRUE" or "True" => Value.True,
            "0" or "f" or "F" or "false" or "FALSE" or "False" => Value.False,
            var text => Faults.InvalidConversion(text, TypeNames.Bool),
        },
        _ => Faults.NoSuchOverload(Builtin.ToBool, operand),
    };

    public static Value ToInt(in Value operand) => operand.Kind switch
    {
        ValueKind.Int => operand,
        ValueKind.Double => ToInt(operand.AsDouble),
        ValueKind.Decimal => ToInt(operand.AsDecimal),
        ValueKind.Text => NumberText.TryParse(operand.AsText, out long number)
            ? Value.Of(number)
            : Faults.InvalidConversion(operand.AsText, TypeNames.Int),
        ValueKind.Timestamp => Value.Of(operand.AsTimestamp.Seconds),
        ValueKind.Duration => Value.Of(operand.AsDuration.Seconds),
        _ => Faults.NoSuchOverload(Builtin.ToInt, operand),
    };

    /// <summary>CEL leaves both ends of the range out, because doubles near them are not exact.</summary>
    public static Value ToInt(double number) =>
        number is > -TwoTo63 and < TwoTo63 ? Value.Of((long)number) : Faults.ConversionOutOfRange(TypeNames.Int);

    public static Value ToDouble(in Value operand) => operand.Kind switch
    {
        ValueKind.Double => operand,
        ValueKind.Int => Value.Of((double)operand.AsInt),
        ValueKind.Decimal => Value.Of((double)operand.AsDecimal),
        ValueKind.Text => NumberText.TryParse(operand.AsText, out double number)
            ? Value.Of(number)
            : Faults.InvalidConversion(operand.AsText, TypeNames.Double),
        _ => Faults.NoSuchOverload(Builtin.ToDouble, operand),
    };

    public static Value ToDecimal(in Value operand) => operand.Kind switch
    {
        ValueKind.Decimal => operand,
        ValueKind.Int => Value.Of((decimal)operand.AsInt),

        // By way of its shortest text: 0.1 is 0.1m, not the binary fraction next to it.
        ValueKind.Double => NumberText.TryParse(NumberText.Write(operand.AsDouble), out decimal number)
            ? Value.Of(number)
            : Faults.ConversionOutOfRange(TypeNames.Decimal),
        ValueKind.Text => NumberText.TryParse(operand.AsText, out decimal number)
            ? Value.Of(number)
            : Faults.InvalidConversion(operand.AsText, TypeNames.Decimal),
        _ => Faults.NoSuchOverload(Builtin.ToDecimal, operand),
    };

    public static Value ToText(in Value operand) => operand.Kind switch
    {
        ValueKind.Text => operand,
        ValueKind.Bool => Value.Of(operand.AsBool ? "true" : "false"),
        ValueKind.Int => Value.Of(NumberText.Write(operand.AsInt)),
        ValueKind.Double => Value.Of(NumberText.Write(operand.AsDouble)),
        ValueKind.Decimal => Value.Of(NumberText.Write(operand.AsDecimal)),
        ValueKind.Timestamp => Value.Of(TimestampText.Write(operand.AsTimestamp)),
        ValueKind.Duration => Value.Of(DurationText.Write(operand.AsDuration)),
        _ => Faults.NoSuchOverload(Builtin.ToText, operand),
    };

    public static Value ToTimestamp(in Value operand) => operand.Kind switch
    {
        ValueKind.Timestamp => operand,
        ValueKind.Int => TimeMath.OfSeconds(operand.AsInt),
        ValueKind.Text => TimestampText.TryParse(operand.AsText, out var timestamp)
            ? Value.Of(timestamp)
            : Faults.InvalidConversion(operand.AsText, "timestamp"),
        _ => Faults.NoSuchOverload(Builtin.ToTimestamp, operand),
    };

    public static Value ToDuration(in Value operand) => operand.Kind switch
    {
        ValueKind.Duration => operand,
        ValueKind.Text => DurationText.TryParse(operand.AsText, out var duration, out var isOutOfRange) ? Value.Of(duration)
            : isOutOfRange ? Faults.ConversionOutOfRange("duration")
            : Faults.InvalidConversion(operand.AsText, "duration"),
        _ => Faults.NoSuchOverload(Builtin.ToDuration, operand),
    };

    public static Value TypeOf(in Value operand) => operand.Kind switch
    {
        ValueKind.Absent => Faults.NoSuchOverload(Builtin.TypeOf, operand),
        _ => Value.Of(new TypeValue(TypeNames.Of(operand))),
    };

    internal static Value Invoke(Builtin function, ReadOnlySpan<Value> arguments) => (function, arguments.Length) switch
    {
        (Builtin.ToBool, 1) => ToBool(arguments[0]),
        (Builtin.ToInt, 1) => ToInt(arguments[0]),
        (Builtin.ToDouble, 1) => ToDouble(arguments[0]),
        (Builtin.ToDecimal, 1) => ToDecimal(arguments[0]),
        (Builtin.ToText, 1) => ToText(arguments[0]),
        (Builtin.ToTimestamp, 1) => ToTimestamp(arguments[0]),
        (Builtin.ToDuration, 1) => ToDuration(arguments[0]),
        (Builtin.TypeOf, 1) => TypeOf(arguments[0]),
        (Builtin.ToDyn, 1) => arguments[0],
        _ => Faults.NoSuchOverload(function, arguments),
    };

    private static Value ToInt(decimal number)
    {
        var whole = decimal.Truncate(number);
        return whole is >= long.MinValue and <= long.MaxValue ? Value.Of((long)whole) : Faults.ConversionOutOfRange(TypeNames.Int);
    }
}
