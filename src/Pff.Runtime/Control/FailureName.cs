using System.Globalization;
using Pff.Core.Ports;

namespace Pff.Runtime.Control;

/// <summary>
/// How a person names failures: by their code, PFF's or the manifest's own, or as <c>HTTP-409</c> by the status of the answer,
/// whatever their code. <c>HTTP_409</c> and <c>http_409</c>, as handlers write it, are the same name.
/// </summary>
public static class FailureName
{
    private const string StatusPrefix = "HTTP-";

    /// <summary>The one spelling of a name; a code stays as it is.</summary>
    public static string Of(string written) => StatusIn(written) is { } status ? OfStatus(status) : written;

    public static string OfStatus(int status) => string.Create(CultureInfo.InvariantCulture, $"{StatusPrefix}{status}");

    /// <summary>Null where the name is not that of a status that an answer can have.</summary>
    public static int? StatusIn(string written) =>
        written.Length == StatusPrefix.Length + 3
        && written.Replace('_', '-').StartsWith(StatusPrefix, StringComparison.OrdinalIgnoreCase)
        && int.TryParse(written.AsSpan(StatusPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var status)
        && status is >= 100 and <= 599
            ? status
            : null;

    /// <summary>All names of a failure.</summary>
    public static IEnumerable<string> NamesOf(RowFailure failure)
    {
        var code = Of(failure.Code);
        yield return code;
        if (failure.Status > 0 && OfStatus(failure.Status) is var status && status != code)
        {
            yield return status;
        }
    }
}
