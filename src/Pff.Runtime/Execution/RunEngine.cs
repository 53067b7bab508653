using System.Collections.Immutable;
using System.Threading.Channels;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Caching;
using Pff.Runtime.Caching.Disk;
using Pff.Runtime.Control;
using Pff.Runtime.Diagnostics;
using Pff.Runtime.Http;
using Pff.Runtime.Replaying;
using Pff.Runtime.Tables;

namespace Pff.Runtime.Execution;

/// <summary>
/// Runs a sequence of a plan once for each row of an input. Made for one plan, sequence and settings; it owns the
/// connections, breakers and memory of a run, so use one engine for one run.
/// </summary>
public sealed class RunEngine : IDisposable
{
    private readonly CompiledPlan _plan;
    private readonly SequencePlan _sequence;
    private readonly RunSettings _settings;
    private readonly RunServices _services;
    private readonly Transport _transport;
    private readonly ImmutableArray<ApiClient> _apis;
    private readonly ImmutableArray<MethodClient> _methods;
    private readonly AnswerDisk _disk;
    private readonly RunControl _control;
    private readonly RunMeters _meters;

    private RunEngine(
        CompiledPlan plan, SequencePlan sequence, RunSettings settings, RunServices services,
        Transport transport, ImmutableArray<ApiClient> apis, AnswerDisk disk)
    {
        _plan = plan;
        _sequence = sequence;
        _settings = settings;
        _services = services;
        _transport = transport;
        _apis = apis;
        _disk = disk;
        _meters = new RunMeters(Counters, apis);
        _control = services.Control ?? new RunControl(services.Time);
        _methods = [.. plan.Model.Methods.Select(m => new MethodClient(m, apis.First(a => a.Descriptor.Name == m.Api), Counters, _control))];
    }

    /// <summary>The name of the meter that has the run's figures as instruments.</summary>
    public static string MeterName => RunMeters.Name;

    /// <summary>What the run has done so far; poll it for progress.</summary>
    public RunCounters Counters { get; } = new();

    /// <summary>Prepares a run: checks the plan and reads the secrets of its APIs. Sends nothing.</summary>
    /// <returns>PFF3012 for a sequence that the plan does not have, PFF3013 for a plan that contradicts itself, PFF3014 for
    /// a setting out of range, PFF3015 to PFF3020, PFF3116 and PFF3264 to PFF3268 for an API without its secrets, certificates or hosts.</returns>
    public static Result<RunEngine> Create(CompiledPlan plan, string sequence, RunSettings settings, RunServices services)
    {
        var model = plan.Model;
        if (settings.Workers is < 1 or > RunSettings.MaximumWorkers)
        {
            return RuntimeFailures.SettingOutOfRange("workers", settings.Workers, 1, RunSettings.MaximumWorkers);
        }

        if (model.Sequences.FirstOrDefault(s => s.Name == sequence) is not { } found)
        {
            return RuntimeFailures.UnknownSequence(sequence, model.Sequences.Select(s => s.Name));
        }

        if (PlanCheck.Find(plan) is { } inconsistent)
        {
            return inconsistent;
        }

        var used = model.Methods.Select(m => m.Api).ToHashSet(StringComparer.Ordinal);
        var transport = new Transport(services.Replay is null ? services.Transport : new NoNetwork(), services);
        var timing = new RetryTiming(settings.Seed);
        var apis = ImmutableArray.CreateBuilder<ApiClient>();
        foreach (var api in model.Apis.Where(a => used.Contains(a.Name)))
        {
            if (!transport.ForHosts(api).IsSuccess(out var hosts, out var failure)
                || !transport.ForTokens(api).IsSuccess(out var tokens, out failure)
                || !ApiClient.Create(api, services, hosts, tokens, timing).IsSuccess(out var client, out failure))
            {
                transport.Dispose();
                return failure;
            }

            apis.Add(client);
        }

        if (!AnswerDisk.Create(model, apis.ToImmutable(), settings, services).IsSuccess(out var disk, out var keyless))
        {
            transport.Dispose();
            return keyless;
        }

        return new RunEngine(plan, found, settings, services, transport, apis.ToImmutable(), disk);
    }

    /// <summary>
    /// Runs every row that the journal does not have as finished, many at a time, each in its own order of calls. The
    /// rows are taken from the enumeration one at a time, as workers become free. May be called again, with other rows, when
    /// it has ended.
    /// </summary>
    /// <param name="rows">In the order of their numbers, each number once; for an undo in the opposite order.</param>
    /// <param name="binder">Made for the sequence's inputs and the rows' headers.</param>
    /// <param name="journal">Of this run; a resumed run's knows what is done already. It is flushed, not disposed of.</param>
    /// <exception cref="Pff.Runtime.Journal.JournalException">The journal broke. Rows in work were finished as far as they could be without it.</exception>
    public async Task<RunSummary> RunAsync(IEnumerable<InputRow> rows, RowBinder binder, IJournal journal, RunCancellation cancellation)
    {
        var started = _services.Time.GetTimestamp();
        // A worker that breaks stops the others as a drain would, so that what they have begun is finished.
        using var drain = CancellationTokenSource.CreateLinkedTokenSource(cancellation.Drain, cancellation.Abort, _control.Halted);
        _services.Undo?.Order.Begin(journal.ReadRows());
        var steps = new CallSteps(_plan.Model);
        var fence = new WriteFence(_plan.Model.Methods.Any(m => !m.Invalidates.IsEmpty || m.CacheRule is { Groups.IsEmpty: false }));
        var context = new RunContext
        {
            Plan = _plan,
            Sequence = _sequence,
            Settings = _settings,
            Time = _services.Time,
            Journal = journal,
            Methods = _methods,
            Reads = new ReadClient(Counters, _services.Time, _settings, fence, _disk),
            Decoders = new ResponseDecoders(_plan.Model, steps),
            CallSteps = steps,
            Undo = _services.Undo,
            Counters = Counters,
            Control = _control,
            Drain = drain.Token,
            Changes = _services.Changes,
            Approved = _services.Approved,
            Observer = _services.Observer,
            Trace = _services.Trace,
            Replay = _services.Replay,
            KeepsAnswers = journal.Header.KeepsAnswers,
        };
        var hosts = _apis.SelectMany(api => api.Hosts).ToList();
        hosts.ForEach(host => host.Health.Begin(journal.RecordHealth));
        var channel = Channel.CreateBounded<InputRow>(new BoundedChannelOptions(_settings.Workers) { SingleWriter = true });
        var feeding = Task.Run(() => FeedAsync(rows, journal, channel.Writer, drain.Token), CancellationToken.None);
        var workers = new Task<bool>[_settings.Workers];
        for (var i = 0; i < workers.Length; i++)
        {
            workers[i] = Task.Run(() => WorkAsync(context, binder, channel.Reader, drain, cancellation.Abort), CancellationToken.None);
        }

        try
        {
            await Task.WhenAll([feeding, .. workers]).ConfigureAwait(false);
        }
        finally
        {
            hosts.ForEach(host => host.Health.End());
            await journal.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        }

        return new RunSummary
        {
            End = cancellation.Abort.IsCancellationRequested ? RunEnd.Aborted
                : await feeding.ConfigureAwait(false) && channel.Reader.Count == 0 && workers.All(w => w.Result) ? RunEnd.Completed
                : RunEnd.Drained,
            Counts = Counters.Snapshot(),
            Duration = _services.Time.GetElapsedTime(started),
            Halt = _control.Halt,
        };
    }

    public void Dispose()
    {
        if (_services.Control is null)
        {
            _control.Dispose();
        }

        _meters.Dispose();
        foreach (var api in _apis)
        {
            api.Dispose();
        }

        _disk.Dispose();
        _transport.Dispose();
    }

    /// <summary>Whether the input was read to its end.</summary>
    private async Task<bool> FeedAsync(IEnumerable<InputRow> rows, IJournal journal, ChannelWriter<InputRow> writer, CancellationToken drain)
    {
        try
        {
            foreach (var row in rows)
            {
                if (drain.IsCancellationRequested)
                {
                    return false;
                }

                if (journal.IsFinished(row.Number))
                {
                    Counters.CountAlreadyFinished();
                }
                else
                {
                    _services.Undo?.Order.Take(row.Number);
                    if (!writer.TryWrite(row))
                    {
                        await writer.WriteAsync(row, drain).ConfigureAwait(false);
                    }
                }
            }

            return true;
        }
        catch (OperationCanceledException) when (drain.IsCancellationRequested)
        {
            return false;
        }
        finally
        {
            writer.Complete();
        }
    }

    /// <summary>Whether every row that the worker took is finished.</summary>
    private static async Task<bool> WorkAsync(
        RunContext run, RowBinder binder, ChannelReader<InputRow> rows, CancellationTokenSource drain, CancellationToken abort)
    {
        using var runner = new RowRunner(run, binder);
        try
        {
            while (await rows.WaitToReadAsync(abort).ConfigureAwait(false))
            {
                while (!drain.IsCancellationRequested && rows.TryRead(out var row))
                {
                    var result = await runner.RunAsync(row, abort).ConfigureAwait(false);
                    run.Journal.RecordRow(result);
                    run.Undo?.Order.Finish(result);
                    run.Counters.CountRow(result);
                    run.Observer?.RowFinished(result);
                    run.Control.RowFinished(result);
                }

                if (drain.IsCancellationRequested)
                {
                    return true;
                }
            }

            return true;
        }
        catch (OperationCanceledException) when (IsStopping())
        {
            return false;
        }
        catch
        {
            await drain.CancelAsync().ConfigureAwait(false);
            throw;
        }

        // A token is cancelled a moment before those that are linked to it, so that the drain alone may say no yet.
        bool IsStopping() => run.Control.IsHalted || abort.IsCancellationRequested || drain.IsCancellationRequested;
    }
}
