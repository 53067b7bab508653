using System.Collections.Immutable;
using Pff.Core.Ir;
using Pff.Core.Plan;
using Pff.Core.Text;

namespace Pff.Backend.Packaging;

/// <summary>Walks the steps of a program: expressions and methods become numbers, all else is copied.</summary>
internal sealed class PlanModelBuilder
{
    /// <summary>Longer expressions are shown by their beginning.</summary>
    private const int MaximumShownTextLength = 200;

    private readonly List<IrExpression> _expressions = [];
    private readonly ImmutableArray<ExpressionSource>.Builder _places = ImmutableArray.CreateBuilder<ExpressionSource>();
    private readonly ImmutableArray<MethodDescriptor>.Builder _methods = ImmutableArray.CreateBuilder<MethodDescriptor>();
    private readonly Dictionary<MethodDescriptor, int> _methodNumbers = [];
    private readonly Dictionary<string, int> _sequenceNumbers = new(StringComparer.Ordinal);
    private SourceText _source = new("", "");

    private PlanModelBuilder()
    {
    }

    public static (PlanModel Model, IReadOnlyList<IrExpression> Expressions) Build(IrProgram program)
    {
        var builder = new PlanModelBuilder();
        for (var i = 0; i < program.Sequences.Length; i++)
        {
            builder._sequenceNumbers.Add(program.Sequences[i].Name, i);
        }

        var writing = WritingSequences.Find(program);
        var sequences = program.Sequences.Select(s => builder.Sequence(s, writing.Contains(s.Name))).ToImmutableArray();
        var model = new PlanModel
        {
            FormatVersion = PlanModel.CurrentFormatVersion,
            Name = program.Name,
            Sequences = sequences,
            Methods = builder._methods.ToImmutable(),
            Apis = program.Apis,
            Sources = program.Sources,
            Expressions = builder._places.ToImmutable(),
        };
        return (model, builder._expressions);
    }

    private SequencePlan Sequence(IrSequence sequence, bool writes)
    {
        _source = sequence.Source;
        return new SequencePlan
        {
            Name = sequence.Name,
            Inputs = sequence.Inputs,
            SlotCount = sequence.SlotCount,
            Steps = Steps(sequence.Steps),
            Columns = sequence.Columns,
            Writes = writes,
            IsEntry = sequence.IsEntry,
            TimeMs = sequence.Budget.TimeMs ?? 0,
        };
    }

    private ImmutableArray<StepPlan> Steps(ImmutableArray<IrStep> steps) => [.. steps.Select(Step)];

    private CallMethodPlan Call(IrCallMethod call, int line) => new()
    {
        Id = call.Id,
        Line = line,
        Method = Method(call.Method),
        Arguments = Arguments(call.Arguments),
        ResultSlot = call.ResultSlot,
        Projection = call.Projection,
    };

    private StepPlan Step(IrStep step)
    {
        var line = _source.GetPosition(step.Span.Start).Line + 1;
        return step switch
        {
            IrCallMethod call => Call(call, line) with
            {
                Undo = call.Undo is { } undo ? new UndoCallPlan(Method(undo.Method), Arguments(undo.Arguments)) : null,
                SettledBy = call.SettledBy is { } readBack
                    ? new ReadBackPlan(Call(readBack.Read, line), Expression(readBack.Condition), readBack.WithinMs)
                    {
                        Slots = ReadSlots.Of(readBack.Condition).Remove(readBack.Read.ResultSlot),
                    }
                    : null,
            },
            IrCondition condition => new ConditionPlan
            {
                Id = condition.Id,
                Line = line,
                Condition = Expression(condition.Condition),
                Then = Steps(condition.Then),
                Else = Steps(condition.Else),
            },
            IrForEach loop => new ForEachPlan
            {
                Id = loop.Id,
                Line = line,
                List = Expression(loop.List),
                ItemSlot = loop.ItemSlot,
                IndexSlot = loop.IndexSlot,
                AtMost = loop.AtMost,
                Steps = Steps(loop.Steps),
            },
            IrTry attempt => new TryPlan
            {
                Id = attempt.Id,
                Line = line,
                Steps = Steps(attempt.Steps),
                Handlers = [.. attempt.Handlers.Select(h => new HandlerPlan(h.Kinds, h.ErrorSlot, Steps(h.Steps)))],
            },
            IrCallSequence call => new CallSequencePlan
            {
                Id = call.Id,
                Line = line,
                Sequence = _sequenceNumbers[call.Sequence],
                Arguments = Arguments(call.Arguments),
                ResultSlot = call.ResultSlot,
            },
            IrParallel parallel => new ParallelPlan
            {
                Id = parallel.Id,
                Line = line,
                Branches = [.. parallel.Branches.Select(b => new BranchPlan(Steps(b)))],
            },
            IrRetry retry => new RetryPlan
            {
                Id = retry.Id,
                Line = line,
                Steps = Steps(retry.Steps),
                Rule = retry.Rule,
                Until = retry.Until is { } until ? Expression(until) : -1,
            },
            _ => SimpleStep(step, line),
        };
    }

    private StepPlan SimpleStep(IrStep step, int line) => step switch
    {
        IrAssign assign => new LetPlan { Id = assign.Id, Line = line, Slot = assign.Slot, Expression = Expression(assign.Value) },
        IrAssert assert => new AssertPlan
        {
            Id = assert.Id,
            Line = line,
            Condition = Expression(assert.Condition),
            Code = assert.Code,
            Message = Expression(assert.Message),
        },
        IrUndo undo => new UndoPlan { Id = undo.Id, Line = line },
        IrSkip skip => new SkipPlan { Id = skip.Id, Line = line, Reason = Expression(skip.Reason) },
        IrFail fail => new FailPlan { Id = fail.Id, Line = line, Code = fail.Code, Message = Expression(fail.Message) },
        IrReturn @return => new ReturnPlan
        {
            Id = @return.Id,
            Line = line,
            Columns = [.. @return.Columns.Select(c => new ColumnPlan(c.Name, Expression(c.Value)))],
        },
        _ => throw new InvalidOperationException($"no plan for {step.GetType().Name}"),
    };

    private ImmutableArray<ArgumentPlan> Arguments(ImmutableArray<IrArgument> arguments) =>
        [.. arguments.Select(a => new ArgumentPlan(a.Parameter, Expression(a.Value)))];

    private int Expression(IrExpression expression)
    {
        var (line, column) = _source.GetPosition(expression.Span.Start);
        var text = _source.GetText(expression.Span);
        if (text.Length > MaximumShownTextLength)
        {
            text = text[..MaximumShownTextLength] + "…";
        }

        _places.Add(new ExpressionSource(_source.Path, line + 1, column + 1, text));
        _expressions.Add(expression);
        return _expressions.Count - 1;
    }

    private int Method(MethodDescriptor method)
    {
        if (!_methodNumbers.TryGetValue(method, out var number))
        {
            number = _methods.Count;
            _methods.Add(method);
            _methodNumbers.Add(method, number);
        }

        return number;
    }
}
