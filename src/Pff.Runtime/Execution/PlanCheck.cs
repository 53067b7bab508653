using System.Collections.Immutable;
using System.Net.Http.Headers;
using Pff.Core.Plan;
using Pff.Runtime.Diagnostics;
using Pff.Runtime.Http;

namespace Pff.Runtime.Execution;

/// <summary>
/// Checks once, before the first row, that every number in a plan points to something, so that the walk need not ask.
/// </summary>
internal sealed class PlanCheck
{
    private readonly CompiledPlan _plan;
    private RuntimeFailure? _failure;

    /// <summary>How many parallel steps are around the step being checked.</summary>
    private int _branches;

    private PlanCheck(CompiledPlan plan) => _plan = plan;

    public static RuntimeFailure? Find(CompiledPlan plan)
    {
        var check = new PlanCheck(plan);
        check.Check();
        return check._failure;
    }

    private void Check()
    {
        var model = _plan.Model;
        Require(model.FormatVersion == PlanModel.CurrentFormatVersion, $"its format is {model.FormatVersion}, and this program reads {PlanModel.CurrentFormatVersion}");
        foreach (var method in model.Methods)
        {
            CheckMethod(method);
        }

        foreach (var sequence in model.Sequences)
        {
            foreach (var input in sequence.Inputs)
            {
                RequireSlot(sequence, input.Slot, input.Name, isOptional: false);
            }

            Check(sequence, sequence.Steps);
        }
    }

    private void CheckMethod(MethodDescriptor method)
    {
        Require(_plan.Model.Apis.Any(a => a.Name == method.Api), $"method '{method.Name}' belongs to API '{method.Api}', which it does not have");
        Require(method.Verb.Length > 0 && HeaderText.IsUsableName(method.Verb), $"method '{method.Name}' has the verb '{method.Verb}'");
        Require(MediaTypeHeaderValue.TryParse(method.RequestMediaType, out _), $"method '{method.Name}' has the media type '{method.RequestMediaType}'");
        Require(
            !method.IsIdempotent || HeaderText.IsUsableName(method.IdempotencyHeader),
            $"method '{method.Name}' has the idempotency header '{method.IdempotencyHeader}'");
        Require(
            method.IdempotencyParameters.All(i => (uint)i < (uint)method.Parameters.Length),
            $"the idempotency key of method '{method.Name}' is made of parameters that it does not have");
        CheckCache(method);
        foreach (var segment in method.Path)
        {
            Require(
                segment.Literal is not null || (uint)segment.Parameter < (uint)method.Parameters.Length,
                $"the path of method '{method.Name}' has a parameter {segment.Parameter}");
        }

        foreach (var parameter in method.Parameters)
        {
            Require(
                parameter.Location != ParameterLocation.Header || HeaderText.IsUsableName(parameter.WireName),
                $"method '{method.Name}' has a parameter for the header '{parameter.WireName}'");
        }

        foreach (var header in method.FixedHeaders)
        {
            Require(
                HeaderText.IsUsableName(header.Name) && HeaderText.IsSendable(header.Value),
                $"method '{method.Name}' has an unusable header '{header.Name}'");
        }
    }

    private void CheckCache(MethodDescriptor method)
    {
        var indexes = method.Invalidates.SelectMany(i => i.Parameters);
        if (method.CacheRule is { } rule)
        {
            indexes = indexes.Concat(rule.By).Concat(rule.Groups.SelectMany(g => g.Parameters));
        }

        Require(indexes.All(i => (uint)i < (uint)method.Parameters.Length), $"the cache of method '{method.Name}' has parameters that it does not have");
    }

    private void Check(SequencePlan sequence, ImmutableArray<StepPlan> steps)
    {
        foreach (var step in steps)
        {
            Check(sequence, step);
        }
    }

    private void Check(SequencePlan sequence, StepPlan step)
    {
        switch (step)
        {
            case CallMethodPlan call:
                CheckCall(sequence, call);
                CheckUndo(call);
                CheckReadBack(sequence, call);
                break;
            case ConditionPlan condition:
                RequireExpression(condition.Condition, step);
                Check(sequence, condition.Then);
                Check(sequence, condition.Else);
                break;
            case ForEachPlan loop:
                RequireExpression(loop.List, step);
                RequireSlot(sequence, loop.ItemSlot, step.Id, isOptional: false);
                RequireSlot(sequence, loop.IndexSlot, step.Id, isOptional: true);
                Check(sequence, loop.Steps);
                break;
            case CallSequencePlan call:
                Require((uint)call.Sequence < (uint)_plan.Model.Sequences.Length, $"step {step.Id} calls sequence {call.Sequence}");
                if (_failure is null)
                {
                    CheckArguments(step, call.Arguments, _plan.Model.Sequences[call.Sequence].Inputs.Length);
                }

                RequireSlot(sequence, call.ResultSlot, step.Id, isOptional: true);
                break;
            case TryPlan attempt:
                Check(sequence, attempt.Steps);
                foreach (var handler in attempt.Handlers)
                {
                    RequireSlot(sequence, handler.ErrorSlot, step.Id, isOptional: true);
                    Check(sequence, handler.Steps);
                }

                break;
            case ParallelPlan parallel:
                CheckParallel(sequence, parallel);
                break;
            case RetryPlan retry:
                CheckRetry(sequence, retry);
                break;
            default:
                CheckLeaf(sequence, step);
                break;
        }
    }

    private void CheckCall(SequencePlan sequence, CallMethodPlan call)
    {
        Require((uint)call.Method < (uint)_plan.Model.Methods.Length, $"step {call.Id} calls method {call.Method}");
        if (_failure is null)
        {
            CheckArguments(call, call.Arguments, _plan.Model.Methods[call.Method].Parameters.Length);
        }

        RequireSlot(sequence, call.ResultSlot, call.Id, isOptional: true);
    }

    private void CheckReadBack(SequencePlan sequence, CallMethodPlan call)
    {
        if (_failure is not null || call.SettledBy is not { } readBack)
        {
            return;
        }

        CheckCall(sequence, readBack.Read);
        RequireExpression(readBack.Condition, call);
        Require(readBack.WithinMs is >= 0 and <= ReadBackPlan.MaximumWithinMs, $"step {call.Id} is settled within {readBack.WithinMs} ms");
        if (_failure is null)
        {
            var method = _plan.Model.Methods[readBack.Read.Method];
            Require(method.Effect == Effect.Read, $"step {call.Id} is settled by '{method.Name}', which writes");
        }
    }

    private void CheckUndo(CallMethodPlan call)
    {
        if (_failure is not null || call.Undo is not { } undo)
        {
            return;
        }

        Require((uint)undo.Method < (uint)_plan.Model.Methods.Length, $"step {call.Id} is undone by method {undo.Method}");
        if (_failure is null)
        {
            var method = _plan.Model.Methods[undo.Method];
            Require(method.Effect != Effect.Read, $"step {call.Id} is undone by '{method.Name}', which writes nothing");
            CheckArguments(call, undo.Arguments, method.Parameters.Length);
        }
    }

    private void CheckParallel(SequencePlan sequence, ParallelPlan step)
    {
        Require(step.Branches.Length is >= 1 and <= ParallelPlan.MaximumBranches, $"step {step.Id} has {step.Branches.Length} branches");
        _branches++;
        foreach (var branch in step.Branches)
        {
            Check(sequence, branch.Steps);
        }

        _branches--;
    }

    private void CheckRetry(SequencePlan sequence, RetryPlan step)
    {
        var rule = step.Rule;
        Require(rule.Times is >= 1 and <= RetryRule.MaximumTimes, $"step {step.Id} runs {rule.Times} times");
        Require(rule.EveryMs is >= 0 and <= RetryRule.MaximumEveryMs, $"step {step.Id} waits {rule.EveryMs} ms");
        Require(rule.Backoff is >= 1 and <= RetryRule.MaximumBackoff, $"step {step.Id} has the backoff {rule.Backoff}");
        if (step.Until != -1)
        {
            RequireExpression(step.Until, step);
        }

        Check(sequence, step.Steps);
    }

    private void CheckLeaf(SequencePlan sequence, StepPlan step)
    {
        switch (step)
        {
            case LetPlan let:
                RequireExpression(let.Expression, step);
                RequireSlot(sequence, let.Slot, step.Id, isOptional: false);
                break;
            case AssertPlan assert:
                RequireExpression(assert.Condition, step);
                RequireExpression(assert.Message, step);
                break;
            case SkipPlan skip:
                RequireExpression(skip.Reason, step);
                break;
            case FailPlan fail:
                RequireExpression(fail.Message, step);
                break;
            case UndoPlan:
                break;
            case ReturnPlan give:
                Require(_branches == 0, $"step {step.Id} returns from a parallel branch");
                foreach (var column in give.Columns)
                {
                    RequireExpression(column.Expression, step);
                }

                break;
            default:
                throw new InvalidOperationException($"no such step: {step.GetType().Name}");
        }
    }

    private void CheckArguments(StepPlan step, ImmutableArray<ArgumentPlan> arguments, int parameters)
    {
        foreach (var argument in arguments)
        {
            Require((uint)argument.Parameter < (uint)parameters, $"step {step.Id} has an argument {argument.Parameter}");
            RequireExpression(argument.Expression, step);
        }
    }

    private void RequireExpression(int expression, StepPlan step) =>
        Require((uint)expression < (uint)_plan.Expressions.Length, $"step {step.Id} has an expression {expression}");

    private void RequireSlot(SequencePlan sequence, int slot, string where, bool isOptional) =>
        Require((isOptional && slot == -1) || (uint)slot < (uint)sequence.SlotCount, $"{where} of sequence '{sequence.Name}' has a slot {slot}");

    private void Require(bool holds, string detail)
    {
        if (!holds)
        {
            _failure ??= RuntimeFailures.PlanIsInconsistent(detail);
        }
    }
}
