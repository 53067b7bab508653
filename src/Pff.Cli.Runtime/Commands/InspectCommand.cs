using System.CommandLine;
using Pff.Cli.Runtime.Output;
using Pff.Hosting;
using Pff.Hosting.Output;
using Pff.Runtime.Diagnostics;
using Pff.Runtime.Tables;
using Pff.Runtime.Tables.Inspection;

namespace Pff.Cli.Runtime.Commands;

/// <summary><c>pff inspect FILE</c>: what a table has, and what of it a run would stumble over.</summary>
internal sealed class InspectCommand
{
    private readonly Argument<string> _file = new("FILE")
    {
        Description = "The table to look at: a file, - for standard input, or postgres:VARIABLE",
    };

    private readonly InputChoice _input = new();

    private readonly PlanChoice _choice = new();

    private readonly Option<long?> _rows = new("--rows") { Description = "Look at this many rows only; then the number of rows is an estimate", HelpName = "N" };

    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON object" };

    public static void AddTo(CommandLineHost host)
    {
        var inspect = new InspectCommand();
        var command = new Command("inspect", "Show what a table has: format, columns, types, problems, and rows that a sequence could not take");
        command.Arguments.Add(inspect._file);
        inspect._input.AddTo(command, hasFile: false);
        inspect._choice.AddOptionsTo(command);
        command.Options.Add(inspect._rows);
        command.Options.Add(inspect._json);
        host.Add(command, inspect.RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, HostConsole console, CancellationToken cancellation)
    {
        ChosenPlan? chosen = null;
        if (_choice.IsGiven(result))
        {
            (chosen, var exitCode) = _choice.Choose(result, console, cancellation);
            if (chosen is null)
            {
                return exitCode;
            }
        }

        var temporary = Directory.CreateTempSubdirectory("pff-inspect-");
        try
        {
            var named = result.GetValue(_file)!;
            return await _input.KeepAsync(result, named, temporary.FullName, console, cancellation) is { } path
                ? Inspect(result, path, named, chosen, console, cancellation)
                : ExitCodes.Usage;
        }
        finally
        {
            temporary.Delete(recursive: true);
        }
    }

    private int Inspect(ParseResult result, string path, string named, ChosenPlan? chosen, HostConsole console, CancellationToken cancellation)
    {
        if (!TableReader.Open(path, TableOptions.Default, cancellation).IsSuccess(out var table, out var failure))
        {
            RunLookup.Say(failure, console);
            return ExitCodes.Problems;
        }

        using (table)
        {
            RowBinder? binder = null;
            RuntimeFailure? unbound = null;
            if (chosen is not null)
            {
                RowBinder.Create(chosen.Sequence.Inputs, table.Headers).IsSuccess(out binder, out unbound);
            }

            var inspection = TableInspector.Inspect(table, binder, chosen?.Sequence.SlotCount ?? 0, result.GetValue(_rows), cancellation);
            var shown = new InspectedTable(named, table, inspection, chosen?.Sequence, unbound);
            if (result.GetValue(_json))
            {
                console.Out.WriteLine(InspectionJson.Write(shown, console));
            }
            else
            {
                new InspectionText(console).Write(shown);
            }

            return inspection.IsClean && unbound is null ? ExitCodes.Success : ExitCodes.Problems;
        }
    }
}
