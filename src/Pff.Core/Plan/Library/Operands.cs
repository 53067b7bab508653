namespace Pff.Core.Plan.Library;

/// <summary>What becomes of a value before a function reads it.</summary>
public static class Operands
{
    /// <summary>
    /// The value itself; undecoded JSON decoded; a secret a fault, since only sinks may read it; a fault itself.
    /// </summary>
    public static Value Prepare(in Value operand) => operand.Kind switch
    {
        ValueKind.Json => JsonDecoding.Decode(operand.As<JsonValue>().Utf8),
        ValueKind.Secret => Faults.SecretUsed,
        _ => operand,
    };

    /// <summary>What <c>??</c> takes for nothing: null, absence, an optional that is empty or holds nothing.</summary>
    public static bool IsNothing(in Value operand) => operand.Kind switch
    {
        ValueKind.Null or ValueKind.Absent => true,
        ValueKind.Optional => IsNothing(operand.As<OptionalValue>().Inner),
        ValueKind.Json => operand.As<JsonValue>().Utf8.Span.Trim(" \t\r\n"u8).SequenceEqual("null"u8),
        _ => false,
    };

    /// <summary>What an optional that is not empty holds; any other value itself.</summary>
    public static Value Unwrap(in Value operand) =>
        operand.TryGet<OptionalValue>(out var optional) && optional.HasValue ? optional.Inner : operand;

    /// <summary>A condition's value: a bool, its own fault, or the fault that it is no bool.</summary>
    public static Value AsCondition(in Value operand)
    {
        var clean = Operands.Prepare(operand);
        return clean.Kind is ValueKind.Bool or ValueKind.Fault ? clean : Faults.NotBool;
    }
}
