using System.Globalization;
using Pff.Core.Diagnostics;
using Pff.Runtime.Execution;

namespace Pff.Cli.Runtime.Output;

/// <summary>One line about a run that is going on.</summary>
internal static class ProgressText
{
    private const int CodesShown = 3;

    /// <param name="rowsTotal">About how many rows the input has, or null.</param>
    public static string Line(RunCounts counts, long? rowsTotal, TimeSpan elapsed, Language language)
    {
        var pt = language == Language.Portuguese;
        var done = counts.RowsDone + counts.AlreadyFinished;
        var rate = elapsed.TotalSeconds > 0 ? counts.RowsDone / elapsed.TotalSeconds : 0;
        var parts = new List<string>
        {
            rowsTotal is { } total && total > 0
                ? $"{Number(done)}/{Number(Math.Max(total, done))} {(pt ? "linhas" : "rows")} ({Math.Min(100, 100 * done / total)}%)"
                : $"{Number(done)} {(pt ? "linhas" : "rows")}",
            $"{rate.ToString("N0", CultureInfo.InvariantCulture)}/s",
        };
        Add(parts, counts.Succeeded, pt ? "certas" : "good");
        Add(parts, counts.Skipped, pt ? "puladas" : "skipped");
        Add(parts, counts.Failed, pt ? "falhas" : "failed");
        Add(parts, counts.Unknown, pt ? "incertas" : "unknown");
        var codes = counts.FailuresByCode.OrderByDescending(c => c.Value).Take(CodesShown).Select(c => $"{c.Key}×{c.Value}").ToList();
        if (codes.Count > 0)
        {
            parts.Add(string.Join(' ', codes));
        }

        if (rowsTotal > done && rate > 0)
        {
            parts.Add((pt ? "faltam " : "left ") + Span(TimeSpan.FromSeconds((rowsTotal.Value - done) / rate)));
        }

        return string.Join(" · ", parts);
    }

    public static string Span(TimeSpan span) => span.TotalHours >= 1
        ? $"{(int)span.TotalHours}h{span.Minutes:00}m"
        : span.TotalMinutes >= 1 ? $"{span.Minutes}m{span.Seconds:00}s" : $"{Math.Ceiling(span.TotalSeconds)}s";

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static void Add(List<string> parts, long count, string name)
    {
        if (count > 0)
        {
            parts.Add($"{Number(count)} {name}");
        }
    }
}
