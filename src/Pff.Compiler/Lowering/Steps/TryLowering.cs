using System.Collections.Immutable;
using Pff.Compiler.Binding;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Manifest;
using Pff.Core.Ir;
using Pff.Core.Plan;
using Pff.Core.Text;

namespace Pff.Compiler.Lowering.Steps;

/// <summary><c>on_error: { kind: steps }</c> becomes <c>try { body } kind { steps }</c>.</summary>
internal static class TryLowering
{
    /// <param name="before">What is known before the body.</param>
    /// <param name="hidesNames">Whether handlers do not see what the body saves, because the body is one step.</param>
    public static LoweredSteps Lower(
        string id, ImmutableArray<HandlerSyntax> handlers, TextSpan span, Flow before, LoweredSteps body, bool hidesNames, SequenceContext context)
    {
        var atFailure = hidesNames ? before : WithMaybe(before, body.After);
        var lowered = ImmutableArray.CreateBuilder<(HandlerSyntax Syntax, LoweredSteps Steps, int ErrorSlot)>();
        var sawAny = false;
        foreach (var handler in handlers)
        {
            CheckKind(handler.Kind, sawAny, context);
            sawAny |= handler.Kind.Text == FailureKinds.Any;
            var slot = context.NewSlot();
            var name = handler.ErrorName ?? new ManifestName(HandlerScope.ErrorName, handler.Kind.Span);
            var inside = atFailure.With(new SavedName(
                name.Text, HandlerScope.ErrorType, slot, name.Span, IsCertain: true, atFailure.LoopDepth));
            context.HandlerDepth++;
            var steps = LowerHandler(handler, $"{id}.on_error.{handler.Kind.Text}", context, inside);
            context.HandlerDepth--;
            lowered.Add((handler, steps, context.IsRead(slot) ? slot : -1));
        }

        var (joined, toClear) = FlowJoin.Join(before, [HandlerScope.ErrorName, .. handlers.Select(h => h.ErrorName?.Text).OfType<string>()], [body.After, .. lowered.Select(h => h.Steps.After)]);
        var irHandlers = lowered.Select((handler, i) => new IrHandler(
            [handler.Syntax.Kind.Text], handler.ErrorSlot, handler.Steps.Clearing(id, toClear[i + 1])));
        var guarded = new IrTry(id, body.Clearing(id, toClear[0]), [.. irHandlers], span);

        // A handler may read what the body had not come to: it is null then, not unset.
        var unset = atFailure.GivenSince(before).Select(name => atFailure.Names[name]).Where(n => !before.Names.ContainsKey(n.Name));
        return new LoweredSteps([.. LoweredSteps.ClearingSteps(id, unset.OrderBy(n => n.Slot)), guarded], joined);
    }

    private static LoweredSteps LowerHandler(HandlerSyntax handler, string id, SequenceContext context, Flow flow) =>
        handler.IsList || handler.Steps.Length != 1
            ? StepListLowering.Lower(handler.Steps, id + ".", context, flow)
            : StepLowering.Lower(handler.Steps[0], id, context, flow);

    private static Flow WithMaybe(Flow before, Flow after)
    {
        var given = after.GivenSince(before).Select(name => after.Names[name]).OrderBy(n => n.Slot);
        return given.Aggregate(before, (flow, name) => flow.With(FlowJoin.Uncertain(name)));
    }

    private static void CheckKind(ManifestName kind, bool sawAny, SequenceContext context)
    {
        if (sawAny)
        {
            context.Report(CompilerDiagnostics.HandlerNeverReached(context.Source, kind.Span, kind.Text));
        }

        CheckKind(kind, context);
    }

    /// <summary>Reports what is no kind of failure, no status and no code of the program.</summary>
    public static void CheckKind(ManifestName kind, SequenceContext context)
    {
        var program = context.Program;
        if (!program.FailureNames.Contains(kind.Text) && !program.FailureCodes.Contains(kind.Text) && !IsStatus(kind.Text))
        {
            context.Report(CompilerDiagnostics.UnknownErrorKind(
                context.Source, kind.Span, kind.Text, [.. program.FailureNames, .. program.FailureCodes]));
        }
    }

    private static bool IsStatus(string kind) =>
        kind.Length == 8 && kind.StartsWith("http_", StringComparison.Ordinal)
        && kind[5] is >= '1' and <= '5' && char.IsAsciiDigit(kind[6]) && char.IsAsciiDigit(kind[7]);
}
