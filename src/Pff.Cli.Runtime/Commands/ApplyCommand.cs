using System.CommandLine;
using System.Globalization;
using Pff.Backend.Packaging;
using Pff.Core.Plan;
using Pff.Hosting;
using Pff.Hosting.Output;
using Pff.Runtime.Caching;
using Pff.Runtime.Changes;
using Pff.Runtime.Execution;
using Pff.Runtime.Journal;

namespace Pff.Cli.Runtime.Commands;

/// <summary><c>pff apply CHANGES</c>: makes exactly the changes of an approved change plan.</summary>
internal sealed class ApplyCommand
{
    private readonly Argument<string> _plan = new("CHANGES") { Description = "A change plan that 'pff plan' wrote and somebody approved" };

    private readonly Option<string?> _by = new("--by") { Description = "Approve it with this name, and apply it", HelpName = "NAME" };

    private readonly Option<int?> _workers = new("--workers") { Description = "Rows worked on at the same time (default: see 'pff hardware')" };

    private readonly Option<bool> _again = new("--again") { Description = "Apply it also where a run has applied it already: the same writes are sent once more" };

    private readonly Option<bool> _drop = DroppedAnswers.NewOption();

    private readonly NewRunChoice _new = new();

    public static void AddTo(CommandLineHost host)
    {
        var apply = new ApplyCommand();
        var command = new Command("apply", "Make exactly the changes of an approved change plan");
        command.Arguments.Add(apply._plan);
        command.Options.Add(apply._by);
        command.Options.Add(apply._workers);
        command.Options.Add(apply._again);
        command.Options.Add(apply._drop);
        apply._new.AddTo(command);
        host.Add(command, apply.RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, HostConsole console, CancellationToken cancellation)
    {
        var path = result.GetValue(_plan)!;
        if (!ChangePlanReader.Open(path).IsSuccess(out var changes, out var failure))
        {
            RunLookup.Say(failure, console);
            return ExitCodes.Usage;
        }

        using (changes)
        {
            var header = changes.Header;
            if (_new.Read(result, header.InputPath, earlier: null, console) is not { } begins)
            {
                return ExitCodes.Usage;
            }

            using var hold = AppliedOnce.Hold(changes.Sha256, result.GetValue(_again), console);
            if (hold is null || ApprovalOf(path, changes, result.GetValue(_by), console) is not { } approval
                || LoadPlan(path, header, console) is not { } plan || plan.Model.Sequences.FirstOrDefault(s => s.Name == header.Sequence) is not { } sequence)
            {
                return ExitCodes.Usage;
            }

            var job = new RunJob
            {
                Plan = plan,
                Sequence = sequence,
                SourceFolder = header.SourceFolder,
                Approved = changes,
                Rows = changes.Applies,
                Settings = new RunSettings
                {
                    Workers = result.GetValue(_workers) ?? HardwareProfile.Detect().RecommendedWorkers,
                    Seed = Random.Shared.Next(),
                    CacheUse = CacheUse.Nothing,
                    Language = console.Language,
                },
            };
            var begun = begins with { CautionTexts = DroppedAnswers.Write(begins.CautionTexts, result.GetValue(_drop)) };
            return await new RunRoad(begins, console).TakeAsync(
                job,
                header.InputPath,
                header.Mock,
                sha256 =>
                {
                    // Others see by its journal that this run applies the plan.
                    using (hold)
                    {
                        return Begin(job, path, changes, approval, begun, sha256, console);
                    }
                },
                cancellation);
        }
    }

    private static OpenedJournal? Begin(
        RunJob job, string path, ChangePlanReader changes, Approval approval, NewRunSettings begins, string sha256, HostConsole console)
    {
        var header = changes.Header;
        if (sha256 != header.InputSha256)
        {
            console.Error.WriteLine(console.Say(
                $"PFF5113: {header.InputPath} has changed since the changes were planned. Put the old file back, or plan again.",
                $"PFF5113: {header.InputPath} mudou desde que as mudanças foram planejadas. Recoloque o arquivo antigo ou planeje de novo."));
            return null;
        }

        var more = begins.CautionTexts
            .Add(ApprovedPlan.Sha256Key, approval.Sha256)
            .Add(ApprovedPlan.ApprovedByKey, approval.By)
            .Add(ApprovedPlan.ApprovedAtKey, approval.At.ToString("O", CultureInfo.InvariantCulture));
        var run = NewRun.HeaderOf(job, header.InputPath, sha256, header.Mock, more) with { Now = header.Now };
        return NewRun.Create(console, job, header.Plan, run, begins.Place, folder =>
        {
            File.Copy(path, folder.ChangesPath);
            RowSelection.Write(folder.RowsPath, changes.AppliedRows);
        });
    }

    /// <summary>The approval of exactly this file; null where there is none, and that is said.</summary>
    private static Approval? ApprovalOf(string path, ChangePlanReader changes, string? by, HostConsole console)
    {
        if (!string.IsNullOrWhiteSpace(by))
        {
            var given = new Approval(by.Trim(), TimeProvider.System.GetUtcNow(), changes.Sha256);
            given.Write(path);
            return given;
        }

        if (Approval.Read(path) is not { } approval)
        {
            console.Error.WriteLine(console.Say(
                $"PFF5112: nobody has approved {path}. Look at it with 'pff show', and approve it with 'pff approve --by NAME'.",
                $"PFF5112: ninguém aprovou {path}. Veja-o com 'pff show' e aprove-o com 'pff approve --by NOME'."));
            return null;
        }

        if (approval.Sha256 != changes.Sha256)
        {
            ApprovedPlan.SayOther(path, console);
            return null;
        }

        return approval;
    }

    private static CompiledPlan? LoadPlan(string path, ChangePlanHeader header, HostConsole console)
    {
        var loaded = PlanArtifactReader.Load(header.Plan.Span);
        if (loaded.Failure is { } failure)
        {
            console.Error.WriteLine($"{failure.Code}: {path}: {console.Say(failure.Message)}");
        }

        return loaded.Plan;
    }
}
