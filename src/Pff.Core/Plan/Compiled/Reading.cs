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

    /// <summary>As <see cref="Expect"/> for what a slot holds; a slot not set is a NoSuchVariable fault.</summary>
    public static Value Slot(Value value, ValueKind kind, string name) => value.IsAbsent ? Faults.NoSuchVariable(name) : Expect(value, kind);

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

    /// <summary><c>element in container</c>: a bool, or a fault.</summary>
    public static Value In(string element, Value container)
    {
        if (container.TryGet<ListValue>(out var list))
        {
            foreach (ref readonly var item in list.Items)
            {
                if (!item.TryGetText(out var text))
                {
                    return Access.In(Value.Of(element), container);
                }

                if (string.Equals(text, element, StringComparison.Ordinal))
                {
                    return Value.True;
                }
            }

            return Value.False;
        }

        return Library.Library.Invoke(Builtin.In, Value.Of(element), container);
    }

    /// <inheritdoc cref="In(string, Value)"/>
    public static Value In(long element, Value container)
    {
        if (container.TryGet<ListValue>(out var list))
        {
            foreach (ref readonly var item in list.Items)
            {
                if (!item.TryGetInt(out var number))
                {
                    return Access.In(Value.Of(element), container);
                }

                if (number == element)
                {
                    return Value.True;
                }
            }

            return Value.False;
        }

        return Library.Library.Invoke(Builtin.In, Value.Of(element), container);
    }

    /// <summary>An int, or a fault.</summary>
    public static Value Size(Value value) =>
        value.TryGet<ListValue>(out var list) ? Value.Of((long)list.Count) : Library.Library.Invoke(Builtin.Size, value);
}
