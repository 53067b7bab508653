using Pff.Cli.Runtime.Control;
using Pff.Cli.Runtime.Output;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Hosting;
using Pff.Hosting.Output;
using Pff.Runtime.Control;
using Pff.Runtime.Diagnostics;
using Pff.Runtime.Execution;
using Pff.Runtime.Http;
using Pff.Runtime.Journal;
using Pff.Runtime.Tables;
using Pff.Server.Mocking;

namespace Pff.Cli.Runtime.Commands;

/// <summary>
/// One run, new or resumed, from an open input to its report: everything that can be wrong is found in
/// <see cref="OpenAsync"/>, before a journal exists or a request is sent.
/// </summary>
/// <param name="caution">When it stops by itself, and how it is widened.</param>
/// <param name="widens">The next gate of a canary is passed without asking.</param>
internal sealed class RunSession(
    HostConsole console, OutputSettings output, CompiledPlan plan, SequencePlan sequence, RunSettings settings, string sourceFolder,
    Caution caution, bool widens = false)
    : IAsyncDisposable
{
    private readonly RunControl _control = new(TimeProvider.System);
    private readonly RunEvents _events = new(console, output.IsJson);
    private string? _input;
    private TableReader? _table;
    private RowBinder? _binder;
    private MockServer? _mock;
    private RunEngine? _engine;
    private RunProgress? _progress;
    private bool _widens = widens;

    public SequencePlan Sequence => sequence;

    public RunSettings Settings => settings;

    /// <summary>Where relative paths of secret files start.</summary>
    public string SourceFolder => sourceFolder;

    /// <summary>Opens the input, starts the mock, checks secrets and settings. The exit code where something is wrong, else null.</summary>
    public async Task<int?> OpenAsync(string input, string? mock, CancellationToken cancellation)
    {
        _input = input;
        if (!TableReader.Open(input, TableOptions.Default, cancellation).IsSuccess(out _table, out var failure)
            || !RowBinder.Create(sequence.Inputs, _table.Headers).IsSuccess(out _binder, out failure))
        {
            Say(failure);
            return ExitCodes.Usage;
        }

        var running = plan;
        if (mock is not null)
        {
            (_mock, var exitCode) = await MockHost.StartAsync(mock, new MockOptions(), plan.Model.Apis, console, cancellation);
            if (_mock is null)
            {
                return exitCode;
            }

            running = plan with { Model = plan.Model with { Apis = _mock.Redirect(plan.Model.Apis) } };
        }

        var services = new RunServices { Time = TimeProvider.System, Secrets = new SystemSecretReader(sourceFolder), Observer = _events, Control = _control };
        if (!RunEngine.Create(running, sequence.Name, settings, services).IsSuccess(out _engine, out failure))
        {
            Say(failure);
            return ExitCodes.Usage;
        }

        return null;
    }

    /// <summary>Runs the rows and writes the report.</summary>
    /// <param name="open">Opens the journal, given the input's hash; null where it said why it cannot.</param>
    public async Task<int> RunAsync(Func<string, OpenedJournal?> open)
    {
        if (open(_table!.Sha256) is not { } opened)
        {
            return ExitCodes.Unfinished;
        }

        await using var journal = opened.Journal;
        var runId = opened.Folder.RunId;
        _events.Started(runId, plan.Model.Name, sequence.Name);
        RunSummary summary;
        try
        {
            summary = await RunRowsAsync(opened);
        }
        catch (JournalException e)
        {
            Say(e.Failure);
            console.Error.WriteLine(ResumeHint(runId));
            return ExitCodes.Unfinished;
        }

        var report = new RunReports(console, output.Reports, opened.Folder, sequence.Inputs);
        var (paths, reportFailed) = report.Write(summary.Duration);
        _events.Ended(summary, paths);
        if (!output.IsJson && !output.IsQuiet)
        {
            report.PrintSummary(paths);
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

    public void Say(RuntimeFailure failure)
    {
        console.Error.WriteLine($"{failure.Code}: {console.Say(failure.Message)}");
        if (failure.Help is { } help)
        {
            console.Error.WriteLine(console.Say(help));
        }
    }

    public async ValueTask DisposeAsync()
    {
        _engine?.Dispose();
        _table?.Dispose();
        _events.Dispose();
        _control.Dispose();
        if (_mock is not null)
        {
            await _mock.DisposeAsync();
        }
    }

    private async Task<RunSummary> RunRowsAsync(OpenedJournal opened)
    {
        var counters = _engine!.Counters;
        using var interrupt = new Interrupt();
        interrupt.Draining += () => console.Error.WriteLine("\n" + console.Say(
            "Finishing the rows in work; no new row is started. Ctrl-C again leaves them where they are.",
            "Terminando as linhas em andamento; nenhuma nova é iniciada. Ctrl-C de novo as deixa onde estão."));
        using var drain = CancellationTokenSource.CreateLinkedTokenSource(interrupt.Drain);
        var status = new StatusOfRun(opened.Folder.RunId, counters, _control, _table!.ApproximateRowCount, drain.Token);
        await using var server = ControlServer.Start(ControlAddress.Choose(opened.Folder), _control, drain.Cancel, status.Now);
        await using var window = caution.Window is { } hours ? new WindowWatch(hours, _control, TimeProvider.System, SayWindow) : null;
        _progress = output.IsJson || output.IsQuiet ? null : new RunProgress(console, counters, _table!.ApproximateRowCount);
        RunSummary summary;
        try
        {
            summary = await RunRowsAsync(opened.Journal, new RunCancellation(drain.Token, interrupt.Abort));
        }
        finally
        {
            if (_progress is not null)
            {
                await _progress.DisposeAsync();
            }
        }

        var isComplete = summary.End == RunEnd.Completed;
        long? rows = isComplete ? summary.Counts.RowsDone + summary.Counts.AlreadyFinished : null;
        await opened.Journal.RecordEndAsync(new RunEnding(isComplete, TimeProvider.System.GetUtcNow(), rows));
        return summary;
    }

    private Task<RunSummary> RunRowsAsync(IJournal journal, RunCancellation cancellation)
    {
        var limits = caution.Stop.IsEmpty ? null : new FailureLimits(caution.Stop);
        if (caution.Canary is { } canary)
        {
            return new CanaryRun(_engine!, _control, canary, limits, MayWidenAsync).RunAsync(RowsFromTheStart, _binder!, journal, cancellation);
        }

        _control.Judge = limits;
        return _engine!.RunAsync(_table!.ReadRows(), _binder!, journal, cancellation);
    }

    /// <summary>A table is read once, so each ring opens it again.</summary>
    private IEnumerable<InputRow> RowsFromTheStart()
    {
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

            foreach (var row in table.ReadRows())
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
