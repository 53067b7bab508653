using System.Runtime.CompilerServices;
using Pff.Core.Plan;
using Pff.Core.Plan.Library;
using Pff.Core.Threading;

namespace Pff.Core.Ir.Evaluation;

/// <summary>
/// The reference evaluator: walks the tree and does what each node's documentation says, in the simplest way. Compiled
/// plans must give what it gives. It also folds constants.
/// </summary>
public sealed partial class Evaluator
{
    /// <summary>More than any text within the parser's limits needs.</summary>
    private const int MaxDepth = 100_000;

    private const int FreshStackBytes = 16 * 1024 * 1024;

    private readonly Frame _frame;
    private readonly long _maxSteps;
    private readonly Dictionary<IrVariable, Value> _variables = new(ReferenceEqualityComparer.Instance);
    private long _steps;
    private int _depth;
    private Value _stop;

    private Evaluator(Frame frame, long maxSteps)
    {
        _frame = frame;
        _maxSteps = maxSteps;
    }

    /// <summary>
    /// The value of an expression; a fault where it has none. Never throws on what expressions or data say: after
    /// <paramref name="maxSteps"/> nodes, or too deep in the tree, the result is a LimitExceeded fault that nothing absorbs.
    /// </summary>
    public static Value Evaluate(IrExpression expression, Frame frame, long maxSteps = Limits.MaxSteps)
    {
        var evaluator = new Evaluator(frame, maxSteps);
        var result = evaluator.Evaluate(expression);
        return evaluator._stop.IsFault ? evaluator._stop : result;
    }

    private Value Evaluate(IrExpression expression)
    {
        if (!TryStep())
        {
            return _stop;
        }

        if (_depth >= MaxDepth)
        {
            return _stop = Faults.ExpressionTooDeep;
        }

        _depth++;
        var result = RuntimeHelpers.TryEnsureSufficientExecutionStack() ? EvaluateNode(expression) : EvaluateOnFreshStack(expression);
        _depth--;
        return Coercion.Expect(result, expression.Type);
    }

    /// <summary>Counts a node or an element; false where the budget is spent.</summary>
    private bool TryStep()
    {
        if (++_steps > _maxSteps && !_stop.IsFault)
        {
            _stop = Faults.TooManySteps;
        }

        return !_stop.IsFault;
    }

    /// <summary>The same node on a thread of its own, so that the result does not hang on how deep the caller's stack is.</summary>
    private Value EvaluateOnFreshStack(IrExpression expression) => LargeStack.Run(FreshStackBytes, () => EvaluateNode(expression));

    private Value EvaluateNode(IrExpression expression) => expression switch
    {
        IrConstant constant => constant.Value,
        IrSlot slot => EvaluateSlot(slot),
        IrNow => Value.Of(_frame.Now),
        IrLocal local => _variables[local.Variable],
        IrFault fault => Value.Of(new Fault(fault.Reason, new Diagnostics.LocalizedText(fault.Detail, fault.Detail))),
        IrSelect select => Access.Select(Evaluate(select.Operand), select.Name),
        IrHas has => Access.Has(Evaluate(has.Operand), has.Name),
        IrSafeSelect select => Access.SafeSelect(Evaluate(select.Operand), select.Name),
        IrOptionalSelect select => Access.OptionalSelect(Evaluate(select.Operand), select.Name),
        IrCall call => EvaluateCall(call),
        IrAnd and => EvaluateLogic(and.Left, and.Right, decisive: false),
        IrOr or => EvaluateLogic(or.Left, or.Right, decisive: true),
        IrConditional conditional => EvaluateConditional(conditional),
        IrCoalesce coalesce => EvaluateCoalesce(coalesce, out _),
        IrLet let => EvaluateLet(let),
        IrMatch match => EvaluateMatch(match),
        IrInterpolation interpolation => EvaluateInterpolation(interpolation),
        IrCoerce coerce => Coercion.Apply(coerce, Evaluate(coerce.Operand)),
        IrList list => EvaluateList(list),
        IrMap map => EvaluateMap(map),
        IrQuantifier quantifier => EvaluateQuantifier(quantifier),
        IrTransformList transform => EvaluateTransformList(transform),
        IrTransformMap transform => EvaluateTransformMap(transform),
        IrSortBy sort => EvaluateByKey(sort.Range, sort.Element, sort.Key, Sorting.SortBy),
        IrGroupBy group => EvaluateByKey(group.Range, group.Element, group.Key, static (keys, items) => Grouping.GroupBy(keys, items)),
        _ => throw new InvalidOperationException($"no meaning for {expression.GetType().Name}"),
    };

    private Value EvaluateSlot(IrSlot slot)
    {
        var value = _frame.Slots[slot.Slot];
        return value.IsAbsent ? Faults.NoSuchVariable(slot.Name) : value;
    }

    private Value EvaluateCall(IrCall call)
    {
        var arguments = new Value[call.Arguments.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = Evaluate(call.Arguments[i]);
            if (arguments[i].IsFault)
            {
                return arguments[i];
            }
        }

        return Library.Invoke(call.Function, arguments);
    }

    private Value EvaluateInterpolation(IrInterpolation interpolation)
    {
        var parts = new string[interpolation.Parts.Length];
        long length = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            var part = Operands.Prepare(Evaluate(interpolation.Parts[i]));
            if (!part.TryGetText(out var text))
            {
                return part.IsFault ? part : Faults.TypeMismatch(TypeNames.Text, part);
            }

            length += text.Length;
            if (length > Limits.MaxTextLength)
            {
                return Faults.TextTooLong;
            }

            parts[i] = text;
        }

        return Value.Of(string.Concat(parts));
    }
}
