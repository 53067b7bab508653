using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;
using Pff.Core.Plan;
using Pff.Core.Plan.Decoding;
using Pff.Core.Plan.Library;

namespace Pff.Runtime.Tests.Decoding;

public sealed class ResponseDecoderTests
{
    private static readonly Projection Text = new() { Scalar = ScalarExpectation.Text };

    [Fact]
    public void Only_what_the_projection_names_is_decoded_and_names_are_shared()
    {
        var projection = new Projection
        {
            Properties =
            [
                new("id", Text),
                new("contract", new Projection { Elements = new Projection { Properties = [new("id", Text), new("open", new Projection { Scalar = ScalarExpectation.Bool })] } }),
                new("raw", Projection.Bytes),
                new("there", Projection.Presence),
            ],
        };
        var value = Decode(projection, """
            {"x":{"id":1},"contract":[{"open":true,"id":"K1","z":[1,2]},{"id":"K2"}],"raw": { "n" : 1.10 } ,"there":[[]],"i\u0064":"C1","y":null}
            """);
        Assert.Equal("C1", Access.Select(value, "id").AsText);
        Assert.False(value.AsMap.TryGet("x", out _));
        Assert.Equal("{ \"n\" : 1.10 }", Encoding.UTF8.GetString(Access.Select(value, "raw").As<JsonValue>().Utf8.Span));
        Assert.True(Access.Has(value, "there").AsBool);
        var contracts = Access.Select(value, "contract").AsList;
        Assert.True(Access.Select(contracts[0], "open").AsBool);
        Assert.Equal(2, contracts[0].AsMap.Count);
        Assert.Equal(1, contracts[1].AsMap.Count);
        Assert.Same(contracts[0].AsMap.KeyAt(0).AsText, contracts[1].AsMap.KeyAt(0).AsText);
    }

    [Theory]
    [InlineData(ScalarExpectation.Int, "9223372036854775807", "9223372036854775807")]
    [InlineData(ScalarExpectation.Int, "5.0", "5")]
    [InlineData(ScalarExpectation.Int, "1e3", "1000")]
    [InlineData(ScalarExpectation.Int, "9223372036854775808", null)]
    [InlineData(ScalarExpectation.Int, "5.5", null)]
    [InlineData(ScalarExpectation.Int, "\"5\"", null)]
    [InlineData(ScalarExpectation.Decimal, "12.50", "12.50")]
    [InlineData(ScalarExpectation.Decimal, "\"0.1000000000000000055511151231\"", "0.1000000000000000055511151231")]
    [InlineData(ScalarExpectation.Decimal, "0.10000000000000000555111512312578", null)]
    [InlineData(ScalarExpectation.Decimal, "1e-30", null)]
    [InlineData(ScalarExpectation.Decimal, "\"1,5\"", null)]
    [InlineData(ScalarExpectation.Decimal, "1E2", "100")]
    [InlineData(ScalarExpectation.Double, "1", "1")]
    [InlineData(ScalarExpectation.Double, "1e999", null)]
    [InlineData(ScalarExpectation.Text, "\"a\"", "a")]
    [InlineData(ScalarExpectation.Text, "1", null)]
    [InlineData(ScalarExpectation.Bool, "true", "true")]
    [InlineData(ScalarExpectation.Bool, "\"true\"", null)]
    [InlineData(ScalarExpectation.Bool, "{}", null)]
    [InlineData(ScalarExpectation.Timestamp, "\"2026-01-02T03:04:05.5-03:00\"", "2026-01-02T06:04:05.5Z")]
    [InlineData(ScalarExpectation.Timestamp, "\"yesterday\"", null)]
    [InlineData(ScalarExpectation.Duration, "\"P1DT2H0.5S\"", "93600.5s")]
    [InlineData(ScalarExpectation.Duration, "\"1h30m\"", "5400s")]
    [InlineData(ScalarExpectation.Duration, "\"P1Y\"", null)]
    public void A_scalar_is_exactly_what_is_declared_or_a_mismatch(ScalarExpectation expected, string json, string? shown)
    {
        var projection = new Projection { Properties = [new("list", new Projection { Elements = new Projection { Properties = [new("v", new Projection { Scalar = expected })] } })] };
        var value = Access.Select(Access.Select(Decode(projection, $"{{\"list\":[{{}},{{\"v\":{json}}}]}}"), "list").AsList[1], "v");
        if (shown is null)
        {
            Assert.Equal(FaultKind.TypeMismatch, value.AsFault.Reason);
            Assert.StartsWith("get.list[1].v is declared as " + expected.ToString().ToLowerInvariant(), value.AsFault.Message.English);
        }
        else
        {
            Assert.True(Pff.Runtime.Http.ValueTexts.TryGet(value, out var text));
            Assert.Equal(shown, text);
        }
    }

    [Theory]
    [InlineData(ScalarExpectation.Int, "5.5", "int, and is a number that is not whole, or too large", "int, e é um número que não é inteiro, ou grande demais")]
    [InlineData(ScalarExpectation.Int, "9223372036854775808", "int, and is a number that is not whole, or too large", "int, e é um número que não é inteiro, ou grande demais")]
    [InlineData(ScalarExpectation.Decimal, "1e-30", "decimal, and is a number of more digits than a decimal keeps", "decimal, e é um número com mais dígitos do que um decimal guarda")]
    [InlineData(ScalarExpectation.Timestamp, "\"2026-01-02T03:04:05\"", "timestamp, and is a text that is no time with a zone, like 2026-11-22T15:42:33Z", "timestamp, e é um texto que não é um momento com fuso, como 2026-11-22T15:42:33Z")]
    [InlineData(ScalarExpectation.Text, "1", "text, and is a number", "text, e é um número")]
    [InlineData(ScalarExpectation.Bool, "{}", "bool, and is object", "bool, e é objeto")]
    public void A_mismatch_says_what_is_wrong_in_both_languages(ScalarExpectation expected, string json, string english, string portuguese)
    {
        var fault = Decode(new Projection { Scalar = expected }, json).AsFault;
        Assert.Equal("get is declared as " + english, fault.Message.English);
        Assert.Equal("get é declarado como " + portuguese, fault.Message.Portuguese);
    }

    [Fact]
    public void A_null_that_is_no_object_or_list_says_what_was_declared()
    {
        var projection = new Projection { AllowsNull = false, Properties = [new("a", new Projection { AllowsNull = false, Elements = Text })] };
        Assert.Equal("get is declared as an object, and is null", Decode(projection, "null").AsFault.Message.English);
        Assert.Equal("get.a is declared as a list or a map, and is null", Access.Select(Decode(projection, "{\"a\":null}"), "a").AsFault.Message.English);
    }

    [Fact]
    public void Null_is_a_mismatch_only_where_it_is_excluded()
    {
        var projection = new Projection { Properties = [new("a", Text), new("b", Text with { AllowsNull = false })] };
        var value = Decode(projection, "{\"a\":null,\"b\":null}");
        Assert.True(Access.Select(value, "a").IsNull);
        Assert.True(Access.Select(value, "b").IsFault);
    }

    [Fact]
    public void Decoding_all_gives_what_the_plain_decoder_gives()
    {
        var decoder = new ResponseDecoder(Projection.Everything, "get");
        GenJson(4).Array[1, 4].Sample(documents =>
        {
            // One decoder for several shapes: it remembers the last one.
            foreach (var document in documents)
            {
                var utf8 = Encoding.UTF8.GetBytes(document);
                var (mine, plain) = (decoder.Decode(utf8), JsonDecoding.Decode(utf8));
                if (mine.Problem is not null || Show(mine.Value) != Show(plain))
                {
                    return false;
                }
            }

            return true;
        });
    }

    [Fact]
    public void Any_bytes_give_a_value_or_a_problem()
    {
        var decoder = new ResponseDecoder(new Projection { Properties = [new("a", Text), new("b", Projection.Everything)], Elements = Projection.Everything, KeepsBytes = true }, "get");
        Gen.Select(GenJson(3), Gen.Byte, Gen.Int[0, 200]).Sample((json, noise, at) =>
        {
            var bytes = Encoding.UTF8.GetBytes(json);
            if (bytes.Length > 0)
            {
                bytes[at % bytes.Length] = noise;
            }

            decoder.Decode(bytes);
        });
    }

    [Fact]
    public void Kept_bytes_are_a_slice_of_the_response()
    {
        var projection = new Projection { Properties = [new("c", new Projection { KeepsBytes = true, Properties = [new("id", Text)] })] };
        var response = Encoding.UTF8.GetBytes("{\"c\":{\"id\":\"1\", \"n\":1e0}}");
        var decoded = new ResponseDecoder(projection, "get").Decode(response).Value;
        Assert.Equal("{\"id\":\"1\", \"n\":1e0}", Encoding.UTF8.GetString(Access.Select(decoded, "c").As<RecordValue>().Json.Span));
    }

    private static Value Decode(Projection projection, string json)
    {
        var decoded = new ResponseDecoder(projection, "get").Decode(Encoding.UTF8.GetBytes(json));
        Assert.Null(decoded.Problem);
        return decoded.Value;
    }

    private static Gen<string> GenJson(int depth)
    {
        var name = Gen.Int[0, 4].Select(i => new[] { "a", "b", "c", "\u00e9", "x y" }[i]);
        var scalar = Gen.OneOf(
            Gen.Long.Select(n => n.ToString(CultureInfo.InvariantCulture)),
            Gen.Double[-1e9, 1e9].Select(d => d.ToString("R", CultureInfo.InvariantCulture)),
            Gen.String[0, 6].Where(s => s.All(c => !char.IsSurrogate(c))).Select(s => JsonSerializer.Serialize(s)),
            Gen.Int[0, 2].Select(i => new[] { "true", "false", "null" }[i]));
        if (depth == 0)
        {
            return scalar;
        }

        var inner = GenJson(depth - 1);
        return Gen.OneOf(
            scalar,
            inner.Array[0, 4].Select(items => "[" + string.Join(" , ", items) + "]"),
            Gen.Select(name, inner).Array[0, 40].Select(pairs => "{" + string.Join(",", pairs.Select(p => JsonSerializer.Serialize(p.Item1) + " : " + p.Item2)) + "}"));
    }

    private static string Show(in Value value)
    {
        switch (value.Kind)
        {
            case ValueKind.List:
                var items = new List<string>();
                foreach (var item in value.AsList.Items)
                {
                    items.Add(Show(item));
                }

                return "[" + string.Join(",", items) + "]";
            case ValueKind.Map:
                var map = value.AsMap;
                return "{" + string.Join(",", Enumerable.Range(0, map.Count).Select(i => map.KeyAt(i) + ":" + Show(map.ValueAt(i)))) + "}";
            default:
                return value.Kind + value.ToString();
        }
    }
}
