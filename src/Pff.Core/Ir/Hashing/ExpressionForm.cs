using System.Collections.Immutable;
using Pff.Core.Plan;

namespace Pff.Core.Ir.Hashing;

/// <summary>
/// The canonical form of one expression: its nodes from the root down, each with its name. Variables bound inside are
/// numbered in the order in which they first appear. Types are left out but where a coercion looks at them.
/// </summary>
internal sealed class ExpressionForm(BinaryWriter writer, SlotNumbers slots)
{
    private readonly Dictionary<IrVariable, int> _variables = new(ReferenceEqualityComparer.Instance);

    public void Write(IrExpression expression)
    {
        writer.Write(expression.GetType().Name);
        switch (expression)
        {
            case IrConstant constant:
                WriteConstant(constant.Value);
                break;
            case IrSlot slot:
                writer.Write(slots.Of(slot.Slot));
                break;
            case IrNow:
                break;
            case IrLocal local:
                Variable(local.Variable);
                break;
            case IrFault fault:
                writer.Write((int)fault.Reason);
                writer.Write(fault.Detail);
                break;
            case IrSelect select:
                Write(select.Operand);
                writer.Write(select.Name);
                break;
            case IrHas has:
                Write(has.Operand);
                writer.Write(has.Name);
                break;
            case IrSafeSelect select:
                Write(select.Operand);
                writer.Write(select.Name);
                break;
            case IrOptionalSelect select:
                Write(select.Operand);
                writer.Write(select.Name);
                break;
            default:
                WriteOperation(expression);
                break;
        }
    }

    private void WriteOperation(IrExpression expression)
    {
        switch (expression)
        {
            case IrCall call:
                writer.Write(call.Function.ToString());
                Write(call.Arguments);
                break;
            case IrAnd and:
                Write([and.Left, and.Right]);
                break;
            case IrOr or:
                Write([or.Left, or.Right]);
                break;
            case IrConditional conditional:
                Write([conditional.Condition, conditional.Then, conditional.Else]);
                break;
            case IrCoalesce coalesce:
                Write([coalesce.Left, coalesce.Right]);
                break;
            case IrList list:
                writer.Write(list.Elements.Length);
                foreach (var element in list.Elements)
                {
                    writer.Write(element.IsOptional);
                    Write(element.Value);
                }

                break;
            case IrMap map:
                // The order of entries shows where a map is written out, so it stays.
                writer.Write(map.Entries.Length);
                foreach (var entry in map.Entries)
                {
                    writer.Write(entry.IsOptional);
                    Write([entry.Key, entry.Value]);
                }

                break;
            case IrInterpolation interpolation:
                Write(interpolation.Parts);
                break;
            case IrCoerce coerce:
                writer.Write((byte)coerce.Coercion);
                TypeForm.Write(writer, coerce.Type);
                Write(coerce.Operand);
                break;
            default:
                WriteBinding(expression);
                break;
        }
    }

    private void WriteBinding(IrExpression expression)
    {
        switch (expression)
        {
            case IrLet let:
                Write(let.Value);
                Variable(let.Variable);
                Write(let.Body);
                break;
            case IrQuantifier quantifier:
                writer.Write((byte)quantifier.Kind);
                Range(quantifier.Range, quantifier.First, quantifier.Second);
                Write(quantifier.Predicate);
                break;
            case IrTransformList transform:
                Range(transform.Range, transform.First, transform.Second);
                writer.Write(transform.Flattens);
                Optional(transform.Filter);
                Optional(transform.Projection);
                break;
            case IrTransformMap transform:
                Range(transform.Range, transform.First, transform.Second);
                writer.Write(transform.MakesEntries);
                Optional(transform.Filter);
                Write(transform.Projection);
                break;
            case IrSortBy sort:
                Range(sort.Range, sort.Element, null);
                Write(sort.Key);
                break;
            case IrGroupBy group:
                Range(group.Range, group.Element, null);
                Write(group.Key);
                break;
            case IrMatch match:
                Write(match.Value);
                Variable(match.Subject);
                writer.Write(match.Arms.Length);
                foreach (var arm in match.Arms)
                {
                    Optional(arm.Pattern);
                    Write(arm.Result);
                }

                break;
            default:
                throw new InvalidOperationException($"no form for {expression.GetType().Name}");
        }
    }

    private void Write(ImmutableArray<IrExpression> expressions)
    {
        writer.Write(expressions.Length);
        foreach (var expression in expressions)
        {
            Write(expression);
        }
    }

    private void Range(IrExpression range, IrVariable first, IrVariable? second)
    {
        Write(range);
        Variable(first);
        writer.Write(second is not null);
        if (second is not null)
        {
            Variable(second);
        }
    }

    private void Optional(IrExpression? expression)
    {
        writer.Write(expression is not null);
        if (expression is not null)
        {
            Write(expression);
        }
    }

    private void WriteConstant(Value value)
    {
        var bytes = ConstantFormat.Write(value);
        writer.Write(bytes.Length);
        writer.Write(bytes);
    }

    private void Variable(IrVariable variable)
    {
        if (!_variables.TryGetValue(variable, out var number))
        {
            number = _variables.Count;
            _variables.Add(variable, number);
        }

        writer.Write(number);
    }
}
