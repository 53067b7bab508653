using System.Text;
using CsCheck;
using Pff.Core.Plan;
using Pff.Core.Plan.Library;

namespace Pff.Backend.Tests.Library;

public sealed class JsonTests
{
    [Fact]
    public void What_is_written_reads_back_equal() =>
        Values.Json.Sample(
            value => ValueJson.TryWrite(value, out var utf8) is null && ValueJson.TryParse(utf8.Span, out var again) && Equality.AreEqual(value, again),
            print: Values.Show,
            iter: Values.Iterations);

    [Fact]
    public void Undecoded_JSON_means_what_it_says() =>
        Gen.Select(Values.Json, Gen.Int[0, (int)Builtin.Values], Values.Scalars).Sample((value, function, other) =>
        {
            Assert.Null(ValueJson.TryWrite(value, out var utf8));
            var raw = Value.Of(new JsonValue(utf8));
            var decoded = JsonDecoding.Decode(utf8);
            var fromRaw = Core.Plan.Library.Library.Invoke((Builtin)function, raw, other);
            var fromDecoded = Core.Plan.Library.Library.Invoke((Builtin)function, decoded, other);
            return (fromRaw.IsFault && fromDecoded.IsFault) || Equality.AreEqual(fromRaw, fromDecoded) || (Builtin)function == Builtin.OptionalOr;
        }, iter: Values.Iterations);

    [Theory]
    [InlineData("1", ValueKind.Int)]
    [InlineData("9223372036854775807", ValueKind.Int)]
    [InlineData("9223372036854775808", ValueKind.Double)]
    [InlineData("1.0", ValueKind.Double)]
    [InlineData("1e3", ValueKind.Double)]
    [InlineData("null", ValueKind.Null)]
    [InlineData(" \"a\" ", ValueKind.Text)]
    [InlineData("{}", ValueKind.Map)]
    [InlineData("[]", ValueKind.List)]
    [InlineData("", ValueKind.Fault)]
    [InlineData("1 2", ValueKind.Fault)]
    [InlineData("{\"a\":}", ValueKind.Fault)]
    [InlineData("[1,]", ValueKind.Fault)]
    [InlineData("\"\\ud800\"", ValueKind.Fault)]
    [InlineData("1e999", ValueKind.Fault)]
    public void JSON_gives_values_of_these_kinds(string json, ValueKind expected) =>
        Assert.Equal(expected, JsonDecoding.Decode(Encoding.UTF8.GetBytes(json).AsSpan()).Kind);

    [Fact]
    public void Of_a_repeated_property_the_last_counts()
    {
        var value = JsonDecoding.Decode("""{"a":1,"b":2,"a":3}"""u8);
        Assert.Equal(3, Access.Select(value, "a").AsInt);
        Assert.Equal(2, value.AsMap.Count);
    }

    [Fact]
    public void Large_objects_are_found_in_too()
    {
        var json = "{" + string.Join(",", Enumerable.Range(0, 50_000).Select(i => $"\"k{i}\":{i}")) + ",\"k7\":-7}";
        var value = JsonDecoding.Decode(Encoding.UTF8.GetBytes(json).AsSpan());
        Assert.Equal(50_000, value.AsMap.Count);
        Assert.Equal(-7, Access.Select(value, "k7").AsInt);
    }

    [Fact]
    public void JSON_nested_without_end_is_a_fault_and_not_a_crash() =>
        Assert.True(JsonDecoding.Decode(Encoding.UTF8.GetBytes(new string('[', 1_000_000)).AsSpan()).IsFault);

    [Fact]
    public void Texts_of_values_are_what_a_person_expects()
    {
        Assert.Equal("", ValueText.Write(Value.Null).AsText);
        Assert.Equal("", ValueText.Write(Value.Absent).AsText);
        Assert.Equal("12.50", ValueText.Write(Value.Of(12.50m)).AsText);
        Assert.Equal("0.1", ValueText.Write(Value.Of(0.1)).AsText);
        Assert.Equal("90s", ValueText.Write(Value.Of(new Duration(90, 0))).AsText);
        Assert.Equal("""{"a":[1,"é"],"b":1.50}""", ValueText.Write(Value.Of(new JsonValue("""{ "a": [1, "\u00e9"], "b": 1.50 }"""u8.ToArray()))).AsText);
        Assert.Equal("plain", ValueText.Write(Value.Of(new JsonValue("\"plain\""u8.ToArray()))).AsText);
        Assert.True(ValueText.Write(Value.Of(new SecretValue(Value.Of("x")))).IsFault);
        Assert.True(ValueText.Write(Value.Of(new ListValue([Value.Of(double.NaN)]))).IsFault);
    }

    [Fact]
    public void Bytes_that_are_only_passed_on_are_passed_on_as_they_are()
    {
        var bytes = """{ "a": 1.0,  "a": 2 }"""u8.ToArray();
        Assert.Null(ValueJson.TryWrite(Value.Of(new ListValue([Value.Of(new JsonValue(bytes))])), out var utf8));
        Assert.Equal("""[{ "a": 1.0,  "a": 2 }]""", Encoding.UTF8.GetString(utf8.Span));
    }

    [Fact]
    public void Secrets_are_written_only_where_asked_for()
    {
        var value = Value.Of(new RecordValue(["pin"], [Value.Of(new SecretValue(Value.Of("1234")))]));
        Assert.NotNull(ValueJson.TryWrite(value, out _));
        Assert.Null(ValueJson.TryWrite(value, out var utf8, includesSecrets: true));
        Assert.Equal("""{"pin":"1234"}""", Encoding.UTF8.GetString(utf8.Span));
    }

    [Fact]
    public void Absent_properties_are_left_out()
    {
        Assert.Null(ValueJson.TryWrite(Value.Of(new RecordValue(["a", "b"], [Value.Absent, Value.Null])), out var utf8));
        Assert.Equal("""{"b":null}""", Encoding.UTF8.GetString(utf8.Span));
    }
}
