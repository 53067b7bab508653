using System.Diagnostics.CodeAnalysis;
using Pff.Core.Plan;
using Pff.Runtime.Diagnostics;

namespace Pff.Runtime.Execution;

/// <summary>Evaluates a step's expressions and turns what is no usable value into the step's failure.</summary>
internal sealed class StepEvaluation(RunContext run)
{
    /// <summary>Whether the row has a write that a dry run did not send, so that a slot may be empty for that reason.</summary>
    public bool HasUnsentResult { get; set; }

    /// <summary>Any value; absent is one.</summary>
    public bool Value(int expression, string step, Frame frame, out Value value, out StepOutcome failed)
    {
        value = run.Plan.Expressions[expression](frame);
        if (!value.IsFault)
        {
            failed = default;
            return true;
        }

        failed = Faulted(expression, step, value.AsFault);
        return false;
    }

    public bool Condition(int expression, string step, Frame frame, out bool holds, out StepOutcome failed)
    {
        holds = false;
        if (!Value(expression, step, frame, out var value, out failed))
        {
            return false;
        }

        if (value.TryGetBool(out holds))
        {
            return true;
        }

        failed = StepOutcome.Fails(RowStepFailures.ConditionIsNotBool(step, Where(expression), value.Kind));
        return false;
    }

    public bool List(int expression, string step, Frame frame, [NotNullWhen(true)] out ListValue? list, out StepOutcome failed)
    {
        list = null;
        if (!Value(expression, step, frame, out var value, out failed))
        {
            return false;
        }

        if (value.TryGet(out list))
        {
            return true;
        }

        failed = StepOutcome.Fails(RowStepFailures.LoopIsNotOverList(step, Where(expression), value.Kind));
        return false;
    }

    public bool Text(int expression, string step, Frame frame, [NotNullWhen(true)] out string? text, out StepOutcome failed)
    {
        text = null;
        if (!Value(expression, step, frame, out var value, out failed))
        {
            return false;
        }

        // The checker makes it a text; a secret that got here all the same stays one.
        text = value.TryGetText(out var given) ? given : value.ToString();
        return true;
    }

    /// <summary>An expression that has no value.</summary>
    public StepOutcome Faulted(int expression, string step, Fault fault)
    {
        if (fault.Reason == FaultKind.NoSuchVariable && HasUnsentResult)
        {
            return StepOutcome.Plans(step);
        }

        return StepOutcome.Fails(fault.Reason == FaultKind.TypeMismatch
            ? RowStepFailures.ResponseIsNotAsDeclared(step, Where(expression), fault)
            : RowStepFailures.ExpressionHasNoValue(step, Where(expression), fault));
    }

    public string Where(int expression)
    {
        var sources = run.Plan.Model.Expressions;
        return expression < sources.Length
            ? $"'{sources[expression].Text}' ({sources[expression].Path}:{sources[expression].Line})"
            : $"expression {expression}";
    }
}
