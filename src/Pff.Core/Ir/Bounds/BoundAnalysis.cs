using System.Collections.Immutable;
using Pff.Core.Plan;
using Pff.Core.Types;

namespace Pff.Core.Ir.Bounds;

/// <summary>
/// Derives from a program how many calls a row of each sequence can make. The runtime is never asked: the walk here
/// follows the rules of <c>docs/language/bounds.md</c>, which a property test holds against the engine.
/// </summary>
public sealed class BoundAnalysis
{
    private readonly Dictionary<string, IrSequence> _sequences;
    private readonly Dictionary<string, ApiDescriptor> _apis;
    private readonly Dictionary<(string Sequence, bool HasWritten), StepBound> _known = [];
    private readonly Dictionary<(string Sequence, CallKind Kind, bool IsUndo), CallContributor?> _contributors = [];

    /// <param name="program">Its sequences do not call themselves, which the checker sees to.</param>
    public BoundAnalysis(IrProgram program)
    {
        _sequences = program.Sequences.ToDictionary(s => s.Name, StringComparer.Ordinal);
        _apis = program.Apis.ToDictionary(a => a.Name, StringComparer.Ordinal);
    }

    /// <summary>What a row of the sequence calls, from the first step to its end.</summary>
    public CallBound Of(IrSequence sequence) => WholeOf(sequence.Name, hasWritten: false).Whole.WithUndos;

    /// <summary>
    /// The one step that can make the most calls of a kind in a row of the sequence, by itself or by being undone; null
    /// where none can.
    /// </summary>
    public CallContributor? LargestContributor(IrSequence sequence, CallKind kind)
    {
        var own = LargestIn(sequence, kind, isUndo: false);
        var undo = WholeOf(sequence.Name, hasWritten: false).Whole.Undo;
        var undone = kind.In(undo.Own);
        if (undone == CallCount.Zero || LargestIn(sequence, kind, isUndo: true) is not { } once)
        {
            return own;
        }

        return CallContributor.Larger(own, once with { Most = CallCount.Min(once.Most * undo.MostTimes, undone) });
    }

    /// <param name="hasWritten">Whether the row has certainly written before, so that its reads are not answered from memory.</param>
    private StepBound WholeOf(string sequence, bool hasWritten)
    {
        if (!_known.TryGetValue((sequence, hasWritten), out var bound))
        {
            bound = OfSteps(_sequences[sequence].Steps, hasWritten);
            _known.Add((sequence, hasWritten), bound);
        }

        return bound;
    }

    private StepBound OfSteps(ImmutableArray<IrStep> steps, bool hasWritten)
    {
        var bound = StepBound.Nothing;
        foreach (var step in steps)
        {
            var isAfterWrite = hasWritten || bound.Continues is { Writes.Least.Value: not 0 };
            bound = bound.Then(OfStep(step, isAfterWrite));
        }

        return bound;
    }

    private StepBound OfStep(IrStep step, bool hasWritten) => step switch
    {
        IrCallMethod call => StepBound.Calls(OfCall(call, hasWritten)),
        IrCondition condition => OfCondition(condition, hasWritten),
        IrForEach loop => OfSteps(loop.Steps, hasWritten).Repeated(LoopCount.Of(loop)),
        IrAssign => StepBound.Nothing,
        IrAssert => StepBound.Nothing.Or(StepBound.EndingWithFailure),
        IrCallSequence call => OfCallSequence(call, hasWritten),
        IrTry guarded => OfTry(guarded, hasWritten),
        IrParallel parallel => OfParallel(parallel, hasWritten),
        IrRetry retry => OfRetry(retry, hasWritten),
        IrUndo => StepBound.Calls(new CallBound { Undo = UndoBound.Undo }),
        IrSkip => StepBound.EndingWithSkip,
        IrFail => StepBound.EndingWithFailure,
        IrReturn => StepBound.EndingWithReturn,
        _ => throw new InvalidOperationException($"no bound for {step.GetType().Name}"),
    };

    private CallBound OfCall(IrCallMethod call, bool hasWritten)
    {
        var method = call.Method;
        var most = MostAttempts(method);
        if (method.Effect != Effect.Read)
        {
            var write = new CallBound(default, CallRange.Exactly(CallCount.One), new(CallCount.One, most))
            {
                Undo = call.Undo is { } undo ? UndoBound.Of(new(CallCount.One, MostAttempts(undo.Method))) : default,
            };
            return call.SettledBy is { } readBack ? OfReadBack(write, call.Method, readBack) : write;
        }

        // A read may be answered by another row's identical one, in memory, on disk or under way, unless the row has written.
        var cache = method.Cache ?? _apis[method.Api].Cache;
        var isSent = hasWritten || cache is { TimeToLiveMs: <= 0, DiskMs: <= 0, Coalesces: false };
        return new(CallRange.Exactly(CallCount.One), default, new(isSent ? CallCount.One : CallCount.Zero, most));
    }

    /// <summary>A write that certainly had no effect is made again, as often as it may be retried; each time its answer may be lost.</summary>
    private CallBound OfReadBack(CallBound write, MethodDescriptor method, IrReadBack readBack)
    {
        var sends = CallCount.Of(ReadBackPlan.MostSends((method.Retry ?? _apis[method.Api].Retry).MaximumRetries));
        var reads = CallCount.Of(ReadBackPlan.MostReadsWithin(readBack.WithinMs)) * sends;
        return write with
        {
            Reads = CallRange.UpTo(reads),
            Attempts = new(write.Attempts.Least, (write.Attempts.Most * sends) + (reads * MostAttempts(readBack.Read.Method))),
        };
    }

    /// <summary>
    /// The first attempt and all retries. Even a write that is not idempotent is repeated where it certainly was not
    /// handled (429, no connection). A hedged read is once sent a second time. With OAuth 2.0 each attempt may go twice:
    /// a 401 asks for a new token, once.
    /// </summary>
    private CallCount MostAttempts(MethodDescriptor method)
    {
        var api = _apis[method.Api];
        var isHedged = method.Effect == Effect.Read && (method.Hedge ?? api.Hedge).AfterMs > 0;
        var attempts = CallCount.Of((isHedged ? 2L : 1L) + Math.Max(0, (method.Retry ?? api.Retry).MaximumRetries));
        return api.Auth is ClientCredentialsAuth ? attempts + attempts : attempts;
    }

    private StepBound OfCondition(IrCondition condition, bool hasWritten)
    {
        if (condition.Condition is IrConstant { Value: var value } && value.TryGetBool(out var holds))
        {
            return OfSteps(holds ? condition.Then : condition.Else, hasWritten);
        }

        return OfSteps(condition.Then, hasWritten).Or(OfSteps(condition.Else, hasWritten));
    }

    private StepBound OfCallSequence(IrCallSequence call, bool hasWritten)
    {
        var whole = WholeOf(call.Sequence, hasWritten);
        return whole with { Continues = StepBound.Either(whole.Continues, whole.Returns), Returns = null };
    }

    private StepBound OfTry(IrTry guarded, bool hasWritten)
    {
        var body = OfSteps(guarded.Steps, hasWritten);
        StepBound? handled = null;
        foreach (var handler in guarded.Handlers)
        {
            var steps = OfSteps(handler.Steps, hasWritten);
            handled = handled?.Or(steps) ?? steps;
        }

        if (handled is not { } some)
        {
            return body;
        }

        // A failure can come at any place of the body, even before its first call.
        var failed = StepBound.Calls(body.Whole.AnyPart).Then(some);
        var takesAll = guarded.Handlers.Any(h => h.Kinds.Contains(FailureKinds.Any));
        return (takesAll ? body with { Fails = null } : body).Or(failed);
    }

    private StepBound OfParallel(IrParallel parallel, bool hasWritten)
    {
        var branches = parallel.Branches.Select(branch => OfSteps(branch, hasWritten)).ToList();
        CallBound? all = CallBound.Nothing;
        foreach (var branch in branches)
        {
            all = all is { } others && branch.Continues is { } calls ? others + calls : null;
        }

        return new(all, EndingInOne(branches, b => b.Returns), EndingInOne(branches, b => b.Skips), EndingInOne(branches, b => b.Fails));
    }

    /// <summary>One of the branches ends so; the others go on to their ends, or to a failure that weighs less.</summary>
    private static CallBound? EndingInOne(List<StepBound> branches, Func<StepBound, CallBound?> ending)
    {
        CallBound? ends = null;
        for (var i = 0; i < branches.Count; i++)
        {
            if (ending(branches[i]) is { } calls)
            {
                var others = branches.Where((_, other) => other != i).Aggregate(CallBound.Nothing, (sum, other) => sum + other.Whole.AnyPart);
                ends = StepBound.Either(ends, calls + others);
            }
        }

        return ends;
    }

    private StepBound OfRetry(IrRetry retry, bool hasWritten)
    {
        var once = OfSteps(retry.Steps, hasWritten);
        var earlier = once.Whole.AnyPart.Times(CallRange.UpTo(CallCount.Of(retry.Rule.Times - 1)));
        var bound = StepBound.Calls(earlier).Then(once);

        // A condition that does not come true is a failure behind the last run.
        return retry.Until is null ? bound : bound with { Fails = StepBound.Either(bound.Fails, bound.Continues) };
    }

    private CallContributor? LargestIn(IrSequence sequence, CallKind kind, bool isUndo)
    {
        var key = (sequence.Name, kind, isUndo);
        if (!_contributors.TryGetValue(key, out var largest))
        {
            largest = LargestOf(sequence.Steps, new(sequence, kind, isUndo), CallCount.One);
            _contributors.Add(key, largest);
        }

        return largest;
    }

    private CallContributor? LargestOf(ImmutableArray<IrStep> steps, Sought sought, CallCount times)
    {
        CallContributor? largest = null;
        foreach (var step in steps)
        {
            largest = CallContributor.Larger(largest, LargestOf(step, sought, times));
        }

        return largest;
    }

    private CallContributor? LargestOf(IrStep step, Sought sought, CallCount times) => step switch
    {
        IrCallMethod call => Share(call, sought, times),
        IrCondition condition => LargestOf([.. condition.Then, .. condition.Else], sought, times),
        IrForEach loop => LargestOf(loop.Steps, sought, times * LoopCount.Of(loop).Most),
        IrCallSequence call => LargestIn(_sequences[call.Sequence], sought.Kind, sought.IsUndo)?.Times(times),
        IrTry guarded => LargestOf([.. guarded.Steps, .. guarded.Handlers.SelectMany(h => h.Steps)], sought, times),
        IrParallel parallel => LargestOf([.. parallel.Branches.SelectMany(b => b)], sought, times),
        IrRetry retry => LargestOf(retry.Steps, sought, times * CallCount.Of(retry.Rule.Times)),

        // What it calls belongs to the writes that it undoes.
        IrUndo => null,
        IrAssign or IrAssert or IrSkip or IrFail or IrReturn => null,
        _ => throw new InvalidOperationException($"no share for {step.GetType().Name}"),
    };

    private CallContributor? Share(IrCallMethod call, Sought sought, CallCount times)
    {
        var bound = OfCall(call, hasWritten: true);
        var most = (sought.IsUndo ? sought.Kind.In(bound.Undo.Made) : sought.Kind.In(bound).Most) * times;
        return most == CallCount.Zero ? null : new CallContributor(call, sought.Sequence, most, sought.IsUndo);
    }

    /// <summary>What is counted: calls of a kind, or those that undo them, of the steps of a sequence.</summary>
    private readonly record struct Sought(IrSequence Sequence, CallKind Kind, bool IsUndo);
}
