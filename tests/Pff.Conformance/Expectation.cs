using System.Text.Json;
using Pff.Core.Ir;
using Pff.Core.Plan;

namespace Pff.Conformance;

/// <summary>What came out of an evaluation; a crash is the report of an exception, which is always a bug.</summary>
internal sealed record CaseResult(Value Value, string? Crash)
{
    /// <summary>Two faults are the same whatever their reasons: CEL leaves open which of several errors is reported.</summary>
    public bool IsSame(CaseResult other) =>
        Crash is null && other.Crash is null
        && ((Value.IsFault && other.Value.IsFault) || CaseValue.IsSame(Value, other.Value));

    public override string ToString() => Crash ?? ValueDisplay.Show(Value);
}

/// <summary>What a case expects: a value or any error, and perhaps a type.</summary>
internal sealed record Expectation(Value Value, bool IsError, string? Type, string? ErrorHint)
{
    public static Expectation Of(ConformanceCase @case)
    {
        var error = @case.Find("error");
        return new Expectation(
            @case.Find("value") is { } value ? CaseValue.Read(value) : default,
            error is not null,
            @case.Find("deduced_type") is { } type ? CaseType.Show(CaseType.Read(type)) : null,
            error is { ValueKind: JsonValueKind.String } hint ? hint.GetString() : null);
    }

    public bool IsMet(CaseResult result) =>
        result.Crash is null && (IsError ? result.Value.IsFault : Value.IsAbsent || CaseValue.IsSame(Value, result.Value));

    public bool IsTypeRight(IrExpression expression, out string shown)
    {
        shown = Type is null ? "" : " : " + CaseType.Show(expression.Type);
        return Type is null || CaseType.Show(expression.Type) == Type;
    }

    public override string ToString()
    {
        var value = IsError ? $"error ({ErrorHint})" : Value.IsAbsent ? "" : ValueDisplay.Show(Value);
        return Type is null ? value : $"{value} : {Type}";
    }
}
