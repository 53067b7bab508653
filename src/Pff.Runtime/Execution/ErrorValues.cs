using System.Collections.Immutable;
using System.Globalization;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Ports;

namespace Pff.Runtime.Execution;

/// <summary>A failure as handlers name it and as their expressions see it.</summary>
internal static class ErrorValues
{
    private const string StatusPrefix = "http_";
    private static readonly string[] FieldNames = ["code", "kind", "message", "status"];

    /// <summary>
    /// Whether a handler's kind names the failure. A write of unknown effect is named only by <c>unknown</c> or its
    /// code: <c>any</c> must not hide that somebody has to look.
    /// </summary>
    public static bool Names(string kind, RowFailure failure)
    {
        if (string.Equals(kind, failure.Code, StringComparison.Ordinal) || kind == FailureKinds.NameOf(failure.Kind))
        {
            return true;
        }

        if (failure.Kind == FailureKind.Unknown)
        {
            return false;
        }

        return kind == FailureKinds.Any
            || (failure.Status > 0
                && kind.StartsWith(StatusPrefix, StringComparison.Ordinal)
                && int.TryParse(kind.AsSpan(StatusPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var status)
                && status == failure.Status);
    }

    public static bool NamesAny(ImmutableArray<string> kinds, RowFailure failure)
    {
        foreach (var kind in kinds)
        {
            if (Names(kind, failure))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The <c>error</c> map.</summary>
    public static Value Of(RowFailure failure, Language language) => Value.Of(new RecordValue(
        FieldNames,
        [
            Value.Of(failure.Code),
            Value.Of(FailureKinds.NameOf(failure.Kind)),
            Value.Of(failure.Message.In(language)),
            Value.Of((long)failure.Status),
        ]));
}
