using System.Collections.Immutable;

namespace Pff.Core.Plan.Storage;

/// <summary>Writes a model; <see cref="PlanReader"/> has the same methods in the same order.</summary>
internal sealed partial class PlanWriter(BinaryWriter writer)
{
    public void Write(PlanModel model)
    {
        writer.Write(model.FormatVersion);
        writer.Write(model.Name);
        List(model.Sequences, Write);
        List(model.Methods, Write);
        List(model.Apis, Write);
        List(model.Sources, Write);
        List(model.Expressions, Write);
    }

    private void Write(SourceFile source)
    {
        writer.Write(source.Path);
        writer.Write(source.Sha256);
    }

    private void Write(ExpressionSource source)
    {
        writer.Write(source.Path);
        writer.Write(source.Line);
        writer.Write(source.Column);
        writer.Write(source.Text);
    }

    private void Write(SequencePlan sequence)
    {
        writer.Write(sequence.Name);
        List(sequence.Inputs, Write);
        writer.Write(sequence.SlotCount);
        Steps(sequence.Steps);
        List(sequence.Columns, writer.Write);
        writer.Write(sequence.Writes);
        writer.Write(sequence.IsEntry);
        writer.Write(sequence.TimeMs);
    }

    public void Write(InputPlan input)
    {
        writer.Write(input.Name);
        writer.Write(input.Column);
        writer.Write(input.Slot);
        writer.Write((byte)input.Type);
        writer.Write(input.IsRequired);
        writer.Write(input.IsSecret);
        List(input.AllowedValues, writer.Write);
        Optional(input.Constraint, Write);
        Optional(input.Default);
    }

    private void Write(ValueConstraint constraint)
    {
        Optional(constraint.Pattern);
        writer.Write(constraint.MatchesWhole);
        Optional(constraint.MinimumLength, writer.Write);
        Optional(constraint.MaximumLength, writer.Write);
        Optional(constraint.Format);
        Optional(constraint.Minimum, writer.Write);
        Optional(constraint.Maximum, writer.Write);
        writer.Write(constraint.ExcludesMinimum);
        writer.Write(constraint.ExcludesMaximum);
    }

    private void Steps(ImmutableArray<StepPlan> steps) => List(steps, Write);

    private void Write(StepPlan step)
    {
        writer.Write(StepKinds.Of(step));
        writer.Write(step.Id);
        writer.Write(step.Line);
        switch (step)
        {
            case CallMethodPlan call:
                WriteCall(call);
                Optional(call.Undo, Write);
                Optional(call.SettledBy, Write);
                break;
            case ConditionPlan condition:
                writer.Write(condition.Condition);
                Steps(condition.Then);
                Steps(condition.Else);
                break;
            case ForEachPlan loop:
                writer.Write(loop.List);
                writer.Write(loop.ItemSlot);
                writer.Write(loop.IndexSlot);
                writer.Write(loop.AtMost);
                Steps(loop.Steps);
                break;
            case LetPlan let:
                writer.Write(let.Slot);
                writer.Write(let.Expression);
                break;
            case AssertPlan assert:
                writer.Write(assert.Condition);
                writer.Write(assert.Code);
                writer.Write(assert.Message);
                break;
            case CallSequencePlan call:
                writer.Write(call.Sequence);
                List(call.Arguments, Write);
                writer.Write(call.ResultSlot);
                break;
            case TryPlan attempt:
                Steps(attempt.Steps);
                List(attempt.Handlers, Write);
                break;
            case ParallelPlan parallel:
                List(parallel.Branches, b => Steps(b.Steps));
                break;
            case RetryPlan retry:
                Steps(retry.Steps);
                Write(retry.Rule);
                writer.Write(retry.Until);
                break;
            case UndoPlan:
                break;
            case SkipPlan skip:
                writer.Write(skip.Reason);
                break;
            case FailPlan fail:
                writer.Write(fail.Code);
                writer.Write(fail.Message);
                break;
            case ReturnPlan result:
                List(result.Columns, Write);
                break;
            default:
                throw new InvalidOperationException($"no form for {step.GetType().Name}");
        }
    }

    private void Write(ArgumentPlan argument)
    {
        writer.Write(argument.Parameter);
        writer.Write(argument.Expression);
    }

    private void WriteCall(CallMethodPlan call)
    {
        writer.Write(call.Method);
        List(call.Arguments, Write);
        writer.Write(call.ResultSlot);
        Optional(call.Projection, Write);
    }

    private void Write(ReadBackPlan readBack)
    {
        WriteCall(readBack.Read);
        writer.Write(readBack.Condition);
        writer.Write(readBack.WithinMs);
        Numbers(readBack.Slots);
    }

    private void Write(UndoCallPlan undo)
    {
        writer.Write(undo.Method);
        List(undo.Arguments, Write);
    }

    private void Write(RetryRule rule)
    {
        writer.Write(rule.Times);
        writer.Write(rule.EveryMs);
        writer.Write(rule.Backoff);
        List(rule.Kinds, writer.Write);
    }

    private void Write(HandlerPlan handler)
    {
        List(handler.Kinds, writer.Write);
        writer.Write(handler.ErrorSlot);
        Steps(handler.Steps);
    }

    private void Write(ColumnPlan column)
    {
        writer.Write(column.Name);
        writer.Write(column.Expression);
    }

    private void Write(Projection projection)
    {
        writer.Write(projection.KeepsBytes);
        writer.Write(projection.DecodesAll);
        writer.Write((byte)projection.Scalar);
        writer.Write(projection.AllowsNull);
        writer.Write(projection.HoldsSecrets);
        List(projection.Properties, Write);
        Optional(projection.Elements, Write);
    }

    private void Write(ProjectedProperty property)
    {
        writer.Write(property.Name);
        Write(property.Projection);
    }

    private void List<T>(ImmutableArray<T> items, Action<T> write)
        where T : class
    {
        writer.Write7BitEncodedInt(items.Length);
        foreach (var item in items)
        {
            write(item);
        }
    }

    private void Optional<T>(T? item, Action<T> write)
        where T : class
    {
        writer.Write(item is not null);
        if (item is not null)
        {
            write(item);
        }
    }

    private void Optional<T>(T? item, Action<T> write)
        where T : struct
    {
        writer.Write(item is not null);
        if (item is { } value)
        {
            write(value);
        }
    }

    private void Optional(string? text) => Optional(text, writer.Write);
}
