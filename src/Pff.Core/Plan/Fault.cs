using Pff.Core.Diagnostics;

namespace Pff.Core.Plan;

/// <summary>Why an expression has no value. The names are CEL's where CEL has one.</summary>
public enum FaultKind
{
    NoSuchField,
    NoSuchKey,
    NoSuchOverload,
    NoSuchVariable,
    IndexOutOfRange,
    DivisionByZero,
    ModulusByZero,
    Overflow,
    InvalidArgument,
    InvalidConversion,

    /// <summary>Data from outside does not have the type that its description declares.</summary>
    TypeMismatch,

    /// <summary>A limit on size, depth or steps was reached.</summary>
    LimitExceeded,
}

/// <summary>CEL's error value: the result of an expression that has none. A message never contains a secret.</summary>
public sealed class Fault(FaultKind reason, LocalizedText message) : ValueObject(ValueKind.Fault)
{
    public FaultKind Reason { get; } = reason;

    public LocalizedText Message { get; } = message;

    public override string ToString() => $"{Reason}: {Message.English}";
}
