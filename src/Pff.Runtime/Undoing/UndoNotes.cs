using Pff.Core.Plan;
using Pff.Runtime.Execution;

namespace Pff.Runtime.Undoing;

/// <summary>Notes what undoing a write will need, when everything that its undo reads is at hand.</summary>
internal sealed class UndoNotes(RunContext run, RowState row, StepEvaluation evaluation)
{
    private readonly bool _takesSecrets = run.CallSteps.TakeSecrets;

    /// <param name="arguments">Of the write's undo; null where they have no value.</param>
    /// <param name="isMade">Whether it is the row's last write so far; else its next.</param>
    public UndoNote Of(CallMethodPlan step, Frame frame, Value[]? arguments, bool isMade = true)
    {
        if (arguments is null)
        {
            return new ImpossibleUndo(UndoObstacle.NoValue);
        }

        return HasSecret(run.Plan.Model.Methods[step.Undo!.Method], arguments)
            ? new ImpossibleUndo(UndoObstacle.Secret)
            : new PossibleUndo(run.CallSteps.NumberOf(step), isMade ? row.Writes : row.Writes + 1, [.. arguments], step.SettledBy is { } readBack ? CheckOf(readBack, frame) : null);
    }

    /// <summary>Null where the read needs a secret, or has no arguments: the write can then not be checked.</summary>
    private StateCheck? CheckOf(ReadBackPlan readBack, Frame frame)
    {
        var method = run.Plan.Model.Methods[readBack.Read.Method];
        var arguments = new Value[method.Parameters.Length];
        foreach (var argument in readBack.Read.Arguments)
        {
            if (!evaluation.Value(argument.Expression, readBack.Read.Id, frame, out arguments[argument.Parameter], out _))
            {
                return null;
            }
        }

        var slots = readBack.Slots.Select(slot => new KeptSlot(slot, frame.Slots[slot])).ToArray();
        return HasSecret(method, arguments) || slots.Any(s => HasSecret(s.Value)) ? null : new StateCheck([.. arguments], [.. slots]);
    }

    private bool HasSecret(MethodDescriptor method, Value[] arguments)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            if (HasSecret(arguments[i]) || (method.Parameters[i].IsSecret && !arguments[i].IsAbsent))
            {
                return true;
            }
        }

        return false;
    }

    private bool HasSecret(in Value value)
    {
        switch (value.Kind)
        {
            // A part of an answer that is passed on as it is may have one that nobody marked.
            case ValueKind.List or ValueKind.Map or ValueKind.Json when _takesSecrets:
                return true;
            case ValueKind.Secret:
                return true;
            case ValueKind.Optional:
                return HasSecret(value.As<OptionalValue>().Inner);
            case ValueKind.List:
                foreach (var item in value.AsList.Items)
                {
                    if (HasSecret(item))
                    {
                        return true;
                    }
                }

                return false;
            case ValueKind.Map:
                var map = value.AsMap;
                return Enumerable.Range(0, map.Count).Any(i => HasSecret(map.KeyAt(i)) || HasSecret(map.ValueAt(i)));
            default:
                return false;
        }
    }
}
