using Pff.Core.Plan.Library;

namespace Pff.Core.Plan.Compiled;

/// <summary>
/// How compiled expressions look at a value of which they know less than they would like. These are the paths beside
/// the fast ones that are written out in the generated code.
/// </summary>
public static class Reading
{
    /// <summary>
    /// The value as one of the kind that its static type promises; a TypeMismatch fault where it is not, which is how
    /// data from outside that lies about its type shows.
    /// </summary>
    public static Value Expect(Value value, ValueKind kind) => Coercions.Narrow(value, kind, allowsNull: false);

    /// <summary>A bool, or a fault.</summary>
    public static Value Equal(Value left, Value right)
    {
        if (left.TryGetText(out var leftText) && right.TryGetText(out var rightText))
        {
            return Value.Of(string.Equals(leftText, rightText, StringComparison.Ordinal));
        }

        return left.TryGetInt(out var leftInt) && right.TryGetInt(out var rightInt)
            ? Value.Of(leftInt == rightInt)
            : Equality.Equal(left, right);
    }

    /// <summary>An int, or a fault.</summary>
    public static Value Size(Value value) =>
        value.TryGet<ListValue>(out var list) ? Value.Of((long)list.Count) : Library.Library.Invoke(Builtin.Size, value);
}
