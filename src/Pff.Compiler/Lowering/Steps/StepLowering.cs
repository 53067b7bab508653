using Pff.Compiler.Binding;
using Pff.Compiler.Manifest;
using Pff.Compiler.Manifest.Steps;

namespace Pff.Compiler.Lowering.Steps;

/// <summary>
/// One step with the clauses that every step may have:
/// <c>{ step, when: c, else: e, on_error: h }</c> becomes <c>try { if c { step } else { e } } h</c>.
/// </summary>
internal static class StepLowering
{
    public static LoweredSteps Lower(StepSyntax step, string id, SequenceContext context, Flow flow)
    {
        context.Program.ThrowIfCancelled();
        var body = step.Clauses.When is { } when
            ? ConditionLowering.Lower(step, when, id, context, flow)
            : LowerKind(step, id, context, flow);

        // Where a single call fails, what it would have saved is not there.
        return step.Clauses.Handlers.IsEmpty
            ? body
            : TryLowering.Lower(id, step.Clauses.Handlers, step.Span, flow, body, IsSingle(step), context);
    }

    /// <summary>Whether there are no steps inside that could fail by themselves; a group of one such step is one.</summary>
    private static bool IsSingle(StepSyntax step) => step switch
    {
        GroupStepSyntax { Steps: [{ Clauses: { When: null, Handlers.IsEmpty: true } } only] } => IsSingle(only),
        _ => step is not (GroupStepSyntax or ForEachStepSyntax or ParallelStepSyntax or RetryStepSyntax or MatchStepSyntax),
    };

    public static LoweredSteps LowerKind(StepSyntax step, string id, SequenceContext context, Flow flow) => step switch
    {
        MethodStepSyntax method => MethodLowering.Lower(method, id, context, flow),
        GroupStepSyntax group => StepListLowering.Lower(group.Steps, id + ".", context, flow),
        ForEachStepSyntax loop => ForEachLowering.Lower(loop, id, context, flow),
        LetStepSyntax let => LetLowering.Lower(let, id, context, flow),
        AssertStepSyntax assert => AssertLowering.Lower(assert, id, context, flow),
        InvokeStepSyntax invoke => InvokeLowering.Lower(invoke, id, context, flow),
        CallStepSyntax call => CallLowering.Lower(call, id, context, flow),
        ParallelStepSyntax parallel => ParallelLowering.Lower(parallel, id, context, flow),
        RetryStepSyntax retry => RetryLowering.Lower(retry, id, context, flow),
        MatchStepSyntax match => MatchLowering.Lower(match, id, context, flow),
        UndoStepSyntax undo => UndoLowering.Lower(undo, id, context, flow),
        SkipStepSyntax skip => SkipLowering.Lower(skip, id, context, flow),
        FailStepSyntax fail => FailLowering.Lower(fail, id, context, flow),
        ReturnStepSyntax result => ReturnLowering.Lower(result, id, context, flow),
        _ => throw new InvalidOperationException($"no lowering for {step.GetType().Name}"),
    };
}
