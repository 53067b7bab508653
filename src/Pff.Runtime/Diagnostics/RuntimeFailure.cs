using System.Diagnostics.CodeAnalysis;
using Pff.Core.Diagnostics;

namespace Pff.Runtime.Diagnostics;

/// <summary>
/// Why the runtime cannot start, go on or end: a stable code and one sentence. Made only by the constructor functions
/// of <see cref="RuntimeFailures"/>, one function a code. What fails a single row is a
/// <see cref="Pff.Core.Ports.RowFailure"/> instead.
/// </summary>
public sealed record RuntimeFailure(string Code, LocalizedText Message)
{
    /// <summary>What to do, where the message does not already say it.</summary>
    public LocalizedText? Help { get; init; }
}

/// <summary>A value, or why there is none.</summary>
public readonly record struct Result<T>
    where T : class
{
    private Result(T? value, RuntimeFailure? failure)
    {
        Value = value;
        Failure = failure;
    }

    public T? Value { get; }

    public RuntimeFailure? Failure { get; }

    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(RuntimeFailure failure) => new(null, failure);

    public bool IsSuccess([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out RuntimeFailure? failure)
    {
        value = Value;
        failure = Failure;
        return value is not null;
    }
}
