using Pff.Cli.Runtime.Output;
using Pff.Core.Plan;
using Pff.Hosting;
using Pff.Hosting.Output;
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
internal sealed class RunSession(
    HostConsole console, OutputSettings output, CompiledPlan plan, SequencePlan sequence, RunSettings settings, string sourceFolder)
    : IAsyncDisposable
{
    private readonly RunEvents _events = new(console, output.IsJson);
    private TableReader? _table;
    private RowBinder? _binder;
    private MockServer? _mock;
    private RunEngine? _engine;

    public SequencePlan Sequence => sequence;

    public RunSettings Settings => settings;

    /// <summary>Where relative paths of secret files start.</summary>
    public string SourceFolder => sourceFolder;

    /// <summary>Opens the input, starts the mock, checks secrets and settings. The exit code where something is wrong, else null.</summary>
    public async Task<int?> OpenAsync(string input, string? mock, CancellationToken cancellation)
    {
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

        var services = new RunServices { Time = TimeProvider.System, Secrets = new SystemSecretReader(sourceFolder), Observer = _events };
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
        var progress = output.IsJson || output.IsQuiet ? null : new RunProgress(console, counters, _table!.ApproximateRowCount);
        RunSummary summary;
        try
        {
            summary = await _engine.RunAsync(
                _table!.ReadRows(), _binder!, opened.Journal, new RunCancellation(interrupt.Drain, interrupt.Abort));
        }
        finally
        {
            if (progress is not null)
            {
                await progress.DisposeAsync();
            }
        }

        var isComplete = summary.End == RunEnd.Completed;
        long? rows = isComplete ? summary.Counts.RowsDone + summary.Counts.AlreadyFinished : null;
        await opened.Journal.RecordEndAsync(new RunEnding(isComplete, TimeProvider.System.GetUtcNow(), rows));
        return summary;
    }

    private string ResumeHint(string runId) => console.Say(
        $"The run did not finish. Go on with: pff resume {runId}",
        $"A execução não terminou. Continue com: pff resume {runId}");
}
