using System.Text;
using System.Text.Json;
using CsCheck;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Execution;
using Pff.Runtime.Http;
using Pff.Runtime.Tests.Support;

namespace Pff.Runtime.Tests.Http;

/// <summary>
/// A value never decides where a request goes (server-side request forgery) or where a part of it ends: not by slashes,
/// user parts, dots, line breaks, encoded forms of them or characters that look like them, in any place that takes values.
/// </summary>
public sealed class ForgedTargetTests
{
    private static readonly string[] Pieces =
    [
        "/", "//", "\\", "\\\\", "@", ":", ":8080", ".", "..", "...", "%2e%2e", "%2F", "%252f", "%5c", "%00", "%0d%0a", "%", "?", "#", "&", "=", ";", ",", "+", "*",
        "\r\n", "\n", "\r", "\0", "\t", " ", "\u007f", "\u0085", "\u2028", "evil.example", "http://evil.example/", "https:", "user:pw@", "[::1]", "169.254.169.254",
        "Host: evil.example", " HTTP/1.1", "{", "}", "{{p}}", "\"", "'", "<", "`", "|", "^", "~", "-", "_", "a", "1", "\uFF20", "\uFF0F", "\uFF0E\uFF0E", "\u2215",
        "\u2024\u2024", "\u202E", "\uFEFF", "é", "e\u0301", "😀", "\ud800", "\udc00", "\r\nX-Evil: 1", "\r\n\r\nGET /evil HTTP/1.1\r\n",
    ];

    private static readonly Gen<string> Hostile = Gen.Int[0, Pieces.Length - 1].Array[0, 6].Select(numbers => string.Concat(numbers.Select(n => Pieces[n])));

    private static readonly MethodDescriptor Everywhere = new()
    {
        Name = "m",
        Api = "crm",
        Verb = "POST",
        Path = [new("/a/", 0), new(null, 0), new("/end", 0)],
        Effect = Effect.Write,
        Parameters =
        [
            new("p", "p", ParameterLocation.Path, true), new("q", "q", ParameterLocation.Query, true),
            new("h", "X-H", ParameterLocation.Header, true), new("b", "b", ParameterLocation.BodyProperty, true),
        ],
    };

    [Fact]
    public void No_value_changes_what_is_around_it() => Gen.Select(Hostile, Hostile, Hostile, Hostile).Sample((p, q, h, b) =>
    {
        using var builder = new RequestBuilder();
        Value[] arguments = [Value.Of(p), Value.Of(q), Value.Of(h), Value.Of(b)];
        if (!builder.TryRender(new MethodTemplate(Everywhere), arguments, redacts: false, "1", out var request, out var failure))
        {
            return (failure.Code == "PFF3120" && p is "" or "." or "..") || (failure.Code == "PFF3123" && h.Any(c => c is (< ' ' or > '~') and not '\t'));
        }

        var asItIs = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        var parts = request.PathAndQuery.Split('?');
        return request.PathAndQuery.All(c => c is > ' ' and <= '~' and not ('\\' or '#' or '@'))
            && new[] { new Uri("https://crm.example:8443/base" + request.PathAndQuery, asItIs), new Uri("https://crm.example:8443/base" + request.PathAndQuery) }
                .All(address => address is { Scheme: "https", Host: "crm.example", Port: 8443, UserInfo: "", Fragment: "" })
            && parts is [var path, var query]
            && path.Split('/') is ["", "a", var segment, "end"] && Uri.UnescapeDataString(segment) == Whole(p)
            && query.Split('&', '=') is ["q", var value] && Uri.UnescapeDataString(value) == Whole(q)
            && request.Headers.Single() is { Key: "X-H", Value: var header } && header == h && !header.AsSpan().ContainsAny('\r', '\n', '\0')
            && JsonDocument.Parse(request.Body).RootElement.EnumerateObject().Single() is { Name: "b", Value: var body } && body.GetString() == Whole(b);
    });

    [Fact]
    public async Task On_the_wire_each_request_is_one_request_to_the_host_of_the_catalogue()
    {
        await using var server = new FaultServer(_ => WireReply.Json("{}"));
        var plan = new TestPlan();
        plan.Api = plan.Api with { Hosts = [server.Address + "/base"] };
        var everywhere = plan.Method(Everywhere with { IsIdempotent = true, IdempotencyParameters = [0, 1, 2, 3] });
        var argument = plan.Expression(f => f.Slots[0]);
        string[] values = [.. Pieces, .. Pieces.Select(p => p + "evil.example"), .. Pieces.Select(p => "x" + p + "@evil.example/..")];
        var journal = new InMemoryJournal();
        await TestRun.RunAsync(plan.Build(plan.Call(everywhere, -1, null, argument, argument, argument, argument)), TestRun.Rows(values), journal);

        var sent = journal.Rows.Where(r => r.Outcome == RowOutcome.Succeeded).ToList();
        Assert.All(journal.Rows.Except(sent), row => Assert.True(row.Failure!.Code is "PFF3120" or "PFF3123", row.ToString()));
        Assert.InRange(sent.Count, values.Length / 2, values.Length);
        Assert.Equal(sent.Count, server.Requests.Count);
        string[] headers = ["Accept", "Accept-Encoding", "Content-Length", "Content-Type", "Host", "Idempotency-Key", "User-Agent", "X-H"];
        foreach (var request in server.Requests)
        {
            Assert.Equal(("POST", $"127.0.0.1:{server.Port}"), (request.Verb, request.Header("Host")));
            Assert.Matches("^/base/a/[^/?]+/end[?]q=[^&=]*$", request.Target);
            Assert.Equal(headers, request.Headers.Keys.Order(StringComparer.Ordinal));
            Assert.Single(JsonDocument.Parse(request.Body).RootElement.EnumerateObject());
        }
    }

    [Theory]
    [InlineData("ftp://crm.example")]
    [InlineData("file:///etc/passwd")]
    [InlineData("crm.example")]
    [InlineData("//crm.example")]
    [InlineData("https://crm.example@evil.example")]
    [InlineData("https://user:pw@crm.example")]
    [InlineData("https://crm.example?x=")]
    [InlineData("https://crm.example/#")]
    [InlineData("https://crm.example\r\nHost: evil.example")]
    [InlineData("https://crm.example\\@evil.example")]
    public void A_plan_whose_host_is_more_or_less_than_an_address_is_refused(string host)
    {
        var plan = new TestPlan();
        plan.Api = plan.Api with { Hosts = [host] };
        Refuses(plan);
        plan.Api = plan.Api with
        {
            Hosts = ["https://crm.example"],
            Auth = new ClientCredentialsAuth(host, new("ID", null), new("SECRET", null), []),
        };
        Refuses(plan);
    }

    /// <summary>Where a message goes and where it ends is not for arguments, fixed headers or keys to say.</summary>
    [Theory]
    [InlineData("Host")]
    [InlineData("content-length")]
    [InlineData("Transfer-Encoding")]
    [InlineData("Connection")]
    [InlineData("X-A: 1\r\nHost")]
    public void A_plan_that_gives_a_header_of_the_connection_is_refused(string header)
    {
        MethodDescriptor[] methods =
        [
            Everywhere with { Parameters = [.. Everywhere.Parameters[..3], new("b", header, ParameterLocation.Header, true)] },
            Everywhere with { IsIdempotent = true, IdempotencyHeader = header },
            Everywhere with { FixedHeaders = [new(header, "evil.example")] },
        ];
        foreach (var method in methods)
        {
            var plan = new TestPlan();
            var argument = plan.Expression(f => f.Slots[0]);
            var index = plan.Method(method);
            Refuses(plan, "PFF3013", plan.Call(index, -1, null, argument, argument, argument, argument));
        }
    }

    private static void Refuses(TestPlan plan) => Refuses(plan, "PFF3019", plan.Call(plan.Read()));

    private static void Refuses(TestPlan plan, string code, CallMethodPlan call)
    {
        var services = new RunServices { Time = TimeProvider.System, Secrets = new TestSecrets(new() { ["ID"] = "a", ["SECRET"] = "b" }) };
        Assert.False(RunEngine.Create(plan.Build(call), "main", new RunSettings { Workers = 1 }, services).IsSuccess(out _, out var failure));
        Assert.Equal(code, failure!.Code);
    }

    /// <summary>What UTF-8 can say of a text: a lone half of a pair is no character.</summary>
    private static string Whole(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
