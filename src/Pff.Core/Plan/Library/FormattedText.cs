using System.Text;

namespace Pff.Core.Plan.Library;

/// <summary>How <c>%s</c> shows a value: lists as <c>[a, b]</c>, maps as <c>{k: v}</c> sorted by the text of the keys.</summary>
internal static class FormattedText
{
    public static Value Write(in Value value)
    {
        var result = new StringBuilder();
        var fault = Write(result, value, 0);
        return fault.IsFault ? fault : Value.Of(result.ToString());
    }

    private static Value Write(StringBuilder result, in Value value, int depth)
    {
        if (depth > Limits.MaxDepth)
        {
            return Faults.TooDeep;
        }

        switch (value.Kind)
        {
            case ValueKind.Null:
                result.Append("null");
                break;
            case ValueKind.Double:
                result.Append(NumberText.WritePlain(value.AsDouble));
                break;
            case ValueKind.Type:
                result.Append(value.As<TypeValue>().Name);
                break;
            case ValueKind.List:
                return WriteList(result, value.AsList, depth);
            case ValueKind.Map:
                return WriteMap(result, value.AsMap, depth);
            case ValueKind.Json or ValueKind.Secret or ValueKind.Fault:
                var clean = Operands.Prepare(value);
                return clean.IsFault ? clean : Write(result, clean, depth);
            default:
                var text = Conversions.ToText(value);
                if (text.IsFault)
                {
                    return Faults.FormatTextClause(value);
                }

                result.Append(text.AsText);
                break;
        }

        return result.Length > Limits.MaxTextLength ? Faults.TextTooLong : default;
    }

    private static Value WriteList(StringBuilder result, ListValue list, int depth)
    {
        result.Append('[');
        for (var i = 0; i < list.Count; i++)
        {
            result.Append(i > 0 ? ", " : "");
            var fault = Write(result, list[i], depth + 1);
            if (fault.IsFault)
            {
                return fault;
            }
        }

        result.Append(']');
        return default;
    }

    private static Value WriteMap(StringBuilder result, MapValue map, int depth)
    {
        var entries = new List<(string Key, Value Value)>(map.Count);
        for (var i = 0; i < map.Count; i++)
        {
            var key = Write(map.KeyAt(i));
            if (key.IsFault)
            {
                return key;
            }

            entries.Add((key.AsText, map.ValueAt(i)));
        }

        result.Append('{');
        var isFirst = true;
        foreach (var (key, value) in entries.OrderBy(entry => entry.Key, Comparer<string>.Create(Ordering.CompareText)))
        {
            result.Append(isFirst ? "" : ", ").Append(key).Append(": ");
            isFirst = false;
            var fault = Write(result, value, depth + 1);
            if (fault.IsFault)
            {
                return fault;
            }
        }

        result.Append('}');
        return default;
    }
}
