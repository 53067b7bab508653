namespace Pff.Core.Plan.Library;

/// <summary><c>size(x)</c>: code points of a text, elements of a list, entries of a map.</summary>
public static class Sizes
{
    public static Value Of(in Value operand) => operand.Kind switch
    {
        ValueKind.Text => Value.Of((long)CodePoints.Count(operand.AsText)),
        ValueKind.List => Value.Of((long)operand.AsList.Count),
        ValueKind.Map => Value.Of((long)operand.AsMap.Count),
        _ => Faults.NoSuchOverload(Builtin.Size, operand),
    };
}
