using System.Collections.Immutable;
using Pff.Compiler.Binding;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Manifest;
using Pff.Compiler.Manifest.Steps;
using Pff.Core.Ir;
using Pff.Core.Plan;
using Pff.Core.Types;

namespace Pff.Compiler.Lowering.Steps;

/// <summary><c>retry: { times: n, until: c, on: kinds, steps: s }</c>; behind it the condition is known to hold.</summary>
internal static class RetryLowering
{
    public static LoweredSteps Lower(RetryStepSyntax retry, string id, SequenceContext context, Flow flow)
    {
        var rule = LowerRule(retry, context, flow);
        var body = StepListLowering.Lower(retry.Steps, id + ".", context, flow.InLoop());
        var until = retry.Until is null ? null : ValueLowering.LowerCondition(retry.Until, context, body.After);
        var (after, _) = FlowJoin.Join(flow, [], body.After);
        if (retry.Until is not null && after.IsReachable)
        {
            after = after with { Facts = ValueLowering.FactsAfter(retry.Until, true, context, after) };
        }

        return new LoweredSteps([new IrRetry(id, body.Steps, rule, until, retry.Span)], after);
    }

    private static RetryRule LowerRule(RetryStepSyntax retry, SequenceContext context, Flow flow)
    {
        if (retry.Times.Value is not (>= 1 and <= RetryRule.MaximumTimes))
        {
            context.Report(CompilerDiagnostics.BadRetryTimes(context.Source, retry.Times, RetryRule.MaximumTimes));
        }

        var times = (int)Math.Clamp(retry.Times.Value ?? 1, 1, RetryRule.MaximumTimes);
        return new RetryRule(times, LowerEvery(retry.Every, context, flow), LowerBackoff(retry.Backoff, context, flow), LowerKinds(retry, context));
    }

    private static int LowerEvery(ValueSyntax? every, SequenceContext context, Flow flow)
    {
        if (every is null)
        {
            return 0;
        }

        var value = ValueLowering.Lower(every, PffType.Duration, context, flow);
        if (value is IrConstant { Value: { Kind: ValueKind.Duration } constant }
            && (constant.AsDuration.Seconds * 1000.0) + (constant.AsDuration.Nanoseconds / 1e6) is >= 0 and <= RetryRule.MaximumEveryMs and var milliseconds)
        {
            return (int)milliseconds;
        }

        if (!value.Type.IsError)
        {
            context.Report(CompilerDiagnostics.BadRetryEvery(context.Source, every.Span));
        }

        return 0;
    }

    private static double LowerBackoff(ValueSyntax? backoff, SequenceContext context, Flow flow)
    {
        if (backoff is null)
        {
            return 1;
        }

        var value = ValueLowering.Lower(backoff, PffType.Double, context, flow);
        if (value is IrConstant { Value: { Kind: ValueKind.Double } constant } && constant.AsDouble is >= 1 and <= RetryRule.MaximumBackoff and var factor)
        {
            return factor;
        }

        if (!value.Type.IsError)
        {
            context.Report(CompilerDiagnostics.BadRetryBackoff(context.Source, backoff.Span, RetryRule.MaximumBackoff));
        }

        return 1;
    }

    /// <summary>Where none is named, whatever fails is repeated, or nothing where a condition says when to stop.</summary>
    private static ImmutableArray<string> LowerKinds(RetryStepSyntax retry, SequenceContext context)
    {
        if (retry.Kinds is not { } kinds)
        {
            return retry.Until is null ? [FailureKinds.Any] : [];
        }

        foreach (var kind in kinds)
        {
            TryLowering.CheckKind(kind, context);
            if (kind.Text == FailureKinds.NameOf(FailureKind.Unknown))
            {
                context.Report(CompilerDiagnostics.UnknownIsNotRepeated(context.Source, kind.Span));
            }
        }

        return [.. kinds.Select(k => k.Text).Distinct(StringComparer.Ordinal)];
    }
}
