using System.Collections.Immutable;
using System.CommandLine;
using Pff.Cli.Runtime.Output;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Hosting;
using Pff.Hosting.Output;
using Pff.Runtime.Caching;
using Pff.Runtime.Journal;

namespace Pff.Cli.Runtime.Commands;

/// <summary><c>pff redrive RUN</c>: a new run over the rows of an earlier one that failed, that does nothing again that was done.</summary>
internal sealed class RedriveCommand
{
    private readonly Argument<string> _run = RunLookup.NewArgument();

    private readonly Option<bool> _failed = new("--failed") { Description = "The rows that failed" };

    private readonly Option<bool> _unknown = new("--unknown") { Description = "The rows with a write of unknown effect, which is settled where it can be" };

    private readonly Option<string[]> _code = new("--code") { Description = "The rows that ended with this code, or were answered with this status (HTTP-409); may be given several times", HelpName = "CODE" };

    private readonly Option<int?> _workers = new("--workers") { Description = "Rows worked on at the same time (default: as before)" };

    private readonly NewRunChoice _new = new();

    public static void AddTo(CommandLineHost host)
    {
        var redrive = new RedriveCommand();
        var command = new Command("redrive", "Run the failed or unknown rows of a run again, without doing anything twice");
        command.Arguments.Add(redrive._run);
        foreach (var option in new Option[] { redrive._failed, redrive._unknown, redrive._code, redrive._workers })
        {
            command.Options.Add(option);
        }

        redrive._new.AddTo(command);
        host.Add(command, RunLookup.Guarded(redrive.RunAsync));
    }

    private async Task<int> RunAsync(ParseResult result, HostConsole console, CancellationToken cancellation)
    {
        var filter = new RowFilter(result.GetValue(_failed), result.GetValue(_unknown), result.GetValue(_code) ?? []);
        if (filter.IsEmpty)
        {
            console.Error.WriteLine(console.Say(
                "PFF5120: say which rows to redrive: --failed, --unknown or --code CODE.",
                "PFF5120: diga quais linhas refazer: --failed, --unknown ou --code CÓDIGO."));
            return ExitCodes.Usage;
        }

        using var earlier = EarlierRun.Open(result.GetValue(_run)!, begins: true, console);
        if (earlier is not { Folder: var folder, Run: var run } || RunFamily.IsUndone(folder, console) || RunLookup.LoadPlan(folder, console) is not { } plan)
        {
            return ExitCodes.Usage;
        }

        if (!JournalReader.OpenVerified(folder.JournalPath, JournalSecrets.Of).IsSuccess(out var journal, out var failure))
        {
            RunLookup.Say(failure, console);
            return ExitCodes.Unfinished;
        }

        RunHeader header;
        ImmutableArray<long> rows;
        using (journal)
        {
            header = journal.Header;
            if (result.GetValue(_unknown) && CountOpenUnknown(journal) is > 0 and var open)
            {
                console.Error.WriteLine(console.Say(
                    $"PFF5131: run {run.RunId} was interrupted in {open} rows with a write of unknown effect, which have no outcome yet. Go on with it first, which settles what it can: pff resume {run.RunId}",
                    $"PFF5131: a execução {run.RunId} foi interrompida em {open} linhas com uma gravação de efeito incerto, que ainda não têm resultado. Continue-a antes, o que resolve o que for possível: pff resume {run.RunId}"));
                return ExitCodes.Usage;
            }

            rows = Choose(journal, filter, run.RunId, console);
        }

        if (_new.Read(result, header.InputPath, folder, console) is not { } begins)
        {
            return ExitCodes.Usage;
        }

        var isMissing = filter.SaysMissing(run.RunId, console);
        if (rows.IsEmpty)
        {
            if (begins.Output.IsJson)
            {
                using var events = new RunEvents(console, isJson: true);
                events.NothingToDo(run.RunId);
            }
            else
            {
                console.Out.WriteLine(console.Say(
                    $"Run {run.RunId} has no such rows: there is nothing to redrive.", $"A execução {run.RunId} não tem tais linhas: não há o que refazer."));
            }

            return isMissing ? ExitCodes.Problems : ExitCodes.Success;
        }

        return await RedriveAsync(new Redriven(earlier, header, plan, rows), begins, result, console, cancellation);
    }

    private async Task<int> RedriveAsync(Redriven old, NewRunSettings begins, ParseResult result, HostConsole console, CancellationToken cancellation)
    {
        var stored = StoredSettings.Read(old.Header);
        if (RunLookup.FindSequence(old.Folder, old.Plan, old.Header, console) is not { } sequence
            || !ApprovedPlan.TryOpen(old.Folder, old.Header, console, out var approved))
        {
            return ExitCodes.Usage;
        }

        using var changes = approved;
        var chosen = old.Rows.ToHashSet();
        var job = new RunJob
        {
            Plan = old.Plan,
            Sequence = sequence,
            SourceFolder = stored.SourceFolder,
            Approved = changes,
            Rows = chosen.Contains,
            Settings = stored.Settings with
            {
                Workers = result.GetValue(_workers) ?? stored.Settings.Workers,
                Seed = Random.Shared.Next(),
                CacheUse = stored.Settings.CacheUse == CacheUse.Nothing ? CacheUse.Nothing : CacheUse.MemoryOnly,
            },
        };
        return await new RunRoad(begins, console).TakeAsync(
            job,
            old.Header.InputPath,
            stored.Mock,
            sha256 => ResumeCommand.HasSameInput(sha256, old.Header, console)
                ? old.Run.FollowWith(() => Begin(job, old, begins, stored.Mock, changes is not null, console))
                : null,
            cancellation);
    }

    private static OpenedJournal? Begin(RunJob job, Redriven old, NewRunSettings begins, string? mock, bool appliesChanges, HostConsole console)
    {
        var more = begins.CautionTexts.Add(RunLinks.RedriveOfKey, old.Folder.RunId).Add(RunHeader.KeysOfSetting, old.Header.KeysOf);
        foreach (var key in new[] { ApprovedPlan.Sha256Key, ApprovedPlan.ApprovedByKey, ApprovedPlan.ApprovedAtKey, RunHeader.KeepAnswersSetting })
        {
            more = old.Header.Settings.TryGetValue(key, out var value) ? more.Add(key, value) : more;
        }

        var header = NewRun.HeaderOf(job, old.Header.InputPath, old.Header.InputSha256, mock, more) with { Now = old.Header.Now };
        return NewRun.Create(
            console,
            job,
            File.ReadAllBytes(old.Folder.PlanPath),
            header,
            begins.Place,
            folder =>
            {
                RowSelection.Write(folder.RowsPath, old.Rows);
                if (appliesChanges)
                {
                    File.Copy(old.Folder.ChangesPath, folder.ChangesPath);
                }
            },
            new JournalSeed(old.Folder.JournalPath, old.Rows, JournalSecrets.Of));
    }

    /// <summary>How many rows with a write of unknown effect have not come to an outcome.</summary>
    private static int CountOpenUnknown(JournalReader journal)
    {
        var open = journal.ReadUnknownWrites().Select(write => write.Key.Row).ToHashSet();
        if (open.Count > 0)
        {
            open.ExceptWith(journal.ReadRows().Select(row => row.Row));
        }

        return open.Count;
    }

    /// <summary>The numbers of the rows that are asked for, in order, without those that must be left alone, which are said.</summary>
    private static ImmutableArray<long> Choose(JournalReader journal, RowFilter filter, string runId, HostConsole console)
    {
        var later = RunFamily.RedrivesOf(runId)
            .Select(run => (Run: run, Rows: RowSelection.Read(RunLookup.Store().FolderOf(run.RunId).RowsPath)))
            .ToList();
        var rows = ImmutableArray.CreateBuilder<long>();
        var (taken, unclear) = (new Dictionary<RunListing, int>(), 0);
        foreach (var row in journal.ReadRows())
        {
            var isAsked = filter.Takes(row);
            if (isAsked && later.Find(run => run.Rows?.Contains(row.Row) != false) is { Run: { } taker })
            {
                taken[taker] = taken.GetValueOrDefault(taker) + 1;
            }
            else if (isAsked)
            {
                rows.Add(row.Row);
            }
        }

        foreach (var row in JournalSeed.WithUnknownUndo(journal, rows))
        {
            rows.Remove(row);
            unclear++;
        }

        foreach (var (taker, count) in taken.OrderBy(pair => pair.Key.RunId, StringComparer.Ordinal))
        {
            var id = taker.RunId;
            console.Error.WriteLine(taker.State == RunState.Finished
                ? console.Say(
                    $"{count} rows were redriven by run {id} already. What is left of them is redriven with: pff redrive {id}",
                    $"{count} linhas já foram refeitas pela execução {id}. O que resta delas se refaz com: pff redrive {id}")
                : console.Say(
                    $"{count} rows are those of run {id}, which redrives them and has not finished. See 'pff runs', and go on with it: pff resume {id}",
                    $"{count} linhas são da execução {id}, que as refaz e não terminou. Veja 'pff runs' e continue-a: pff resume {id}"));
        }

        if (unclear > 0)
        {
            console.Error.WriteLine(console.Say(
                $"PFF5125: {unclear} rows are left alone, because an undo of theirs may or may not have taken effect.",
                $"PFF5125: {unclear} linhas ficam como estão, porque um undo delas pode ou não ter tido efeito."));
        }

        return rows.ToImmutable();
    }

    /// <summary>The run whose rows are run again, and which of them.</summary>
    private sealed record Redriven(EarlierRun Run, RunHeader Header, CompiledPlan Plan, ImmutableArray<long> Rows)
    {
        public RunFolder Folder => Run.Folder;
    }
}
