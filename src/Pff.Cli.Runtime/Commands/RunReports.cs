using System.Collections.Immutable;
using Pff.Cli.Runtime.Output;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Hosting.Documentation;
using Pff.Hosting.Output;
using Pff.Runtime.Changes;
using Pff.Runtime.Diagnostics;
using Pff.Runtime.Journal;
using Pff.Runtime.Reports;
using Pff.Runtime.Tables;

namespace Pff.Cli.Runtime.Commands;

/// <summary>Writes a run's reports from its journal, and prints its summary.</summary>
internal sealed class RunReports(HostConsole console, ImmutableArray<string> wanted, RunFolder folder, ImmutableArray<InputPlan> inputs)
{
    private RunReportSummary? _summary;

    /// <summary>Of the reports.</summary>
    public Language Language { get; init; } = console.Language;

    /// <summary>The finished rows, by number, given the run's journal.</summary>
    public Func<JournalReader, IEnumerable<RowResult>> Rows { get; init; } = journal => journal.ReadRows();

    /// <summary>Whether every row of the whole run, resumptions included, is good.</summary>
    public bool IsClean => _summary is { Failed: 0, Unknown: 0, NotRun: 0 };

    public HostTimeline Hosts => _summary?.Hosts ?? HostTimeline.Empty;

    /// <summary>The reports written, and whether one could not be.</summary>
    public (ImmutableArray<string> Paths, bool HasFailed) Write()
    {
        var written = ImmutableArray.CreateBuilder<string>();
        var hasFailed = false;
        foreach (var path in wanted.IsEmpty ? [folder.ReportPath(".xlsx")] : wanted)
        {
            var result = FromJournal(ReportWriter.FormatOf(path), source => ReportWriter.Write(path, source, Language, CancellationToken.None));
            if (result.IsSuccess(out var summary, out var failure))
            {
                _summary = summary;
                written.Add(path);
            }
            else
            {
                hasFailed = true;
                RunLookup.Say(failure, console);
            }
        }

        // What came of the run is told also where there is no place for its report.
        _summary ??= FromJournal(null, source => ReportWriter.Summarize(source) is { } summary
            ? summary
            : RuntimeFailures.NotAJournal(folder.JournalPath)).Value;
        return (written.ToImmutable(), hasFailed);
    }

    public void PrintSummary(IEnumerable<string> paths)
    {
        if (_summary is not { } summary)
        {
            return;
        }

        console.Out.WriteLine(SummaryText.Render(summary, console.Language).TrimEnd());
        foreach (var path in paths)
        {
            console.Out.WriteLine(console.Say($"Report: {Shown(path)}", $"Relatório: {Shown(path)}"));
        }
    }

    /// <summary>The summary as one line of JSON.</summary>
    public void PrintJson(IEnumerable<string> paths)
    {
        if (_summary is { } summary)
        {
            using var events = new RunEvents(console, isJson: true);
            events.Reported(summary, paths);
        }
    }

    /// <param name="format">Null for none.</param>
    private Result<RunReportSummary> FromJournal(ReportFormat? format, Func<ReportSource, Result<RunReportSummary>> use)
    {
        if (!JournalReader.Open(folder.JournalPath, JournalSecrets.Of).IsSuccess(out var journal, out var failure))
        {
            return failure;
        }

        using (journal)
        {
            // Without its input a report still has every outcome; it only lacks the input's columns.
            using var table = ReportSource.ReopenInput(journal.Header, TableOptions.Default, CancellationToken.None).Value;
            using var changes = format == ReportFormat.Html ? ChangesOf(journal.Header) : null;
            var ending = journal.Ending;
            var source = new ReportSource
            {
                Header = journal.Header,
                Rows = Rows(journal),
                UnknownWrites = journal.ReadUnknownWrites(),
                Inputs = inputs,
                Input = table,
                Selection = RowSelection.Read(folder.RowsPath),
                Elapsed = ending?.Elapsed ?? (ending?.EndedAt - journal.CreatedAt),
                StartedAt = journal.CreatedAt,
                Ending = ending,
                FinishedRows = journal.CountByOutcome().Values.Sum(),
                Calls = journal.ReadCalls(),
                Health = journal.ReadHealth(),
                Approval = ApprovedPlan.ApprovalOf(journal.Header),
                Changes = changes,
                MeaningOf = MeaningOf,
            };
            return use(source);
        }
    }

    /// <summary>Null also where the plan is not the approved one any more; then that is said, and the report lacks its values.</summary>
    private ChangePlanReader? ChangesOf(RunHeader header) => ApprovedPlan.TryOpen(folder, header, console, out var changes) ? changes : null;

    private string? MeaningOf(string code) => ErrorPage.Find(code) is { } page
        ? Language == Language.Portuguese ? page.Portuguese : page.Explanation
        : null;

    private static string Shown(string path)
    {
        var relative = Path.GetRelativePath(Directory.GetCurrentDirectory(), path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }
}
