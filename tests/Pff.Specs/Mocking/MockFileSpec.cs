using System.Text.RegularExpressions;
using CsCheck;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Hosting.Files;
using Pff.Server.Mocking;
using Pff.Specs.Architecture;

namespace Pff.Specs.Mocking;

/// <summary>What is wrong with a mock file is said at the token that is wrong.</summary>
public sealed partial class MockFileSpec
{
    public static TheoryData<string> YamlPages =>
        [.. Directory.EnumerateFiles(Repository.PathOf("docs", "errors"), "PFF40*.md").Order(StringComparer.Ordinal)
            .Where(path => File.ReadAllText(path).Contains("```yaml")).Select(path => Path.GetFileNameWithoutExtension(path))];

    [Theory]
    [MemberData(nameof(YamlPages))]
    public void Each_page_shows_the_mistake_and_its_repair(string code)
    {
        var blocks = Fenced().Matches(File.ReadAllText(Repository.PathOf("docs", "errors", code + ".md"))).Select(match => match.Groups[1].Value).ToArray();
        Assert.Equal([code], Check(blocks[0]).Select(diagnostic => diagnostic.Code).Distinct());
        Assert.Empty(Check(blocks[1]));
    }

    [Theory]
    [InlineData("respond: { staus: 204 }", "PFF4001", "staus")]
    [InlineData("respond: { status: 204 }\n    latncy: 5ms", "PFF4001", "latncy")]
    [InlineData("respond: [ 1 ]", "PFF4003", "[ 1 ]")]
    [InlineData("respond: { status: 99 }", "PFF4009", "99")]
    [InlineData("respond: { status: 204, headers: { content-length: 5 } }", "PFF4015", "content-length")]
    [InlineData("respond: { status: 204 }\n    latency: 5 minutes", "PFF4008", "5 minutes")]
    [InlineData("respond: { status: 204 }\n    faults: [ { drop: sometimes } ]", "PFF4003", "sometimes")]
    [InlineData("respond: { status: 204 }\n    faults: [ { rate: 5% } ]", "PFF4010", "{ rate: 5% }")]
    [InlineData("respond: { status: 204 }\n    remove: [ contracts ]", "PFF4011", "contracts")]
    [InlineData("respond: { json: \"{{request.boddy}}\" }", "PFF12", "request")]
    [InlineData("respond: { json: \"{{idd}}\" }", "PFF12", "idd")]
    [InlineData("respond: { json: \"{{1 + }}\" }", "PFF10", "")]
    [InlineData("when: \"{{id}}\"\n    respond: { status: 204 }", "PFF13", "")]
    public void The_token_is_named(string rest, string code, string token)
    {
        var diagnostic = Assert.Single(Check($"mock: crm\nroutes:\n  - request: GET /things/{{id}}\n    {rest}\n"));
        Assert.StartsWith(code, diagnostic.Code);
        if (token.Length > 0)
        {
            Assert.Equal(token, diagnostic.Source.GetText(diagnostic.Span));
        }
    }

    [Theory]
    [InlineData("GET things", "PFF4004")]
    [InlineData("FETCH /things", "PFF4004")]
    [InlineData("GET /things/{a-b}", "PFF4005")]
    [InlineData("GET /things/{a}/{a}", "PFF4006")]
    [InlineData("GET /things/{state}", "PFF4006")]
    public void A_request_line_is_checked(string line, string code) =>
        Assert.Equal([code], Check($"mock: crm\nroutes:\n  - request: '{line}'\n    respond: {{ status: 204 }}\n").Select(d => d.Code));

    [Fact]
    public void Nearly_right_is_recognised()
    {
        var diagnostic = Assert.Single(Check("mock: crm\nroutes:\n  - request: GET /a\n    responds: { status: 204 }\n    respond: { status: 200 }\n"));
        Assert.Equal("did you mean 'respond'?", diagnostic.Help!.English);
    }

    [Fact]
    public void Any_text_gives_diagnostics_and_no_exception()
    {
        Gen.String.Sample(text => { MockUnderTest.Read(text); }, iter: 2000, threads: 1);
        var whole = File.ReadAllText(Repository.PathOf("examples", "contract-fix", "mock.yaml"));
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Int[0, 40], Gen.String[0, 5]).Sample(
            (at, length, text) =>
            {
                MockUnderTest.Read(whole[..at] + text + whole[Math.Min(whole.Length, at + length)..]);
            },
            iter: 200,
            threads: 1);
    }

    [Fact]
    public void The_examples_mock_is_clean_and_has_the_promised_customers()
    {
        var folder = Repository.PathOf("examples", "contract-fix");
        var reading = MockUnderTest.Read(File.ReadAllText(Path.Combine(folder, "mock.yaml")), new DiskFileSource(folder));
        Assert.Equal([], reading.Diagnostics.Select(MockUnderTest.Show));
        Assert.True(reading.Definition!.InitialState.TryGet("customers", out var customers));
        var known = Examples.CustomerTable.Rows().Count(row => customers.AsMap.TryGet(row.Msisdn, out _));
        Assert.Equal(970, known);
    }

    private static IReadOnlyList<Diagnostic> Check(string yaml)
    {
        var reading = MockUnderTest.Read(yaml);
        return reading.Definition is null
            ? reading.Diagnostics
            : [.. reading.Diagnostics, .. MockFile.CheckAgainst(reading.Definition, [new ApiDescriptor { Name = "crm", Hosts = [] }])];
    }

    [GeneratedRegex("```yaml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Fenced();
}
