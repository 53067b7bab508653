using System.Collections.Immutable;
using Pff.Core.Plan;
using Pff.Core.Plan.Storage;

namespace Pff.Core.Ir.Hashing;

/// <summary>
/// The canonical form of a sequence: a tag before each part and a count before each list, so that no two sequences run
/// together. Left out are spans, the ids of steps (a group more or less changes them) and names that only the sequence
/// sees; a slot is the number of its first appearance.
/// </summary>
/// <param name="writer">Where the form goes.</param>
/// <param name="callee">A called sequence and its hash.</param>
internal sealed class SequenceForm(BinaryWriter writer, Func<string, (IrSequence Sequence, string Hash)> callee)
{
    private readonly SlotNumbers _slots = new();
    private readonly PlanWriter _descriptors = new(writer);

    public void Write(IrSequence sequence)
    {
        // An input is known by its column: the order of declarations and the name inside have no meaning.
        var inputs = InOrder(sequence);
        writer.Write(inputs.Length);
        foreach (var input in inputs)
        {
            writer.Write(_slots.Of(input.Slot));
            _descriptors.Write(input with { Name = string.Empty, Slot = 0 });
        }

        WriteBudget(sequence.Budget);
        Steps(sequence.Steps);
    }

    private static ImmutableArray<InputPlan> InOrder(IrSequence sequence) =>
        [.. sequence.Inputs.OrderBy(i => i.Column, StringComparer.Ordinal).ThenBy(i => i.Name, StringComparer.Ordinal)];

    private void WriteBudget(IrBudget budget)
    {
        writer.Write(budget.Reads?.Most ?? -1);
        writer.Write(budget.Writes?.Most ?? -1);
        writer.Write(budget.Attempts?.Most ?? -1);
        writer.Write(budget.TimeMs ?? -1);
    }

    private void Steps(ImmutableArray<IrStep> steps)
    {
        writer.Write(steps.Length);
        foreach (var step in steps)
        {
            Step(step);
        }
    }

    private void Step(IrStep step)
    {
        writer.Write(step.GetType().Name);
        switch (step)
        {
            case IrCallMethod call:
                Call(call);
                Undo(call.Undo);
                ReadBack(call.SettledBy);
                break;
            case IrCondition condition:
                Expression(condition.Condition);
                Steps(condition.Then);
                Steps(condition.Else);
                break;
            case IrForEach loop:
                Expression(loop.List);
                Slot(loop.ItemSlot);
                Slot(loop.IndexSlot);
                writer.Write(loop.AtMost);
                Steps(loop.Steps);
                break;
            case IrAssign assign:
                Expression(assign.Value);
                Slot(assign.Slot);
                break;
            case IrAssert assert:
                Expression(assert.Condition);
                writer.Write(assert.Code);
                AssertMessage(assert);
                break;
            case IrCallSequence call:
                CallSequence(call);
                break;
            case IrTry guarded:
                Steps(guarded.Steps);
                Handlers(guarded.Handlers);
                break;
            case IrParallel parallel:
                Branches(parallel.Branches);
                break;
            case IrRetry retry:
                Retry(retry);
                break;
            case IrUndo:
                break;
            case IrSkip skip:
                Expression(skip.Reason);
                break;
            case IrFail fail:
                writer.Write(fail.Code);
                Expression(fail.Message);
                break;
            case IrReturn result:
                Columns(result.Columns);
                break;
            default:
                throw new InvalidOperationException($"no form for {step.GetType().Name}");
        }
    }

    private void CallSequence(IrCallSequence call)
    {
        var (sequence, hash) = callee(call.Sequence);
        var order = InOrder(sequence);
        writer.Write(hash);
        Arguments(call.Arguments, index => order.IndexOf(sequence.Inputs[index]));
        Slot(call.ResultSlot);
    }

    private void Call(IrCallMethod call)
    {
        _descriptors.Write(call.Method);
        Arguments(call.Arguments, index => index);
        Slot(call.ResultSlot);
        ProjectionForm.Write(writer, call.Projection);
    }

    private void ReadBack(IrReadBack? readBack)
    {
        writer.Write(readBack is not null);
        if (readBack is not null)
        {
            Call(readBack.Read);
            Expression(readBack.Condition);
            writer.Write(readBack.WithinMs);
        }
    }

    private void Undo(IrUndoCall? undo)
    {
        writer.Write(undo is not null);
        if (undo is not null)
        {
            _descriptors.Write(undo.Method);
            Arguments(undo.Arguments, index => index);
        }
    }

    /// <summary>The order of branches decides whose failure is that of the step, so it stays.</summary>
    private void Branches(ImmutableArray<ImmutableArray<IrStep>> branches)
    {
        writer.Write(branches.Length);
        foreach (var branch in branches)
        {
            Steps(branch);
        }
    }

    private void Retry(IrRetry retry)
    {
        writer.Write(retry.Rule.Times);
        writer.Write(retry.Rule.EveryMs);
        writer.Write(retry.Rule.Backoff);
        writer.Write(retry.Rule.Kinds.Length);
        foreach (var kind in retry.Rule.Kinds.Order(StringComparer.Ordinal))
        {
            writer.Write(kind);
        }

        Steps(retry.Steps);
        writer.Write(retry.Until is not null);
        if (retry.Until is not null)
        {
            Expression(retry.Until);
        }
    }

    private void Handlers(ImmutableArray<IrHandler> handlers)
    {
        writer.Write(handlers.Length);
        foreach (var handler in handlers)
        {
            writer.Write(handler.Kinds.Length);
            foreach (var kind in handler.Kinds)
            {
                writer.Write(kind);
            }

            Slot(handler.ErrorSlot);
            Steps(handler.Steps);
        }
    }

    /// <summary>The order of report columns is that of the report, so it stays.</summary>
    private void Columns(ImmutableArray<IrColumn> columns)
    {
        writer.Write(columns.Length);
        foreach (var column in columns)
        {
            writer.Write(column.Name);
            Expression(column.Value);
        }
    }

    /// <summary>The order in which arguments are written has no meaning.</summary>
    private void Arguments(ImmutableArray<IrArgument> arguments, Func<int, int> number)
    {
        writer.Write(arguments.Length);
        foreach (var (place, value) in arguments.Select(a => (number(a.Parameter), a.Value)).OrderBy(a => a.Item1))
        {
            writer.Write(place);
            Expression(value);
        }
    }

    /// <summary>A message that is not written is the text of the condition, with its blanks and names: no meaning of its own.</summary>
    private void AssertMessage(IrAssert assert)
    {
        var isOwn = assert.Message.Span.Start > assert.Condition.Span.Start || assert.Message.Span.End < assert.Condition.Span.End;
        writer.Write(isOwn);
        if (isOwn)
        {
            Expression(assert.Message);
        }
    }

    private void Slot(int slot) => writer.Write(slot < 0 ? -1 : _slots.Of(slot));

    private void Expression(IrExpression expression) => new ExpressionForm(writer, _slots).Write(expression);
}
