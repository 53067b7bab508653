using System.Text;
using CsCheck;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Http;

namespace Pff.Runtime.Tests.Http;

public sealed class RequestBuilderTests
{
    private static readonly MethodDescriptor Path = new()
    {
        Name = "get",
        Api = "crm",
        Verb = "GET",
        Path = [new("/a/", 0), new(null, 0), new(".", 0), new(null, 1)],
        Parameters = [new("x", "x", ParameterLocation.Path, true), new("y", "y", ParameterLocation.Path, false)],
    };

    [Fact]
    public void No_text_adds_a_segment_or_leaves_the_host() =>
        Gen.String.Sample(text =>
        {
            var method = Path with { Path = [new("/a/", 0), new(null, 0), new("/end", 0)] };
            if (!TryRender(method, out var request, out _, Value.Of(text)))
            {
                return text is "" or "." or "..";
            }

            var address = new Uri("https://crm.example:8443/base" + request!.PathAndQuery);
            return address is { Scheme: "https", Host: "crm.example", Port: 8443, Query: "", Fragment: "" }
                && request.PathAndQuery.Split('/').Length == 4
                && address.Segments.Length == 5;
        });

    [Theory]
    [InlineData("", "b")]
    [InlineData(".", "b")]
    [InlineData("..", "b")]
    [InlineData("b", "..")]
    public void A_path_argument_that_is_no_segment_is_refused(string x, string y)
    {
        Assert.False(TryRender(Path, out _, out var failure, Value.Of(x), Value.Of(y)));
        Assert.Equal("PFF3120", failure!.Code);
    }

    [Fact]
    public void Two_values_do_not_make_dots_together()
    {
        var method = Path with { Path = [new("/a/", 0), new(".", 0), new(null, 0)] };
        Assert.False(TryRender(method, out _, out _, Value.Of(".")));
    }

    [Theory]
    [InlineData("a/b?c=d&e#f", "/a/a%2Fb%3Fc%3Dd%26e%23f.z")]
    [InlineData("São Paulo", "/a/S%C3%A3o%20Paulo.z")]
    [InlineData("..%2f..", "/a/..%252f...z")]
    [InlineData("a\\b@c:d", "/a/a%5Cb%40c%3Ad.z")]
    public void A_path_argument_is_percent_encoded(string given, string expected)
    {
        Assert.True(TryRender(Path, out var request, out _, Value.Of(given), Value.Of("z")));
        Assert.Equal(expected, request!.PathAndQuery);
    }

    [Fact]
    public void Queries_explode_or_join_lists_and_leave_out_what_is_absent()
    {
        var method = new MethodDescriptor
        {
            Name = "list",
            Api = "crm",
            Verb = "GET",
            Path = [new("/x", 0)],
            Parameters =
            [
                new("a", "a[]", ParameterLocation.Query, false),
                new("b", "b", ParameterLocation.Query, false) { Explodes = false },
                new("c", "c", ParameterLocation.Query, false),
                new("d", "d", ParameterLocation.Query, false),
                new("e", "e", ParameterLocation.Query, false),
            ],
        };
        var list = Value.Of(new ListValue([Value.Of("p q"), Value.Of(2L)]));
        Assert.True(TryRender(method, out var request, out _, list, list, Value.Absent, Value.Of(new Timestamp(0, 500_000_000)), Value.Of(1.50m)));
        Assert.Equal("/x?a%5B%5D=p%20q&a%5B%5D=2&b=p%20q,2&d=1970-01-01T00%3A00%3A00.5Z&e=1.50", request!.PathAndQuery);
    }

    [Theory]
    [InlineData("a\r\nX-Evil: 1")]
    [InlineData("a\nb")]
    [InlineData("a\0b")]
    [InlineData("é")]
    public void A_header_argument_cannot_break_its_line(string text)
    {
        var method = new MethodDescriptor
        {
            Name = "m", Api = "crm", Verb = "GET", Path = [new("/", 0)], Parameters = [new("h", "X-H", ParameterLocation.Header, true)],
        };
        Assert.False(TryRender(method, out _, out var failure, Value.Of(text)));
        Assert.Equal("PFF3123", failure!.Code);
    }

    [Fact]
    public void Bodies_pass_bytes_on_as_they_are_and_unwrap_secrets_once()
    {
        var method = new MethodDescriptor
        {
            Name = "m",
            Api = "crm",
            Verb = "POST",
            Path = [new("/", 0)],
            Effect = Effect.Write,
            Parameters =
            [
                new("a", "a", ParameterLocation.BodyProperty, true),
                new("b", "b", ParameterLocation.BodyProperty, false),
                new("pin", "pin", ParameterLocation.BodyProperty, true) { IsSecret = true },
                new("key", "X-Key", ParameterLocation.Header, true),
            ],
        };
        Value[] arguments =
        [
            Value.Of(new JsonValue("{ \"n\" : 1.10 }"u8.ToArray())), Value.Null, Value.Of("1234"), Value.Of(new SecretValue(Value.Of("k-9"))),
        ];
        Assert.True(TryRender(method, out var request, out _, arguments));
        Assert.Equal("{\"a\":{ \"n\" : 1.10 },\"b\":null,\"pin\":\"1234\"}", Encoding.UTF8.GetString(request!.Body!));
        Assert.Equal("k-9", Assert.Single(request.Headers).Value);
        Assert.Equal(["1234", "k-9"], request.Secrets.Order());

        using var builder = new RequestBuilder();
        Assert.True(builder.TryRender(new MethodTemplate(method), arguments, redacts: true, "1", out var redacted, out _));
        Assert.DoesNotContain("1234", Encoding.UTF8.GetString(redacted!.Body!));
        Assert.Equal("(secret)", Assert.Single(redacted.Headers).Value);
    }

    [Fact]
    public void A_whole_body_stands_for_its_properties()
    {
        var method = new MethodDescriptor
        {
            Name = "m",
            Api = "crm",
            Verb = "POST",
            Path = [new("/", 0)],
            Parameters = [new("a", "a", ParameterLocation.BodyProperty, true), new("body", "body", ParameterLocation.Body, false)],
        };
        Assert.True(TryRender(method, out var request, out _, Value.Absent, Value.Of(new RecordValue(["z"], [Value.True]))));
        Assert.Equal("{\"z\":true}", Encoding.UTF8.GetString(request!.Body!));
        Assert.False(TryRender(method, out _, out var failure, Value.Absent, Value.Absent));
        Assert.Equal("PFF3121", failure!.Code);
    }

    private static bool TryRender(MethodDescriptor method, out RenderedRequest? request, out RowFailure? failure, params Value[] given)
    {
        using var builder = new RequestBuilder();
        var arguments = new Value[method.Parameters.Length];
        given.CopyTo(arguments, 0);
        return builder.TryRender(new MethodTemplate(method), arguments, redacts: false, "1", out request, out failure);
    }
}
