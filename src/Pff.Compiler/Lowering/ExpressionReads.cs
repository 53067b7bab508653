using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Pff.Core.Ir;
using Pff.Core.Plan;
using Pff.Core.Types;

namespace Pff.Compiler.Lowering;

/// <summary>
/// Follows what expressions read of results. Each expression gives the origin of its value; who uses the value in a way
/// that needs all of it says so with <see cref="ReadWhole"/>. What is not understood is read whole.
/// </summary>
/// <param name="slots">The origin of each slot of the sequence.</param>
internal sealed class ExpressionReads(Origin[] slots)
{
    private readonly Dictionary<IrVariable, Origin> _variables = new(ReferenceEqualityComparer.Instance);

    /// <summary>The expression's value is needed whole.</summary>
    public void ReadWhole(IrExpression expression)
    {
        var origin = Follow(expression);
        origin.ReadWhole();
    }

    public Origin Follow(IrExpression expression)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            // Nothing is known of what lies deeper, so it may read everything.
            foreach (var known in slots.Concat(_variables.Values))
            {
                known.ReadWhole();
                known.PassOn();
            }

            return Nowhere;
        }

        var origin = FollowNode(expression);
        if (ReadNode.IsScalar(expression.Type))
        {
            // A scalar costs nothing, and a value that is only moved about is then checked all the same.
            origin.ReadWhole();
        }

        return origin;
    }

    private static Origin Nowhere => Origin.Nowhere;

    private Origin FollowNode(IrExpression expression)
    {
        switch (expression)
        {
            case IrSlot slot:
                var origin = slot.Slot >= 0 && slot.Slot < slots.Length ? slots[slot.Slot] : Nowhere;
                origin.Touch();
                return origin;
            case IrLocal local:
                return _variables.GetValueOrDefault(local.Variable, Nowhere);
            case IrSelect select:
                return Follow(select.Operand).Property(select.Name);
            case IrSafeSelect select:
                return Follow(select.Operand).Property(select.Name);
            case IrOptionalSelect select:
                return Follow(select.Operand).Property(select.Name);
            case IrHas has:
                Follow(has.Operand).Property(has.Name).Touch();
                return Nowhere;
            case IrCall call:
                return FollowCall(call);
            case IrCoerce { Coercion: CoercionKind.Widen or CoercionKind.Narrow } coerce:
                return Follow(coerce.Operand);
            case IrCoerce coerce:
                return Consume(coerce.Operand);
            case IrConditional conditional:
                ReadWhole(conditional.Condition);
                return Follow(conditional.Then).Or(Follow(conditional.Else));
            case IrCoalesce coalesce:
                return Follow(coalesce.Left).Or(Follow(coalesce.Right));
            case IrAnd and:
                return Consume(and.Left, and.Right);
            case IrOr or:
                return Consume(or.Left, or.Right);
            case IrInterpolation interpolation:
                return Consume([.. interpolation.Parts]);
            case IrLet let:
                _variables[let.Variable] = Follow(let.Value);
                return Follow(let.Body);
            case IrMatch match:
                return FollowMatch(match);
            case IrList list:
                return Origin.Containing(Union(list.Elements.Select(e => Follow(e.Value))));
            case IrMap map:
                return FollowMap(map);
            case IrConstant or IrNow or IrFault:
                return Nowhere;
            default:
                return FollowComprehension(expression);
        }
    }

    private Origin FollowMatch(IrMatch match)
    {
        var subject = Follow(match.Value);
        _variables[match.Subject] = subject;
        var result = Nowhere;
        foreach (var arm in match.Arms)
        {
            if (arm.Pattern is not null)
            {
                subject.ReadWhole();
                ReadWhole(arm.Pattern);
            }

            result = result.Or(Follow(arm.Result));
        }

        return result;
    }

    private Origin FollowMap(IrMap map)
    {
        foreach (var entry in map.Entries)
        {
            ReadWhole(entry.Key);
        }

        return Origin.Containing(Union(map.Entries.Select(e => Follow(e.Value))));
    }

    private Origin FollowCall(IrCall call)
    {
        var arguments = call.Arguments;
        switch (call.Function)
        {
            case Builtin.Index or Builtin.OptionalIndex when arguments.Length == 2:
                return FollowIndex(arguments[0], arguments[1]);
            case Builtin.Size or Builtin.Count when arguments is [var counted] && IsList(counted):
                Follow(counted).Element().Touch();
                return Nowhere;
            case Builtin.First or Builtin.Last when arguments is [var list] && IsList(list):
                return Follow(list).Element();
            case Builtin.Reverse or Builtin.Slice when arguments.Length > 0 && IsList(arguments[0]):
                Consume([.. arguments.Skip(1)]);
                return Origin.Containing(Follow(arguments[0]).Element());
            case Builtin.Equal or Builtin.NotEqual when arguments.Length == 2 && arguments.Any(IsNull):
                // Whether something is null shows without its being decoded.
                foreach (var argument in arguments)
                {
                    Follow(argument).Touch();
                }

                return Nowhere;
            case Builtin.OptionalOf or Builtin.OptionalGetValue when arguments is [var inner]:
                return Follow(inner);
            case Builtin.OptionalHasValue when arguments is [var tested]:
                Follow(tested).Touch();
                return Nowhere;
            case Builtin.OptionalOr or Builtin.OptionalOrValue:
                return Union(arguments.Select(Follow));
            case Builtin.ToDyn when arguments is [var widened]:
                return Follow(widened);
            default:
                return Consume([.. arguments]);
        }
    }

    private Origin FollowIndex(IrExpression operand, IrExpression key)
    {
        ReadWhole(key);
        var origin = Follow(operand);
        if (IsList(operand) || ReadNode.Unwrap(operand.Type) is MapType)
        {
            return origin.Element();
        }

        if (key is IrConstant { Value.Kind: ValueKind.Text } name && ReadNode.Unwrap(operand.Type) is ObjectType)
        {
            return origin.Property(name.Value.AsText);
        }

        // Which of list, map and object it is shows only when it runs.
        origin.ReadWhole();
        return origin.Elements ?? Nowhere;
    }

    private Origin FollowComprehension(IrExpression expression)
    {
        switch (expression)
        {
            case IrQuantifier quantifier:
                Bind(quantifier.Range, quantifier.First, quantifier.Second);
                ReadWhole(quantifier.Predicate);
                return Nowhere;
            case IrTransformList transform:
                var element = Bind(transform.Range, transform.First, transform.Second);
                Filter(transform.Filter);
                var projected = transform.Projection is null ? element : Follow(transform.Projection);
                return Origin.Containing(transform.Flattens ? Flattened(transform, projected) : projected);
            case IrTransformMap transform:
                Bind(transform.Range, transform.First, transform.Second);
                Filter(transform.Filter);
                if (transform.MakesEntries)
                {
                    return Consume(transform.Projection);
                }

                return Origin.Containing(Follow(transform.Projection));
            case IrSortBy sort:
                var sorted = Bind(sort.Range, sort.Element, null);
                ReadWhole(sort.Key);
                return Origin.Containing(sorted);
            case IrGroupBy group:
                var grouped = Bind(group.Range, group.Element, null);
                ReadWhole(group.Key);
                return Origin.Containing(Origin.Containing(grouped));
            default:
                throw new InvalidOperationException($"no reads for {expression.GetType().Name}");
        }
    }

    /// <summary>Binds the variables of a comprehension and gives the origin of its elements.</summary>
    private Origin Bind(IrExpression range, IrVariable first, IrVariable? second)
    {
        var origin = Follow(range);
        if (!IsList(range))
        {
            // The keys of a map are its own; which there are shows only when it is read whole.
            origin.ReadWhole();
            var values = origin.Elements ?? Nowhere;
            _variables[first] = second is null ? values : Nowhere;
            if (second is not null)
            {
                _variables[second] = values;
            }

            return values;
        }

        var element = origin.Element();
        element.Touch();
        _variables[first] = second is null ? element : Nowhere;
        if (second is not null)
        {
            _variables[second] = element;
        }

        return element;
    }

    private static Origin Flattened(IrTransformList transform, Origin projected)
    {
        if (transform.Projection is not null && IsList(transform.Projection))
        {
            return projected.Element();
        }

        projected.ReadWhole();
        return projected.Elements ?? Nowhere;
    }

    private void Filter(IrExpression? filter)
    {
        if (filter is not null)
        {
            ReadWhole(filter);
        }
    }

    private Origin Consume(params ImmutableArray<IrExpression> expressions)
    {
        foreach (var expression in expressions)
        {
            ReadWhole(expression);
        }

        return Nowhere;
    }

    private static Origin Union(IEnumerable<Origin> origins) => origins.Aggregate(Nowhere, (all, next) => all.Or(next));

    private static bool IsNull(IrExpression expression) => expression is IrConstant { Value.IsNull: true }
        || (expression is IrCoerce { Coercion: CoercionKind.Widen } coerce && IsNull(coerce.Operand));

    private static bool IsList(IrExpression expression) => ReadNode.Unwrap(expression.Type) is ListType;
}
