using Pff.Core.Plan;
using Pff.Core.Plan.Library;

namespace Pff.Benchmarks.Expressions;

/// <summary>
/// The longer expressions as one writes them in C#: exceptions where data is wrong, loops where lists are. They promise
/// what the language promises: kinds are looked at, sums have no silent overflow, sizes are code points, and what is made
/// has a limit.
/// </summary>
internal static class ByHand
{
    public static Value Field(in Value value, string name) =>
        value.AsMap.TryGet(name, out var field) ? field : throw new KeyNotFoundException(name);

    public static Value Text(in Value value) => Value.Of(value.AsText);

    public static Value Join(string a, string b, string c) => Value.Of(Short(string.Concat(a, b, c)));

    public static Value Join(string a, string b, string c, string d) => Value.Of(Short(string.Concat(a, b, c, d)));

    public static string Short(string text) =>
        text.Length <= Limits.MaxTextLength ? text : throw new InvalidOperationException("the text is too long");

    public static int CodePoints(string text)
    {
        var count = text.Length;
        for (var i = 1; i < text.Length; i++)
        {
            if (char.IsLowSurrogate(text[i]) && char.IsHighSurrogate(text[i - 1]))
            {
                count--;
            }
        }

        return count;
    }

    public static Value HasTag(Frame frame)
    {
        foreach (ref readonly var tag in Field(frame.Slots[0], "tags").AsList.Items)
        {
            if (tag.AsText == "vip")
            {
                return Value.True;
            }
        }

        return Value.False;
    }

    public static Value ExistsSuspended(Frame frame)
    {
        foreach (ref readonly var contract in Contracts(frame))
        {
            if (Field(contract, "status").AsText == "Suspended")
            {
                return Value.True;
            }
        }

        return Value.False;
    }

    public static Value AllPlausible(Frame frame)
    {
        foreach (ref readonly var contract in Contracts(frame))
        {
            if (Field(contract, "amount").AsInt < 0 || Field(contract, "id").AsText == "")
            {
                return Value.False;
            }
        }

        return Value.True;
    }

    public static Value CountOpen(Frame frame)
    {
        long count = 0;
        foreach (ref readonly var contract in Contracts(frame))
        {
            if (Field(contract, "open").AsBool)
            {
                count++;
            }
        }

        return Value.Of(count);
    }

    public static Value Amounts(Frame frame)
    {
        var contracts = Contracts(frame);
        var amounts = new Value[contracts.Length];
        for (var i = 0; i < amounts.Length; i++)
        {
            amounts[i] = Value.Of(Field(contracts[i], "amount").AsInt);
        }

        return Value.Of(new ListValue(amounts));
    }

    public static Value SumAmounts(Frame frame)
    {
        long sum = 0;
        foreach (ref readonly var contract in Contracts(frame))
        {
            sum = checked(sum + Field(contract, "amount").AsInt);
        }

        return Value.Of(sum);
    }

    public static Value OpenIds(Frame frame)
    {
        var ids = new List<Value>();
        foreach (ref readonly var contract in Contracts(frame))
        {
            if (Field(contract, "open").AsBool && Field(contract, "amount").AsInt > 10)
            {
                ids.Add(Value.Of(Field(contract, "id").AsText));
            }
        }

        return Value.Of(new ListValue([.. ids]));
    }

    public static Value SumOfSquares(Frame frame)
    {
        long sum = 0;
        foreach (ref readonly var number in Numbers(frame))
        {
            sum = checked(sum + (number.AsInt * number.AsInt));
        }

        return Value.Of(sum);
    }

    public static Value OneIsThirteen(Frame frame)
    {
        var count = 0;
        foreach (ref readonly var number in Numbers(frame))
        {
            count += number.AsInt == 13 ? 1 : 0;
        }

        return Value.Of(count == 1);
    }

    public static Value Evens(Frame frame)
    {
        var evens = new List<Value>();
        foreach (ref readonly var number in Numbers(frame))
        {
            if (number.AsInt % 2 == 0)
            {
                evens.Add(number);
            }
        }

        return Value.Of(new ListValue([.. evens]));
    }

    private static ReadOnlySpan<Value> Contracts(Frame frame) => Bounded(Field(frame.Slots[0], "contracts").AsList.Items);

    private static ReadOnlySpan<Value> Numbers(Frame frame) => Bounded(frame.Slots[5].AsList.Items);

    private static ReadOnlySpan<Value> Bounded(ReadOnlySpan<Value> items) =>
        items.Length <= Limits.MaxElements ? items : throw new InvalidOperationException("the list is too long");
}
