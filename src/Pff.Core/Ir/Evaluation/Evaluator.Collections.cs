using Pff.Core.Plan;
using Pff.Core.Plan.Library;

namespace Pff.Core.Ir.Evaluation;

/// <content>Literals of lists and maps.</content>
public sealed partial class Evaluator
{
    private Value EvaluateList(IrList list)
    {
        var items = new List<Value>(list.Elements.Length);
        foreach (var element in list.Elements)
        {
            var value = Evaluate(element.Value);
            if (element.IsOptional)
            {
                value = Unwrap(value);
            }

            if (value.IsFault)
            {
                return value;
            }

            if (!element.IsOptional || !value.IsAbsent)
            {
                items.Add(value);
            }
        }

        return items.Count > Limits.MaxElements ? Faults.TooManyElements : Value.Of(new ListValue([.. items]));
    }

    private Value EvaluateMap(IrMap map)
    {
        var builder = new MapBuilder();
        foreach (var entry in map.Entries)
        {
            var key = Evaluate(entry.Key);
            if (key.IsFault)
            {
                return key;
            }

            var value = Evaluate(entry.Value);
            if (entry.IsOptional)
            {
                value = Unwrap(value);
                if (value.IsAbsent)
                {
                    continue;
                }
            }

            var fault = builder.Add(key, value);
            if (fault.IsFault)
            {
                return fault;
            }
        }

        return builder.Build();
    }

    /// <summary>What an optional holds, absent where it is empty; anything else is a fault.</summary>
    private static Value Unwrap(in Value value) =>
        value.TryGet<OptionalValue>(out var optional) ? optional.Inner
        : value.IsFault ? value
        : Faults.TypeMismatch(TypeNames.Optional, value);
}
