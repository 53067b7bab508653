using System.Collections.Immutable;
using Pff.Core.Ports;
using Pff.Runtime.Diagnostics;
using Pff.Runtime.Execution;
using Pff.Runtime.Tables;

namespace Pff.Runtime.Control;

/// <summary>What a finished ring says for itself at the gate to the next one.</summary>
public sealed record GateReport(CanaryRing Ring, CanaryRing Next, TestVerdict Verdict, long Rows, long Failures, long FewestRows);

/// <summary>Runs the rings of a canary one after another, with a gate between two.</summary>
/// <param name="limits">What stops the run whatever the test says; null for nothing.</param>
/// <param name="mayWiden">Asked where the test does not decide, or every ring is to be approved.</param>
public sealed class CanaryRun(
    RunEngine engine, RunControl control, CanaryPlan plan, IRowJudge? limits, Func<GateReport, CancellationToken, ValueTask<bool>> mayWiden)
{
    private readonly Ring[] _rings = [.. plan.Rings.Select(_ => new Ring(new SequentialTest(plan.Test)))];

    /// <param name="openRows">Gives all rows from the start, for each ring anew.</param>
    public async Task<RunSummary> RunAsync(
        Func<IEnumerable<InputRow>> openRows, RowBinder binder, IJournal journal, RunCancellation cancellation)
    {
        foreach (var row in journal.ReadRows())
        {
            _rings[plan.RingOf(row.Row)].Add(row);
        }

        foreach (var ring in _rings)
        {
            ring.StartAnewIfBad(plan.Test);
        }

        var duration = TimeSpan.Zero;
        for (var i = 0; ; i++)
        {
            var ring = i;
            control.Judge = new RingJudge(_rings[ring], plan.Rings[ring], limits);
            var summary = await engine
                .RunAsync(openRows().Where(row => plan.RingOf(row.Number) == ring), binder, journal, cancellation)
                .ConfigureAwait(false);
            duration += summary.Duration;
            if (summary.End != RunEnd.Completed || plan.Rings[ring].IsLast)
            {
                return summary with { Duration = duration };
            }

            summary = summary with { Duration = duration, End = RunEnd.Drained };
            if (summary.Halt is not null)
            {
                return summary;
            }

            bool isOpen;
            using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellation.Drain, cancellation.Abort, control.Halted);
            try
            {
                isOpen = await IsOpenAsync(ring, ends.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (ends.IsCancellationRequested)
            {
                return summary with { Halt = control.Halt };
            }

            if (!isOpen)
            {
                control.Stop(RuntimeFailures.RingNotWidened(ReportOf(ring)));
                return summary with { Halt = control.Halt };
            }
        }
    }

    /// <summary>A gate that the run had passed before it was resumed stays open.</summary>
    private async ValueTask<bool> IsOpenAsync(int ring, CancellationToken cancellation) =>
        _rings.Skip(ring + 1).Any(later => later.HasRows)
        || (!plan.AsksAtEachRing && _rings[ring].Verdict == TestVerdict.Good)
        || await mayWiden(ReportOf(ring), cancellation).ConfigureAwait(false);

    private GateReport ReportOf(int ring) => _rings[ring].Report(plan.Rings[ring], plan.Rings[ring + 1]);

    /// <summary>What was seen of one ring's rows, also before the run was resumed.</summary>
    private sealed class Ring(SequentialTest test)
    {
        private readonly Lock _lock = new();
        private SequentialTest _test = test;
        private bool _hadRows;

        public TestVerdict Verdict
        {
            get
            {
                lock (_lock)
                {
                    return _test.Verdict;
                }
            }
        }

        public bool HasRows
        {
            get
            {
                lock (_lock)
                {
                    return _hadRows || _test.Rows > 0;
                }
            }
        }

        /// <summary>Whoever resumes a run that was stopped in this ring has done something about it.</summary>
        public void StartAnewIfBad(TestSettings settings)
        {
            if (_test.Verdict == TestVerdict.Bad)
            {
                (_test, _hadRows) = (new SequentialTest(settings), true);
            }
        }

        public TestVerdict Add(RowResult row)
        {
            lock (_lock)
            {
                return _test.Add(FailureLimits.IsFailure(row));
            }
        }

        public GateReport Report(CanaryRing ring, CanaryRing next)
        {
            lock (_lock)
            {
                return new GateReport(ring, next, _test.Verdict, _test.Rows, _test.Failures, _test.FewestRows);
            }
        }

        public (long Rows, long Failures) Counts
        {
            get
            {
                lock (_lock)
                {
                    return (_test.Rows, _test.Failures);
                }
            }
        }
    }

    private sealed class RingJudge(Ring seen, CanaryRing ring, IRowJudge? limits) : IRowJudge
    {
        public RuntimeFailure? Judge(RowResult row)
        {
            var verdict = seen.Add(row);
            if (limits?.Judge(row) is { } breach)
            {
                return breach;
            }

            return verdict == TestVerdict.Bad ? RuntimeFailures.RingIsBad(ring, seen.Counts.Failures, seen.Counts.Rows) : null;
        }
    }
}
