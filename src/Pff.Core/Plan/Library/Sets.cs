namespace Pff.Core.Plan.Library;

/// <summary>CEL's <c>sets.*</c>: lists compared by which values are in them, however often and in whatever order.</summary>
public static class Sets
{
    internal static Value Invoke(Builtin function, ListValue left, ListValue right) => function switch
    {
        Builtin.SetsContains => Contains(left, right),
        Builtin.SetsIntersects => Intersects(left, right),
        _ => Equivalent(left, right),
    };

    /// <summary>Whether every value of the second list is in the first.</summary>
    public static Value Contains(ListValue list, ListValue sought)
    {
        var known = Of(list, out var fault);
        if (fault.IsFault)
        {
            return fault;
        }

        foreach (ref readonly var item in sought.Items)
        {
            var clean = Operands.Prepare(item);
            if (clean.IsFault)
            {
                return clean;
            }

            if (!known.Contains(clean))
            {
                return Value.False;
            }
        }

        return Value.True;
    }

    /// <summary>Whether both lists have the same values.</summary>
    public static Value Equivalent(ListValue left, ListValue right)
    {
        var contains = Contains(left, right);
        return contains.TryGetBool(out var isPart) && isPart ? Contains(right, left) : contains;
    }

    /// <summary>Whether any value is in both lists.</summary>
    public static Value Intersects(ListValue left, ListValue right)
    {
        var known = Of(left, out var fault);
        if (fault.IsFault)
        {
            return fault;
        }

        foreach (ref readonly var item in right.Items)
        {
            var clean = Operands.Prepare(item);
            if (clean.IsFault || known.Contains(clean))
            {
                return clean.IsFault ? clean : Value.True;
            }
        }

        return Value.False;
    }

    private static HashSet<Value> Of(ListValue list, out Value fault)
    {
        fault = default;
        var known = new HashSet<Value>(ValueEqualityComparer.Instance);
        foreach (ref readonly var item in list.Items)
        {
            var clean = Operands.Prepare(item);
            if (clean.IsFault)
            {
                fault = clean;
                break;
            }

            known.Add(clean);
        }

        return known;
    }
}
