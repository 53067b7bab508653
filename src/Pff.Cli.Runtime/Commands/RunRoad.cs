using System.Collections.Immutable;
using Pff.Hosting;
using Pff.Hosting.Output;

namespace Pff.Cli.Runtime.Commands;

/// <summary>
/// The one road of every command that runs rows and records them, from what it has chosen to the report: first all that can be wrong
/// is found, then the journal is opened, and then something is sent.
/// </summary>
/// <param name="cautionTexts">By the keys of <see cref="Caution"/>.</param>
internal sealed class RunRoad(OutputSettings output, ImmutableDictionary<string, string> cautionTexts, HostConsole console)
{
    private readonly bool _isNew;

    /// <summary>Of a run that begins now; what a resumed one was begun with is taken as it is.</summary>
    public RunRoad(NewRunSettings settings, HostConsole console)
        : this(settings.Output, settings.CautionTexts, console) => _isNew = true;

    /// <param name="job">Its caution is filled in.</param>
    /// <param name="input">The path of the table.</param>
    /// <param name="mock">The mock to call instead of the hosts; null for the hosts.</param>
    /// <param name="open">Opens the journal, given the input's hash (empty in an undo, which reads no input); null where it said why it cannot.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> TakeAsync(RunJob job, string input, string? mock, Func<string, OpenedJournal?> open, CancellationToken cancellation)
    {
        var (caution, problem) = Caution.Read(cautionTexts, job.Settings.Seed);
        if (caution is null)
        {
            console.Error.WriteLine($"PFF5103: {console.Say(problem!)}.");
            return ExitCodes.Usage;
        }

        if (_isNew && CautionCheck.Of(cautionTexts, caution, job.Plan.Model) is { } useless)
        {
            console.Error.WriteLine(console.Say(useless));
            return ExitCodes.Usage;
        }

        await using var session = new RunSession(console, output, job with { Caution = caution });
        return await session.OpenAsync(input, mock, cancellation) is { } failed ? failed : await session.RunAsync(open);
    }
}
