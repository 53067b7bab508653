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
}
