using System.CommandLine;
using Pff.Hosting;
using Pff.Hosting.Output;
using Pff.Runtime.Caching;
using Pff.Runtime.Execution;

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

    private readonly NewRunChoice _new = new();

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
        run._new.AddTo(command);
        host.Add(command, run.RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, HostConsole console, CancellationToken cancellation)
    {
        if (_input.Read(result, console) is not { } file || _new.Read(result, file, earlier: null, console) is not { } begins)
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

        var mock = result.GetValue(_mock);
        var job = new RunJob
        {
            Plan = chosen.Plan,
            Sequence = chosen.Sequence,
            SourceFolder = chosen.Folder,
            Settings = new RunSettings
            {
                Workers = result.GetValue(_workers) ?? HardwareProfile.Detect().RecommendedWorkers,
                Seed = result.GetValue(_seed) ?? Random.Shared.Next(),
                IsDryRun = result.GetValue(_dryRun),
                CacheUse = result.GetValue(_noCache) ? CacheUse.Nothing : CacheUse.Everything,
                Language = console.Language,
            },
        };
        var texts = DroppedAnswers.Write(begins.CautionTexts, result.GetValue(_drop));
        return await new RunRoad(begins, console).TakeAsync(
            job,
            kept,
            mock,
            sha256 => NewRun.Create(console, job, chosen.Artifact.Bytes, NewRun.HeaderOf(job, kept, sha256, mock, texts), begins.Place),
            cancellation);
    }
}
