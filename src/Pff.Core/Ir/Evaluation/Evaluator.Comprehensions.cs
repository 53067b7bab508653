using Pff.Core.Plan;
using Pff.Core.Plan.Library;

namespace Pff.Core.Ir.Evaluation;

/// <content>Nodes that go over the elements of a list or the entries of a map.</content>
public sealed partial class Evaluator
{
    private Value EvaluateQuantifier(IrQuantifier quantifier)
    {
        var range = EvaluateRange(quantifier.Range);
        if (range.IsFault)
        {
            return range;
        }

        Value fault = default;
        var trueCount = 0;
        for (var i = 0; i < CountOf(range); i++)
        {
            Bind(range, i, quantifier.First, quantifier.Second);
            var holds = Operands.AsCondition(Evaluate(quantifier.Predicate));
            if (!TryStep())
            {
                return _stop;
            }

            if (!holds.TryGetBool(out var isTrue))
            {
                if (quantifier.Kind == QuantifierKind.ExistsOne)
                {
                    return holds;
                }

                fault = fault.IsAbsent ? holds : fault;
            }
            else if (isTrue == (quantifier.Kind == QuantifierKind.Exists) && quantifier.Kind != QuantifierKind.ExistsOne)
            {
                return holds;
            }
            else
            {
                trueCount += isTrue ? 1 : 0;
            }
        }

        return fault.IsFault ? fault : Value.Of(quantifier.Kind switch
        {
            QuantifierKind.All => true,
            QuantifierKind.Exists => false,
            _ => trueCount == 1,
        });
    }

    private Value EvaluateTransformList(IrTransformList transform)
    {
        var range = EvaluateRange(transform.Range);
        if (range.IsFault)
        {
            return range;
        }

        var items = new List<Value>();
        for (var i = 0; i < CountOf(range); i++)
        {
            Bind(range, i, transform.First, transform.Second);
            var isKept = transform.Filter is null ? Value.True : Operands.AsCondition(Evaluate(transform.Filter));
            if (!TryStep())
            {
                return _stop;
            }

            if (!isKept.TryGetBool(out var isTrue))
            {
                return isKept;
            }

            if (!isTrue)
            {
                continue;
            }

            var value = transform.Projection is null ? _variables[transform.First] : Evaluate(transform.Projection);
            var fault = AddTo(items, value, transform.Flattens);
            if (fault.IsFault)
            {
                return fault;
            }
        }

        return Value.Of(new ListValue([.. items]));
    }

    private static Value AddTo(List<Value> items, in Value value, bool flattens)
    {
        if (!flattens)
        {
            items.Add(value);
            return value.IsFault ? value : items.Count > Limits.MaxElements ? Faults.TooManyElements : default;
        }

        var clean = Operands.Prepare(value);
        if (!clean.TryGet<ListValue>(out var list))
        {
            return clean.IsFault ? clean : Faults.TypeMismatch(TypeNames.List, clean);
        }

        if (items.Count + (long)list.Count > Limits.MaxElements)
        {
            return Faults.TooManyElements;
        }

        items.AddRange(list.Items);
        return default;
    }

    private Value EvaluateTransformMap(IrTransformMap transform)
    {
        var range = EvaluateRange(transform.Range);
        if (range.IsFault)
        {
            return range;
        }

        var builder = new MapBuilder();
        for (var i = 0; i < CountOf(range); i++)
        {
            Bind(range, i, transform.First, transform.Second);
            var isKept = transform.Filter is null ? Value.True : Operands.AsCondition(Evaluate(transform.Filter));
            if (!TryStep())
            {
                return _stop;
            }

            if (!isKept.TryGetBool(out var isTrue))
            {
                return isKept;
            }

            if (!isTrue)
            {
                continue;
            }

            var value = Evaluate(transform.Projection);
            var fault = transform.MakesEntries ? AddEntries(builder, value) : builder.Add(_variables[transform.First], value);
            if (fault.IsFault)
            {
                return fault;
            }
        }

        return builder.Build();
    }

    private static Value AddEntries(MapBuilder builder, in Value value)
    {
        var clean = Operands.Prepare(value);
        if (!clean.TryGet<MapValue>(out var map))
        {
            return clean.IsFault ? clean : Faults.TypeMismatch(TypeNames.Map, clean);
        }

        for (var i = 0; i < map.Count; i++)
        {
            var fault = builder.Add(map.KeyAt(i), map.ValueAt(i));
            if (fault.IsFault)
            {
                return fault;
            }
        }

        return default;
    }

    private Value EvaluateByKey(IrExpression rangeExpression, IrVariable element, IrExpression key, Func<Value[], Value[], Value> finish)
    {
        var range = EvaluateRange(rangeExpression);
        if (range.IsFault)
        {
            return range;
        }

        var items = new Value[CountOf(range)];
        var keys = new Value[items.Length];
        for (var i = 0; i < items.Length; i++)
        {
            Bind(range, i, element, null);
            items[i] = _variables[element];
            keys[i] = Evaluate(key);
            if (keys[i].IsFault)
            {
                return keys[i];
            }
        }

        return finish(keys, items);
    }

    /// <summary>A list or map, or a fault.</summary>
    private Value EvaluateRange(IrExpression range)
    {
        var value = Operands.Prepare(Evaluate(range));
        return value.Kind is ValueKind.List or ValueKind.Map or ValueKind.Fault ? value : Faults.NotIterable(value);
    }

    private static int CountOf(in Value range) => range.TryGet<ListValue>(out var list) ? list.Count : range.AsMap.Count;

    private void Bind(in Value range, int index, IrVariable first, IrVariable? second)
    {
        if (range.TryGet<ListValue>(out var list))
        {
            _variables[first] = second is null ? list[index] : Value.Of((long)index);
            if (second is not null)
            {
                _variables[second] = list[index];
            }

            return;
        }

        var map = range.AsMap;
        _variables[first] = map.KeyAt(index);
        if (second is not null)
        {
            _variables[second] = map.ValueAt(index);
        }
    }
}
