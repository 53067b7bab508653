using System.Collections.Immutable;
using System.CommandLine;
using Pff.Core.Ports;
using Pff.Hosting;
using Pff.Hosting.Output;
using Pff.Runtime.Changes;
using Pff.Runtime.Execution;

namespace Pff.Cli.Runtime.Commands;

/// <summary><c>pff plan</c>: what a run would change, as a file that can be looked at, approved and applied.</summary>
internal sealed class PlanCommand
{
    private const string Extension = ".pffchanges";

    private readonly PlanChoice _choice = new();

    private readonly InputChoice _input = new();

    private readonly Option<string?> _out = new("--out", "-o") { Description = "Where the change plan goes (default: INPUT.pffchanges)", HelpName = "PATH" };

    private readonly Option<int?> _workers = new("--workers") { Description = "Rows worked on at the same time (default: see 'pff hardware')" };

    private readonly Option<string?> _mock = new("--mock") { Description = "Serve this mock file and call it instead of the real hosts", HelpName = "FILE" };

    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "No progress and no summary; problems are still printed" };

    public static void AddTo(CommandLineHost host)
    {
        var plan = new PlanCommand();
        var command = new Command("plan", "Send reads only, and write down each change that a run would make");
        plan._choice.AddTo(command);
        plan._input.AddTo(command);
        foreach (var option in new Option[] { plan._out, plan._workers, plan._mock, plan._quiet })
        {
            command.Options.Add(option);
        }

        host.Add(command, plan.RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, HostConsole console, CancellationToken cancellation)
    {
        if (_input.Read(result, console) is not { } file)
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

        // What is no file of its own, such as standard input, is kept where nobody looks for a plan.
        var path = result.GetValue(_out) ?? (kept == file ? file : "changes") + Extension;
        IEnumerable<string> sources = chosen.Plan.Model.Sources.Select(source => Path.Combine(chosen.Folder, source.Path));
        string[] read = [file, kept, result.GetValue(_mock) ?? string.Empty, _choice.PathOf(result), .. sources];
        if (OutputGuard.Overwrites(path, read, console))
        {
            return ExitCodes.Usage;
        }

        file = kept;
        using var writer = new ChangePlanWriter(path);
        var job = JobOf(chosen, writer, result, console);
        var mock = result.GetValue(_mock);
        await using var session = new RunSession(console, new OutputSettings([], IsJson: false, result.GetValue(_quiet)), job);
        if (await session.OpenAsync(file, mock, cancellation) is { } failed)
        {
            return failed;
        }

        RunHeader? header = null;
        var summary = await session.PlanAsync(sha256 => header = NewRun.HeaderOf(job, file, sha256, mock, ImmutableDictionary<string, string>.Empty));
        if (summary.End != RunEnd.Completed)
        {
            console.Error.WriteLine(console.Say("Not every row was planned, so no change plan was written.", "Nem toda linha foi planejada; nenhum plano de mudanças foi gravado."));
            return ExitCodes.Unfinished;
        }

        var totals = writer.Finish(HeaderOf(chosen, header!, mock));
        if (!result.GetValue(_quiet))
        {
            console.Out.WriteLine(ChangeText.Totals(totals, summary.Counts.Failed, console));
            console.Out.WriteLine(console.Say($"Look at it with: pff show {path}", $"Veja com: pff show {path}"));
        }

        return summary.Counts.Failed > 0 || totals.NotPlanned > 0 ? ExitCodes.Problems : ExitCodes.Success;
    }

    private RunJob JobOf(ChosenPlan chosen, ChangePlanWriter writer, ParseResult result, HostConsole console) => new()
    {
        Plan = chosen.Plan,
        Sequence = chosen.Sequence,
        SourceFolder = chosen.Folder,
        Changes = writer,
        Settings = new RunSettings
        {
            Workers = result.GetValue(_workers) ?? HardwareProfile.Detect().RecommendedWorkers,
            IsDryRun = true,
            Language = console.Language,
        },
    };

    private static ChangePlanHeader HeaderOf(ChosenPlan chosen, RunHeader header, string? mock) => new()
    {
        PlanHash = header.PlanHash,
        PlanName = header.PlanName,
        Plan = chosen.Artifact.Bytes,
        Sequence = header.Sequence,
        InputPath = header.InputPath,
        InputSha256 = header.InputSha256,
        Now = header.Now,
        Mock = mock is null ? null : Path.GetFullPath(mock),
        SourceFolder = chosen.Folder,
    };
}
