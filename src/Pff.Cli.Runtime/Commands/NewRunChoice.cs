using System.Collections.Immutable;
using System.CommandLine;
using Pff.Hosting.Output;
using Pff.Runtime.Journal;
using Pff.Runtime.Journal.Postgres;

namespace Pff.Cli.Runtime.Commands;

/// <summary>What the command line says of a run that begins.</summary>
/// <param name="Place">Of its journal; null for a file.</param>
/// <param name="CautionTexts">By the keys of <see cref="Caution"/>.</param>
internal sealed record NewRunSettings(OutputSettings Output, PostgresPlace? Place, ImmutableDictionary<string, string> CautionTexts);

/// <summary>The part of a command line that every command has that begins a run: where its journal is, when it stops, and what it prints.</summary>
internal sealed class NewRunChoice
{
    private readonly JournalChoice _journal = new();

    private readonly CautionChoice _caution = new();

    private readonly OutputChoice _output = new();

    public void AddTo(Command command)
    {
        _journal.AddTo(command);
        _caution.AddTo(command);
        _output.AddTo(command);
    }

    /// <summary>Null where something of it is wrong, and that is said.</summary>
    /// <param name="input">The table of the run.</param>
    /// <param name="earlier">The run that the new one goes on from; null for none.</param>
    public NewRunSettings? Read(ParseResult result, string input, RunFolder? earlier, HostConsole console) =>
        _output.Read(result, input, console) is { } output && _journal.TryRead(result, earlier, console, out var place)
            ? new NewRunSettings(output, place, _caution.Read(result))
            : null;
}
