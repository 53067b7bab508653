using System.CommandLine;
using Pff.Hosting.Output;
using Pff.Runtime.Journal.Postgres;

namespace Pff.Cli.Runtime.Commands;

/// <summary>The option that says where the journal of a new run is: in a file of its folder, or in PostgreSQL.</summary>
internal sealed class JournalChoice
{
    private readonly Option<string?> _journal = new("--journal")
    {
        Description = "Keep the journal in PostgreSQL: postgres://user@host/database, or env:NAME (default: a file)",
        HelpName = "ADDRESS",
    };

    public void AddTo(Command command) => command.Options.Add(_journal);

    /// <summary>False where it cannot be told which database is meant, and that is said.</summary>
    /// <param name="place">Null for a file.</param>
    public bool TryRead(ParseResult result, HostConsole console, out PostgresPlace? place)
    {
        place = null;
        if (result.GetValue(_journal) is not { } text)
        {
            return true;
        }

        if (PostgresPlace.Parse(text).IsSuccess(out place, out var failure))
        {
            return true;
        }

        RunLookup.Say(failure, console);
        return false;
    }
}
