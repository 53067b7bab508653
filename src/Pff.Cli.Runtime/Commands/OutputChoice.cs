using System.Collections.Immutable;
using System.CommandLine;
using Pff.Hosting.Output;
using Pff.Runtime.Reports;

namespace Pff.Cli.Runtime.Commands;

/// <summary>What a run prints, and where its reports go.</summary>
/// <param name="Reports">Paths given on the command line; empty for the default in the run's folder.</param>
internal sealed record OutputSettings(ImmutableArray<string> Reports, bool IsJson, bool IsQuiet);

/// <summary>The part of a command line that says what is printed, and where reports go.</summary>
internal sealed class OutputChoice
{
    private static readonly string Extensions = string.Join(", ", ReportWriter.SupportedExtensions);

    private readonly Option<string[]> _report = new("--report")
    {
        Description = "Where the report goes: .xlsx, .csv, .jsonl, .parquet or .html; may be given several times (default: report.xlsx in the run's folder)",
        HelpName = "PATH",
    };

    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON event per line on standard output" };

    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "No progress and no summary; problems are still printed" };

    public void AddTo(Command command)
    {
        command.Options.Add(_report);
        command.Options.Add(_json);
        command.Options.Add(_quiet);
    }

    /// <summary>Null where a report cannot be written in its format or at its place; then that is said, before anything is sent.</summary>
    public OutputSettings? Read(ParseResult result, string input, HostConsole console)
    {
        ImmutableArray<string> reports = [.. result.GetValue(_report) ?? []];
        foreach (var report in reports)
        {
            if (ReportWriter.FormatOf(report) is null)
            {
                console.Error.WriteLine(console.Say(
                    $"PFF5015: '{report}' is no report that can be written; its name ends in {Extensions}.",
                    $"PFF5015: '{report}' não é um relatório que se possa gravar; o nome termina em {Extensions}."));
                return null;
            }

            if (OutputGuard.Overwrites(report, [input], console) || !CanWrite(report, console))
            {
                return null;
            }
        }

        return new OutputSettings(reports, result.GetValue(_json), result.GetValue(_quiet));
    }

    private static bool CanWrite(string report, HostConsole console)
    {
        if (ReportWriter.ProblemAt(report) is not { } problem)
        {
            return true;
        }

        console.Error.WriteLine(console.Say(
            $"PFF5137: the report '{report}' could not be written, so nothing was sent: {problem.English}. Name another place.",
            $"PFF5137: o relatório '{report}' não poderia ser gravado, e nada foi enviado: {problem.Portuguese}. Dê outro lugar."));
        return false;
    }
}
