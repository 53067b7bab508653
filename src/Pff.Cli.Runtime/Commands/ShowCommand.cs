using System.CommandLine;
using Pff.Hosting;
using Pff.Hosting.Output;
using Pff.Runtime.Changes;
using Pff.Runtime.Reports;

namespace Pff.Cli.Runtime.Commands;

/// <summary><c>pff show PLAN</c>: the changes of a change plan, as text, web page or workbook.</summary>
internal sealed class ShowCommand
{
    private readonly Argument<string> _plan = new("CHANGES") { Description = "A change plan that 'pff plan' wrote" };

    private readonly Option<long[]> _row = new("--row") { Description = "Only this row; may be given several times" };

    private readonly Option<bool> _all = new("--all") { Description = "Also rows without a change" };

    private readonly Option<int> _limit = new("--limit") { Description = "At most so many rows; 0 for all", DefaultValueFactory = _ => 50 };

    private readonly Option<string?> _out = new("--out", "-o") { Description = "Write all of it to a .html or .xlsx file instead", HelpName = "PATH" };

    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON object per row" };

    public static void AddTo(CommandLineHost host)
    {
        var show = new ShowCommand();
        var command = new Command("show", "Print the changes of a change plan");
        command.Arguments.Add(show._plan);
        foreach (var option in new Option[] { show._row, show._all, show._limit, show._out, show._json })
        {
            command.Options.Add(option);
        }

        host.Add(command, (result, console, cancellation) => Task.FromResult(show.Run(result, console, cancellation)));
    }

    private int Run(ParseResult result, HostConsole console, CancellationToken cancellation)
    {
        if (!ChangePlanReader.Open(result.GetValue(_plan)!).IsSuccess(out var plan, out var failure))
        {
            RunLookup.Say(failure, console);
            return ExitCodes.Usage;
        }

        using (plan)
        {
            var wanted = result.GetValue(_row) is { Length: > 0 } numbers ? numbers.ToHashSet() : null;
            var rows = plan.Rows().Where(row => wanted?.Contains(row.Row) ?? (result.GetValue(_all) || row.IsApplied));
            if (result.GetValue(_out) is { } path)
            {
                return OutputGuard.Overwrites(path, [result.GetValue(_plan)!, plan.Header.InputPath], console)
                    ? ExitCodes.Usage
                    : Write(path, plan, rows, console, cancellation);
            }

            Print(plan, rows, result.GetValue(_limit), result.GetValue(_json), console, cancellation);
            return ExitCodes.Success;
        }
    }

    private static int Write(string path, ChangePlanReader plan, IEnumerable<PlannedRow> rows, HostConsole console, CancellationToken cancellation)
    {
        if (ChangeReport.Write(path, plan, rows, console.Language, cancellation) is { } failure)
        {
            RunLookup.Say(failure, console);
            return ExitCodes.Usage;
        }

        console.Out.WriteLine(path);
        return ExitCodes.Success;
    }

    private static void Print(
        ChangePlanReader plan, IEnumerable<PlannedRow> rows, int limit, bool isJson, HostConsole console, CancellationToken cancellation)
    {
        if (!isJson)
        {
            console.Out.WriteLine($"{plan.Header.PlanName} · {plan.Header.Sequence} · {Path.GetFileName(plan.Header.InputPath)}");
            console.Out.WriteLine(ChangeText.Totals(plan.Totals, failed: 0, console));
            console.Out.WriteLine($"sha256 {plan.Sha256}");
            console.Out.WriteLine();
        }

        var shown = 0;
        foreach (var row in rows)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!isJson && limit > 0 && shown == limit)
            {
                console.Out.WriteLine(console.Say("… and more; --limit 0 shows all.", "… e mais; --limit 0 mostra tudo."));
                return;
            }

            shown++;
            if (isJson)
            {
                console.Out.WriteLine(ChangeReport.Json(row));
            }
            else
            {
                ChangeText.WriteRow(row, console);
            }
        }
    }
}
