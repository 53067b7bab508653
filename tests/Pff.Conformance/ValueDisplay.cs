using Pff.Core.Plan;

namespace Pff.Conformance;

/// <summary>Values with their kinds, so that 1 and 1.0 look different.</summary>
internal static class ValueDisplay
{
    private const int MaxDepth = 20;

    public static string Show(in Value value, int depth = 0)
    {
        if (depth > MaxDepth)
        {
            return "…";
        }

        switch (value.Kind)
        {
            case ValueKind.Text:
                return $"\"{value.AsText}\"";
            case ValueKind.List:
                var list = value.AsList;
                return $"[{string.Join(", ", Enumerable.Range(0, list.Count).Select(i => Show(list[i], depth + 1)))}]";
            case ValueKind.Map:
                var map = value.AsMap;
                return $"{{{string.Join(", ", Enumerable.Range(0, map.Count).Select(i => $"{Show(map.KeyAt(i), depth + 1)}: {Show(map.ValueAt(i), depth + 1)}"))}}}";
            case ValueKind.Optional:
                var optional = value.As<OptionalValue>();
                return optional.HasValue ? $"optional({Show(optional.Inner, depth + 1)})" : "optional()";
            case ValueKind.Double:
                return $"double {value}";
            case ValueKind.Fault:
                return $"fault {value}";
            default:
                return value.ToString();
        }
    }
}
