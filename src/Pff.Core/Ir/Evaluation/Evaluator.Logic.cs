using Pff.Core.Plan;
using Pff.Core.Plan.Library;
using Pff.Core.Types;

namespace Pff.Core.Ir.Evaluation;

/// <content>Nodes that do not evaluate all their parts.</content>
public sealed partial class Evaluator
{
    /// <summary><c>&amp;&amp;</c> is decided by false, <c>||</c> by true, on either side, whatever fault the other side has.</summary>
    private Value EvaluateLogic(IrExpression left, IrExpression right, bool decisive)
    {
        var leftValue = Operands.AsCondition(Evaluate(left));
        if (leftValue.TryGetBool(out var leftBool) && leftBool == decisive)
        {
            return leftValue;
        }

        var rightValue = Operands.AsCondition(Evaluate(right));
        return rightValue.TryGetBool(out var rightBool) && rightBool == decisive ? rightValue
            : leftValue.IsFault ? leftValue
            : rightValue;
    }

    private Value EvaluateConditional(IrConditional conditional)
    {
        var condition = Operands.AsCondition(Evaluate(conditional.Condition));
        return condition.TryGetBool(out var isTrue) ? Evaluate(isTrue ? conditional.Then : conditional.Else) : condition;
    }

    /// <param name="coalesce">The node.</param>
    /// <param name="isMissing">Whether the right side, where it was needed, ends in a field or key that is not there.</param>
    private Value EvaluateCoalesce(IrCoalesce coalesce, out bool isMissing)
    {
        var left = EvaluatePath(coalesce.Left, out isMissing);
        if (isMissing || Operands.IsNothing(left))
        {
            return EvaluatePath(coalesce.Right, out isMissing);
        }

        return coalesce.Left.Type is OptionalType ? Operands.Unwrap(left) : left;
    }

    /// <summary>
    /// A value, and whether it is the fault of a selection or index on the expression's own path: <c>a.b[i].c</c> where
    /// <c>b</c>, <c>[i]</c> or <c>c</c> is not there, but not where the index <c>i</c> has such a fault itself.
    /// </summary>
    private Value EvaluatePath(IrExpression expression, out bool isMissing)
    {
        isMissing = false;
        if (!TryStep())
        {
            return _stop;
        }

        var result = expression switch
        {
            IrSelect select => EvaluateStepOfPath(select.Operand, out isMissing, operand => Access.Select(operand, select.Name)),
            IrSafeSelect select => EvaluateStepOfPath(select.Operand, out isMissing, operand => Access.SafeSelect(operand, select.Name)),
            IrOptionalSelect select => EvaluateStepOfPath(select.Operand, out isMissing, operand => Access.OptionalSelect(operand, select.Name)),
            IrCall { Function: Builtin.Index or Builtin.OptionalIndex, Arguments.Length: 2 } index => EvaluateIndexOfPath(index, out isMissing),
            IrCoerce coerce => EvaluateStepOfPath(coerce.Operand, out isMissing, operand => Coercion.Apply(coerce, operand)),
            IrCoalesce coalesce => EvaluateCoalesce(coalesce, out isMissing),
            _ => Evaluate(expression),
        };
        return Coercion.Expect(result, expression.Type);
    }

    private Value EvaluateStepOfPath(IrExpression operand, out bool isMissing, Func<Value, Value> step)
    {
        var value = EvaluatePath(operand, out isMissing);
        if (value.IsFault)
        {
            return value;
        }

        var result = step(value);
        isMissing = result.TryGet<Fault>(out var fault) && Access.IsMissing(fault);
        return result;
    }

    private Value EvaluateIndexOfPath(IrCall index, out bool isMissing)
    {
        var operand = EvaluatePath(index.Arguments[0], out isMissing);
        if (operand.IsFault)
        {
            return operand;
        }

        var key = Evaluate(index.Arguments[1]);
        if (key.IsFault)
        {
            return key;
        }

        var result = Library.Invoke(index.Function, operand, key);
        isMissing = result.TryGet<Fault>(out var fault) && Access.IsMissing(fault);
        return result;
    }

    private Value EvaluateLet(IrLet let)
    {
        // A fault goes into the variable; only reading it makes it a fault of the body.
        _variables[let.Variable] = Evaluate(let.Value);
        return Evaluate(let.Body);
    }

    private Value EvaluateMatch(IrMatch match)
    {
        var subject = Evaluate(match.Value);
        if (subject.IsFault)
        {
            return subject;
        }

        _variables[match.Subject] = subject;
        foreach (var arm in match.Arms)
        {
            if (arm.Pattern is null)
            {
                return Evaluate(arm.Result);
            }

            var pattern = Evaluate(arm.Pattern);
            var isEqual = pattern.IsFault ? pattern : Library.Invoke(Builtin.Equal, subject, pattern);
            if (!isEqual.TryGetBool(out var isTaken))
            {
                return isEqual;
            }

            if (isTaken)
            {
                return Evaluate(arm.Result);
            }
        }

        return Faults.NoMatchingArm;
    }
}
