using System.Text;
using Pff.Core.Plan;
using Pff.Core.Plan.Decoding;

namespace Pff.Benchmarks.Expressions;

/// <summary>The data that the expressions read: a response as the decoder gives it, and inputs of a row.</summary>
internal static class ExpressionData
{
    private static readonly Projection Contract = Object(
        ("id", Leaf(ScalarExpectation.Text)), ("status", Leaf(ScalarExpectation.Text)), ("amount", Leaf(ScalarExpectation.Int)),
        ("rate", Leaf(ScalarExpectation.Double)), ("open", Leaf(ScalarExpectation.Bool)), ("note", Leaf(ScalarExpectation.Text)));

    private static readonly Projection Customer = Object(
        ("id", Leaf(ScalarExpectation.Text)), ("name", Leaf(ScalarExpectation.Text)), ("age", Leaf(ScalarExpectation.Int)),
        ("active", Leaf(ScalarExpectation.Bool)), ("contracts", Elements(Contract)), ("tags", Elements(Leaf(ScalarExpectation.Text))),
        ("limits", Elements(Leaf(ScalarExpectation.Int))), ("nick", Leaf(ScalarExpectation.Text)));

    public static Frame MakeFrame(int slotCount)
    {
        var frame = new Frame(slotCount, default);
        var contracts = string.Join(',', Enumerable.Range(0, 10).Select(i =>
            $$"""{"id":"K{{i}}","status":"{{(i == 7 ? "Suspended" : "Active")}}","amount":{{i * 11}},"rate":{{i / 2}}.5,"open":{{(i % 3 != 0 ? "true" : "false")}}}"""));
        frame.Slots[0] = Decode(Customer, $$$"""
            {"id":"C1","name":"Maria","age":42,"active":true,"contracts":[{{{contracts}}}],
             "tags":["new","blue","vip"],"limits":{"daily":100,"monthly":2000}}
            """);
        frame.Slots[1] = Value.Of(12L);
        frame.Slots[2] = Value.Of(30L);
        frame.Slots[3] = Value.Of(12.5);
        frame.Slots[4] = Value.Of(new string("Corrected".AsSpan()));
        frame.Slots[5] = Decode(Elements(Leaf(ScalarExpectation.Int)), $"[{string.Join(',', Enumerable.Range(0, 20))}]");
        return frame;
    }

    private static Value Decode(Projection projection, string json)
    {
        var decoded = new ResponseDecoder(projection, "benchmark").Decode(Encoding.UTF8.GetBytes(json));
        return decoded.Problem is { } problem ? throw new InvalidOperationException(problem.English) : decoded.Value;
    }

    private static Projection Leaf(ScalarExpectation scalar) => new() { Scalar = scalar, AllowsNull = false };

    private static Projection Elements(Projection elements) => new() { DecodesAll = true, Elements = elements, AllowsNull = false };

    private static Projection Object(params (string Name, Projection Projection)[] properties) =>
        new() { Properties = [.. properties.Select(p => new ProjectedProperty(p.Name, p.Projection))], AllowsNull = false };
}
