using System.CommandLine;
using Pff.Hosting.Output;
using Pff.Runtime.Journal;
using Pff.Runtime.Journal.Postgres;

namespace Pff.Cli.Runtime.Commands;

/// <summary>The option that says where the journal of a new run is: in a file of its folder, or in PostgreSQL.</summary>
internal sealed class JournalChoice
{
    private const string File = "file";

    private readonly Option<string?> _journal = new("--journal")
    {
        Description = "Where the journal is kept: file, postgres://user@host/database, or env:NAME (default: a file; of redrive and undo, as the run before)",
        HelpName = "PLACE",
    };

    public void AddTo(Command command) => command.Options.Add(_journal);

    /// <summary>False where it cannot be told which database is meant, and that is said.</summary>
    /// <param name="earlier">The run that the new one goes on from; null for none.</param>
    /// <param name="place">Null for a file.</param>
    public bool TryRead(ParseResult result, RunFolder? earlier, HostConsole console, out PostgresPlace? place)
    {
        place = null;
        if (result.GetValue(_journal) is not { } text)
        {
            place = earlier is null ? null : PostgresPlace.Of(earlier);
            return true;
        }

        if (text == File || PostgresPlace.Parse(text).IsSuccess(out place, out var failure))
        {
            return true;
        }

        RunLookup.Say(failure, console);
        return false;
    }
}
