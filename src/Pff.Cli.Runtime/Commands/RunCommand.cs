using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Pff.Cli.Runtime.Output;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Hosting;
using Pff.Hosting.Output;
using Pff.Runtime.Caching;
using Pff.Runtime.Execution;
using Pff.Runtime.Journal;
using Pff.Runtime.Tables;

namespace Pff.Cli.Runtime.Commands;

/// <summary><c>pff run</c>: a plan, once for each row of a table.</summary>
internal sealed class RunCommand
{
    private readonly PlanChoice _choice = new();

    private readonly InputChoice _input = new();

    private readonly Option<int?> _workers = new("--workers")
    {
        Description = "Rows worked on at the same time (default: see 'pff hardware')",
    };

    private readonly Option<string?> _mock = new("--mock")
    {
        Description = "Serve this mock file and call it instead of the real hosts",
        HelpName = "FILE",
    };

    private readonly Option<bool> _dryRun = new("--dry-run")
    {
        Description = "Send reads only, and print each write instead of sending it",
    };

    private readonly Option<bool> _noCache = new("--no-cache")
    {
        Description = "Send every read, also where a catalogue lets an answer be kept",
    };

    private readonly Option<int?> _seed = new("--seed") { Description = "Seed of retry delays, to repeat a run exactly" };

    private readonly Option<bool> _drop = DroppedAnswers.NewOption();

    private readonly JournalChoice _journal = new();

    private readonly CautionChoice _caution = new();

    private readonly OutputChoice _output = new();

    public static void AddTo(CommandLineHost host)
    {
        var run = new RunCommand();
        var command = new Command("run", "Run a manifest or a plan once for each row of a table");
        run._choice.AddTo(command);
        run._input.AddTo(command);
        command.Options.Add(run._workers);
        command.Options.Add(run._mock);
        command.Options.Add(run._dryRun);
        command.Options.Add(run._noCache);
        command.Options.Add(run._seed);
        command.Options.Add(run._drop);
        run._journal.AddTo(command);
        run._caution.AddTo(command);
        run._output.AddTo(command);
        host.Add(command, run.RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, HostConsole console, CancellationToken cancellation)
    {
        if (_input.Read(result, console) is not { } file)
        {
            return ExitCodes.Usage;
        }

        var output = _output.Read(result, file, console);
        if (output is null || !_journal.TryRead(result, earlier: null, console, out var place))
        {
            return ExitCodes.Usage;
        }

        var (chosen, exitCode) = _choice.Choose(result, console, cancellation);
        if (chosen is null)
        {
            return exitCode;
        }

        if (await _input.KeepAsync(result, file, Directory.GetCurrentDirectory(), console, cancellation) is not { } kept)
        {
            return ExitCodes.Usage;
        }

        file = kept;
        var settings = new RunSettings
        {
            Workers = result.GetValue(_workers) ?? HardwareProfile.Detect().RecommendedWorkers,
            Seed = result.GetValue(_seed) ?? Random.Shared.Next(),
            IsDryRun = result.GetValue(_dryRun),
            CacheUse = result.GetValue(_noCache) ? CacheUse.Nothing : CacheUse.Everything,
            Language = console.Language,
        };
        var cautionTexts = _caution.Read(result);
        if (CautionOf(cautionTexts, settings.Seed, console) is not { } caution)
        {
            return ExitCodes.Usage;
        }

        var job = new RunJob { Plan = chosen.Plan, Sequence = chosen.Sequence, Settings = settings, SourceFolder = chosen.Folder, Caution = caution };
        await using var session = new RunSession(console, output, job);
        return await session.OpenAsync(file, result.GetValue(_mock), cancellation) is { } failed
            ? failed
            : await session.RunAsync(sha => NewRun.Create(session, chosen.Artifact.Bytes, HeaderOf(job, file, sha, cautionTexts, result), place));
    }

    private RunHeader HeaderOf(RunJob job, string file, string sha256, ImmutableDictionary<string, string> cautionTexts, ParseResult result) =>
        NewRun.HeaderOf(job, file, sha256, result.GetValue(_mock), DroppedAnswers.Write(cautionTexts, result.GetValue(_drop)));

    /// <summary>Null where one of the texts is wrong, and that is said.</summary>
    public static Caution? CautionOf(ImmutableDictionary<string, string> texts, int seed, HostConsole console)
    {
        var (caution, problem) = Caution.Read(texts, seed);
        if (problem is not null)
        {
            console.Error.WriteLine($"PFF5103: {console.Say(problem)}.");
        }

        return caution;
    }
}
