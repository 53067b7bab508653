using Pff.Runtime.Tables;
using Pff.Runtime.Tests.Support;

namespace Pff.Runtime.Tests.Tables;

public sealed class JsonTableTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Lines_and_arrays_give_the_same_table()
    {
        string[] expected = ["id|n|d|ok|o", "1: a|5511999990000|12.50|true|", "2: b||||{\"x\":[1,2]}", "3: |1||false|"];
        var lines = "{\"id\":\"a\",\"n\":5511999990000,\"d\":12.50,\"ok\":true}\r\n{\"o\":{\"x\":[1,2]},\"id\":\"b\",\"n\":null}\n{\"n\":1,\"ok\":false}";
        Assert.Equal(expected, Table.Read(_folder.Write("t.jsonl", lines)));
        var array = "[ " + lines.Replace("\n{", "\n,{", StringComparison.Ordinal) + "\n]\n";
        Assert.Equal(expected, Table.Read(_folder.Write("t.json", array)));
    }

    [Fact]
    public void A_bad_line_fails_alone()
    {
        var path = _folder.Write("t.jsonl", "{\"a\":1}\n{\"a\":\n[1]\n{\"a\":1,\"a\":2}\n{\"a\":1}x\n\n{\"a\":1e999}\n{\"a\":\"\\ud800\"}\n{\"a\":5}\n");
        Assert.Equal(
            ["a", "1: 1", "2: PFF3228", "3: PFF3228", "4: PFF3228", "5: PFF3228", "7: PFF3228", "8: PFF3228", "9: 5"],
            Table.Read(path));
    }

    [Theory]
    [InlineData("t.json", "{\"a\":1}", "PFF3211")]
    [InlineData("t.json", "[{\"a\":1}", "PFF3211")]
    [InlineData("t.json", "[{\"a\":1} {\"a\":2}]", "PFF3211")]
    [InlineData("t.json", "[{\"a\":1},]", "PFF3211")]
    [InlineData("t.json", "[{\"a\":1}] x", "PFF3211")]
    [InlineData("t.json", "[1]", "PFF3211")]
    [InlineData("t.json", "[]", "PFF3204")]
    [InlineData("t.json", "", "PFF3211")]
    [InlineData("t.jsonl", "[{\"a\":1}]", "PFF3211")]
    [InlineData("t.jsonl", "", "PFF3204")]
    [InlineData("t.jsonl", "{}\n{}\n", "PFF3204")]
    public void What_is_no_table_is_refused(string name, string text, string code)
    {
        Assert.Equal(code, Table.Refused(_folder.Write(name, text)).Code);
    }

    [Fact]
    public void Depth_and_size_are_bounded()
    {
        var deep = _folder.Write("deep.jsonl", "{\"a\":1}\n{\"a\":" + new string('[', 100_000) + "\n");
        Assert.Equal(["a", "1: 1", "2: PFF3228"], Table.Read(deep));
        var large = _folder.Write("large.json", "[{\"a\":\"" + new string('x', 100_000) + "\"}]");
        Assert.Equal("PFF3211", Table.Refused(large, new TableOptions { MaximumRowLength = 70_000 }).Code);
        Assert.Equal(["a", "1: PFF3225"], Table.Read(large, new TableOptions { MaximumCellLength = 70_000 }));
    }

    [Fact]
    public void Objects_across_the_buffer_are_whole()
    {
        var objects = Enumerable.Range(0, 5000).Select(i => $"{{\"i\":{i},\"t\":\"{new string('é', i % 97)}\"}}").ToList();
        var lines = Table.Read(_folder.Write("t.json", "[" + string.Join(",\n", objects) + "]"));
        Assert.Equal(5001, lines.Count);
        Assert.Equal($"4321: 4320|{new string('é', 4320 % 97)}", lines[4321]);
    }
}
