using Pff.Cli.Runtime.Control;
using Pff.Cli.Runtime.Output;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Hosting;
using Pff.Hosting.Output;
using Pff.Runtime.Caching;
using Pff.Runtime.Caching.Disk;
using Pff.Runtime.Changes;
using Pff.Runtime.Control;
using Pff.Runtime.Diagnostics;
using Pff.Runtime.Execution;
using Pff.Runtime.Http;
using Pff.Runtime.Journal;
using Pff.Runtime.Tables;
using Pff.Runtime.Tables.Inspection;
using Pff.Server.Mocking;

namespace Pff.Cli.Runtime.Commands;

/// <summary>
/// One run, new or resumed, from an open input to its report: everything that can be wrong is found in
/// <see cref="OpenAsync"/>, before a journal exists or a request is sent.
/// </summary>
internal sealed class RunSession(HostConsole console, OutputSettings output, RunJob job) : IAsyncDisposable
{
    private readonly RunControl _control = new(TimeProvider.System);
    private readonly RunEvents _events = new(console, output.IsJson);
    private string? _input;
    private TableReader? _table;
    private RowBinder? _binder;
    private MockServer? _mock;
    private IDisposable? _metrics;
    private RunEngine? _engine;
    private RunProgress? _progress;
    private bool _widens = job.Widens;

    /// <summary>Opens the input, starts the mock, checks secrets and settings. The exit code where something is wrong, else null.</summary>
    public async Task<int?> OpenAsync(string input, string? mock, CancellationToken cancellation)
    {
        _input = input;
        if (!OpenTable(input, cancellation).IsSuccess(out _binder, out var failure))
        {
            Say(failure);
            return ExitCodes.Usage;
        }

        var running = job.Plan;
        if (mock is not null)
        {
            (_mock, var exitCode) = await MockHost.StartAsync(mock, new MockOptions(), job.Plan.Model.Apis, console, cancellation);
            if (_mock is null)
            {
                return exitCode;
            }

            running = running with { Model = running.Model with { Apis = _mock.Redirect(running.Model.Apis) } };
        }

        _metrics = MetricsExport.Start();
        var services = new RunServices
        {
            Time = TimeProvider.System,
            Secrets = new SystemSecretReader(job.SourceFolder),
            Observer = job.Changes is null ? _events : null,
            CacheFolder = mock is null ? AnswerCache.FolderOf(Directory.GetCurrentDirectory()) : null,
            Control = _control,
            Changes = job.Changes,
            Approved = job.Approved,
            Undo = job.Undo?.Source,
        };
        if (!RunEngine.Create(running, job.Sequence.Name, job.Settings, services).IsSuccess(out _engine, out failure))
        {
            Say(failure);
            return ExitCodes.Usage;
        }

        return null;
    }

    /// <summary>Runs the rows and writes the report.</summary>
    /// <param name="open">Opens the journal, given the input's hash (empty in an undo, which reads no input); null where it said why it cannot.</param>
    public async Task<int> RunAsync(Func<string, OpenedJournal?> open)
    {
        if (open(_table?.Sha256 ?? string.Empty) is not { } opened)
        {
            return ExitCodes.Unfinished;
        }

        await using var journal = opened.Journal;
        var runId = opened.Folder.RunId;
        _events.Started(runId, job.Plan.Model.Name, job.Sequence.Name);
        RunSummary summary;
        try
        {
            summary = await RunAsFarAsItGoesAsync(opened.Journal, ControlAddress.Choose(opened.Folder), runId);
            var isComplete = summary.End == RunEnd.Completed;
            long? rows = isComplete ? summary.Counts.RowsDone + summary.Counts.AlreadyFinished : null;
            await opened.Journal.RecordEndAsync(new RunEnding(isComplete, TimeProvider.System.GetUtcNow(), rows)
            {
                Elapsed = summary.Duration,
                Cache = CacheCounts.Of(summary.Counts),
            });
        }
        catch (JournalException e)
        {
            Say(e.Failure);
            console.Error.WriteLine(ResumeHint(runId));
            return ExitCodes.Unfinished;
        }

        var report = new RunReports(console, output.Reports, opened.Folder, job.Sequence.Inputs);
        var (paths, reportFailed) = report.Write();
        _events.Ended(summary, paths, report.Hosts);
        if (!output.IsJson && !output.IsQuiet)
        {
            report.PrintSummary(paths);
        }

        if (reportFailed)
        {
            console.Error.WriteLine(console.Say(
                $"Only the report of run {runId} is missing. Write it with: pff report {runId}",
                $"Só falta o relatório da execução {runId}. Grave-o com: pff report {runId}"));
        }

        if (summary.Halt is { } halt)
        {
            Say(halt);
        }

        if (summary.End != RunEnd.Completed)
        {
            console.Error.WriteLine(ResumeHint(runId));
            return ExitCodes.Unfinished;
        }

        return reportFailed ? ExitCodes.Unfinished : report.IsClean ? ExitCodes.Success : ExitCodes.Problems;
    }

    /// <summary>Sends reads only, and gives what each row would do to the job's sink.</summary>
    /// <param name="header">Given the input's hash.</param>
    public Task<RunSummary> PlanAsync(Func<string, RunHeader> header) =>
        RunRowsAsync(new PlanningJournal(header(_table!.Sha256)), address: null, string.Empty);

    private void Say(RuntimeFailure failure) => RunLookup.Say(failure, console);

    public async ValueTask DisposeAsync()
    {
        // The last figures are those of an engine that is still there.
        _metrics?.Dispose();
        _engine?.Dispose();
        _table?.Dispose();
        _events.Dispose();
        _control.Dispose();
        if (_mock is not null)
        {
            await _mock.DisposeAsync();
        }
    }

    /// <summary>Where rows come from, or where they are told of, may break off while the journal is well: then the run is at its end, and says so.</summary>
    private async Task<RunSummary> RunAsFarAsItGoesAsync(IJournal journal, string address, string runId)
    {
        var started = TimeProvider.System.GetTimestamp();
        try
        {
            return await RunRowsAsync(journal, address, runId);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            console.SayFileFault(e);
            return new RunSummary
            {
                End = RunEnd.Drained,
                Counts = _engine!.Counters.Snapshot(),
                Duration = TimeProvider.System.GetElapsedTime(started),
                Halt = _control.Halt,
            };
        }
    }

    private async Task<RunSummary> RunRowsAsync(IJournal journal, string? address, string runId)
    {
        var counters = _engine!.Counters;
        using var interrupt = new Interrupt();
        interrupt.Draining += () => console.Error.WriteLine("\n" + console.Say(
            "Finishing the rows in work; no new row is started. Ctrl-C again leaves them where they are.",
            "Terminando as linhas em andamento; nenhuma nova é iniciada. Ctrl-C de novo as deixa onde estão."));
        using var drain = CancellationTokenSource.CreateLinkedTokenSource(interrupt.Drain);
        var status = new StatusOfRun(runId, counters, _control, RowCount, drain.Token);
        await using var server = address is null ? null : ControlServer.Start(address, _control, drain.Cancel, status.Now);
        await using var window = job.Caution.Window is { } hours ? new WindowWatch(hours, _control, TimeProvider.System, SayWindow) : null;
        _progress = output.IsJson || output.IsQuiet ? null : new RunProgress(console, counters, RowCount);
        RunSummary summary;
        try
        {
            summary = await RunRowsAsync(journal, new RunCancellation(drain.Token, interrupt.Abort));
        }
        finally
        {
            if (_progress is not null)
            {
                await _progress.DisposeAsync();
            }
        }

        return summary;
    }

    private Task<RunSummary> RunRowsAsync(IJournal journal, RunCancellation cancellation)
    {
        var limits = job.Caution.Stop.IsEmpty ? null : new FailureLimits(job.Caution.Stop);
        if (job.Caution.Canary is { } canary)
        {
            return new CanaryRun(_engine!, _control, canary, limits, MayWidenAsync).RunAsync(RowsFromTheStart, _binder!, journal, cancellation);
        }

        _control.Judge = limits;
        return _engine!.RunAsync(job.Undo is null ? Chosen(_table!.ReadRows()) : RowsFromTheStart(), _binder!, journal, cancellation);
    }

    private long? RowCount => job.Undo?.Rows.Length ?? _table!.ApproximateRowCount;

    /// <summary>An undo has all it needs in the journal, so that it does not ask for the table, which may be gone.</summary>
    private Result<RowBinder> OpenTable(string input, CancellationToken cancellation)
    {
        if (job.Undo is not null)
        {
            return RowBinder.Create([], []);
        }

        if (!TableReader.Open(input, TableOptions.Default, cancellation).IsSuccess(out _table, out var failure)
            || !RowBinder.Create(job.Sequence.Inputs, _table.Headers).IsSuccess(out var binder, out failure))
        {
            return failure;
        }

        foreach (var caution in TableCautions.Of(_table, job.Sequence.Inputs))
        {
            console.Error.WriteLine($"{caution.Code}: {console.Say(caution.Message)}");
        }

        return binder;
    }

    private IEnumerable<InputRow> Chosen(IEnumerable<InputRow> rows) => job.Rows is { } isChosen ? rows.Where(row => isChosen(row.Number)) : rows;

    /// <summary>A table is read once, so each ring opens it again.</summary>
    private IEnumerable<InputRow> RowsFromTheStart()
    {
        if (job.Undo is { } undo)
        {
            // A row may have to wait for a later one, which is then under way.
            foreach (var row in undo.Rows.Reverse())
            {
                yield return new InputRow(row, ReadOnlyMemory<Value>.Empty);
            }

            yield break;
        }

        if (!TableReader.Open(_input!, TableOptions.Default, CancellationToken.None).IsSuccess(out var table, out var failure))
        {
            throw new IOException(console.Say(failure.Message));
        }

        using (table)
        {
            if (table.Sha256 != _table!.Sha256)
            {
                throw new IOException(console.Say($"'{_input}' was changed while it was read", $"'{_input}' foi mudado enquanto era lido"));
            }

            foreach (var row in Chosen(table.ReadRows()))
            {
                yield return row;
            }
        }
    }

    /// <summary>Asks whoever sits there; where nobody does, a ring is widened by 'pff resume --widen'.</summary>
    private async ValueTask<bool> MayWidenAsync(GateReport gate, CancellationToken cancellation)
    {
        if (_widens)
        {
            _widens = false;
            return true;
        }

        if (!console.IsInteractive || Console.IsInputRedirected)
        {
            return false;
        }

        if (_progress is not null)
        {
            _progress.IsSuspended = true;
        }

        console.Error.Write("\r\u001b[K" + console.Say(
            $"Ring {gate.Ring.Number} ({gate.Ring.To:P0}): {gate.Rows} rows, {gate.Failures} failed. Widen to {gate.Next.To:P0}? [y/N] ",
            $"Anel {gate.Ring.Number} ({gate.Ring.To:P0}): {gate.Rows} linhas, {gate.Failures} falharam. Ampliar para {gate.Next.To:P0}? [s/N] "));
        var answer = await Task.Run(Console.ReadLine, cancellation).WaitAsync(cancellation).ConfigureAwait(false);
        if (_progress is not null)
        {
            _progress.IsSuspended = false;
        }

        return answer?.Trim().ToLowerInvariant() is "y" or "yes" or "s" or "sim";
    }

    private void SayWindow(bool isOpen) => console.Error.WriteLine("\r" + (isOpen
        ? console.Say("The hours of the run have begun; going on.", "O horário da execução começou; continuando.")
        : console.Say("Outside of the hours of the run; waiting.", "Fora do horário da execução; esperando.")));

    private string ResumeHint(string runId) => console.Say(
        $"The run did not finish. Go on with: pff resume {runId}",
        $"A execução não terminou. Continue com: pff resume {runId}");
}
