using System.Text;
using Pff.Core.Types;

namespace Pff.Compiler.Tests.Lowering;

/// <summary>Random expressions over a recursive type, and random documents that mostly are of it.</summary>
internal sealed class RandomReads(int seed)
{
    private static readonly EnumType Tag = new("Tag", ["red", "blue"], IsOpen: true);

    private readonly Random _random = new(seed);
    private int _variableCount;

    public static ObjectType Node { get; } = MakeNode();

    private static ObjectType MakeNode()
    {
        ObjectType? node = null;
        node = new ObjectType("Node", () =>
        [
            new("id", PffType.Text, true),
            new("n", PffType.Int, true),
            new("d", PffType.Double, true),
            new("m", PffType.Decimal, true),
            new("at", PffType.Timestamp, true),
            new("flag", PffType.Bool, true),
            new("tag", Tag, true),
            new("note", PffType.Text, false),
            new("nil", new NullableType(PffType.Text), true),
            new("any", PffType.Dyn, true),
            new("child", node!, false),
            new("kids", new ListType(node!), true),
            new("names", new ListType(PffType.Text), true),
            new("counts", new MapType(PffType.Text, PffType.Int), true),
            new("more", new MapType(PffType.Text, node!), true),
        ]);
        return node;
    }

    public string AnyExpression(int depth, params string[] nodes) => Pick(6) switch
    {
        0 => NodeOf(depth, nodes),
        1 => ListOf(depth, nodes),
        2 => TextOf(depth, nodes),
        3 => IntOf(depth, nodes),
        4 => $"{NodeOf(depth, nodes)}.{One("any", "counts", "names", "more", "nil", "at", "m")}",
        _ => BoolOf(depth, nodes),
    };

    public string NodeOf(int depth, string[] nodes)
    {
        if (depth <= 0)
        {
            return One(nodes);
        }

        var x = Fresh();
        return Pick(9) switch
        {
            0 => NodeOf(depth - 1, nodes) + ".child",
            1 => $"{NodeOf(depth - 1, nodes)}.kids[{Pick(2)}]",
            2 => $"({BoolOf(depth - 1, nodes)} ? {NodeOf(depth - 1, nodes)} : {NodeOf(depth - 1, nodes)})",
            3 => $"{NodeOf(depth - 1, nodes)}.more[\"{One("a", "b")}\"]",
            4 => $"[{NodeOf(depth - 1, nodes)}, {NodeOf(depth - 1, nodes)}][{Pick(2)}]",
            5 => $"{{\"x\": {NodeOf(depth - 1, nodes)}, \"y\": {One(nodes)}}}.{One("x", "y")}",
            6 => $"{ListOf(depth - 1, nodes)}.filter({x}, {BoolOf(depth - 1, [.. nodes, x])})[0]",
            7 => $"({NodeOf(depth - 1, nodes)}.child ?? {NodeOf(depth - 1, nodes)})",
            _ => One(nodes),
        };
    }

    public string ListOf(int depth, string[] nodes)
    {
        if (depth <= 0)
        {
            return One(nodes) + ".kids";
        }

        var x = Fresh();
        string[] inner = [.. nodes, x];
        return Pick(7) switch
        {
            0 => NodeOf(depth - 1, nodes) + ".kids",
            1 => $"{ListOf(depth - 1, nodes)}.filter({x}, {BoolOf(depth - 1, inner)})",
            2 => $"[{NodeOf(depth - 1, nodes)}, {NodeOf(depth - 1, nodes)}]",
            3 => $"{ListOf(depth - 1, nodes)}.map({x}, {NodeOf(depth - 1, inner)})",
            4 => $"(from {x} in {ListOf(depth - 1, nodes)} where {BoolOf(depth - 1, inner)} select {NodeOf(depth - 1, inner)})",
            5 => $"{ListOf(depth - 1, nodes)}.sort_by({x} => {IntOf(depth - 1, inner)})",
            _ => $"{ListOf(depth - 1, nodes)}.flat_map({x} => {ListOf(depth - 1, inner)})",
        };
    }

    public string BoolOf(int depth, string[] nodes)
    {
        var node = NodeOf(depth - 1, nodes);
        var x = Fresh();
        string[] inner = [.. nodes, x];
        return Pick(13) switch
        {
            0 => $"has({node}.{One("child", "note", "any", "kids", "at", "nil")})",
            1 => $"{node} == {NodeOf(depth - 1, nodes)}",
            2 => $"{TextOf(depth - 1, nodes)} in {node}.names",
            3 => $"{IntOf(depth - 1, nodes)} > {IntOf(depth - 1, nodes)}",
            4 => $"{ListOf(depth - 1, nodes)}.exists({x}, {(depth > 0 ? BoolOf(depth - 1, inner) : x + ".flag")})",
            5 => $"{node}.nil == null",
            6 => $"({node}.flag && {One(nodes)}.at < timestamp(\"2020-01-01T00:00:00Z\"))",
            7 => $"{node}.any == {One(nodes)}.any",
            8 => $"\"a\" in {node}.counts",
            9 => $"{node}.m > 1.5m",
            10 => $"{node}.?child.?flag.hasValue()",
            11 => $"{node}.tag == \"red\"",
            _ => node + ".flag",
        };
    }

    public string TextOf(int depth, string[] nodes)
    {
        var node = NodeOf(depth - 1, nodes);
        return Pick(8) switch
        {
            0 => $"({node}.note ?? \"none\")",
            1 => $"({node}?.child?.id ?? \"gone\")",
            2 => $"{node}.?child.?id.orValue(\"q\")",
            3 => $"f\"{{{node}.id}}/{{{One(nodes)}.n}}\"",
            4 => $"({node}.names[0] + {One(nodes)}.id)",
            5 => $"string({node}.at)",
            6 => $"({node}.nil ?? {One(nodes)}.id)",
            _ => node + ".id",
        };
    }

    public string IntOf(int depth, string[] nodes)
    {
        var node = NodeOf(depth - 1, nodes);
        var x = Fresh();
        return Pick(8) switch
        {
            0 => $"size({ListOf(depth - 1, nodes)})",
            1 => $"{ListOf(depth - 1, nodes)}.sum({x} => {x}.n)",
            2 => $"size({node}.names)",
            3 => $"{node}.counts[\"{One("a", "b")}\"]",
            4 => $"size({node}.counts)",
            5 => $"size({node}.id)",
            6 => $"({node}.n + {One(nodes)}.n)",
            _ => node + ".n",
        };
    }

    /// <summary>A document of the type; now and then a part of it is missing, null or of another kind.</summary>
    public string Document()
    {
        var text = new StringBuilder();
        WriteNode(text, 3);
        return text.ToString();
    }

    private void WriteNode(StringBuilder text, int depth)
    {
        text.Append('{');
        var isFirst = true;
        Field("id", Quoted());
        Field("n", Number());
        Field("d", Number() + ".5");
        Field("m", Number() + ".25");
        Field("at", $"\"20{10 + Pick(20)}-03-04T05:06:07Z\"");
        Field("flag", One("true", "false"));
        Field("tag", One("\"red\"", "\"green\""));
        if (Pick(2) == 0)
        {
            Field("note", Quoted());
        }

        Field("nil", One("null", Quoted()));
        Field("any", One("null", "1", "\"t\"", "{\"id\":\"z\",\"k\":[1,2.5]}", "[1,\"x\"]"));
        if (depth > 0 && Pick(3) > 0)
        {
            Name("child");
            WriteNode(text, depth - 1);
        }

        Name("kids");
        text.Append('[');
        for (var i = depth > 0 ? Pick(3) : 0; i > 0; i--)
        {
            WriteNode(text, depth - 1);
            text.Append(i > 1 ? "," : string.Empty);
        }

        text.Append(']');
        Field("names", One("[]", "[\"p\"]", "[\"p\",\"q\"]"));
        Field("counts", One("{}", "{\"a\":1}", "{\"b\":2,\"a\":3}"));
        Name("more");
        text.Append('{');
        if (depth > 0 && Pick(2) == 0)
        {
            text.Append("\"a\":");
            WriteNode(text, depth - 1);
        }

        text.Append("},\"unknown\":[{}]}");

        void Name(string name)
        {
            text.Append(isFirst ? string.Empty : ",").Append('"').Append(name).Append("\":");
            isFirst = false;
        }

        void Field(string name, string value)
        {
            switch (Pick(40))
            {
                case 0:
                    return;
                case 1:
                    value = One("null", "\"odd\"", "7", "[]", "{\"odd\":1}", "true");
                    break;
            }

            Name(name);
            text.Append(value);
        }
    }

    private string Quoted() => One("\"a\"", "\"b\"", "\"p\"", "\"\\u00e9\\n\"");

    private string Number() => _random.Next(-3, 9).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private string Fresh() => "x" + _variableCount++;

    private int Pick(int count) => _random.Next(count);

    private string One(params string[] choices) => choices[_random.Next(choices.Length)];
}
