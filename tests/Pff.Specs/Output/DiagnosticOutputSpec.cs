using System.Text;
using System.Text.Json;
using Pff.Core.Diagnostics;
using Pff.Core.Text;
using Pff.Hosting.Output;

namespace Pff.Specs.Output;

/// <summary>What a person, a program, GitHub and a SARIF reader see of one diagnostic.</summary>
public sealed class DiagnosticOutputSpec
{
    private static readonly SourceText Source = new("fix/manifest.yaml", "sequences:\n\tfix: \"{{enquiri.id}}\"\n");

    private static readonly Diagnostic Unknown = new(
        "PFF1201",
        Severity.Error,
        new LocalizedText("unknown name 'enquiri'", "nome desconhecido 'enquiri'"),
        Source,
        new TextSpan(20, 7))
    {
        Help = new LocalizedText("did you mean 'enquiry'?", "você quis dizer 'enquiry'?"),
        Fix = new Fix(new LocalizedText("write 'enquiry'", "escreva 'enquiry'"), [new TextEdit(new TextSpan(20, 7), "enquiry")]),
    };

    [Fact]
    public void A_person_sees_the_line_the_token_and_what_to_do()
    {
        var output = new StringWriter { NewLine = "\n" };
        new DiagnosticText(Language.English, new Ansi(false)).Write(output, Unknown);
        Assert.Equal(
            "error PFF1201: unknown name 'enquiri'\n" +
            " --> fix/manifest.yaml:2:10\n" +
            "  |\n" +
            "2 | \tfix: \"{{enquiri.id}}\"\n" +
            "  | \t        ^^^^^^^\n" +
            "  = did you mean 'enquiry'?\n" +
            "  = fix: write 'enquiry'\n" +
            "2 + \tfix: \"{{enquiry.id}}\"\n" +
            "\n",
            output.ToString());
    }

    [Fact]
    public void A_person_who_reads_Portuguese_sees_Portuguese()
    {
        var output = new StringWriter();
        new DiagnosticText(Language.Portuguese, new Ansi(false)).Write(output, Unknown);
        Assert.Contains("erro PFF1201: nome desconhecido 'enquiri'", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("conserto: escreva 'enquiry'", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Control_characters_of_a_hostile_file_do_not_reach_the_terminal()
    {
        var hostile = Unknown with { Source = new SourceText("a.yaml", "x: \u001b[2J{{y}}"), Span = new TextSpan(9, 1) };
        var output = new StringWriter();
        new DiagnosticText(Language.English, new Ansi(false)).Write(output, hostile);
        Assert.DoesNotContain('\u001b', output.ToString());
    }

    [Fact]
    public void A_program_gets_places_that_count_from_one()
    {
        var json = Parse(stream => DiagnosticJson.Write(stream, [Unknown], [], 1, Language.English));
        var diagnostic = json.GetProperty("diagnostics")[0];
        Assert.Equal(1, json.GetProperty("errors").GetInt32());
        Assert.Equal((2, 10, 2, 17), (
            diagnostic.GetProperty("line").GetInt32(),
            diagnostic.GetProperty("column").GetInt32(),
            diagnostic.GetProperty("end_line").GetInt32(),
            diagnostic.GetProperty("end_column").GetInt32()));
        Assert.Equal("enquiry", diagnostic.GetProperty("fix").GetProperty("edits")[0].GetProperty("text").GetString());
    }

    [Fact]
    public void Sarif_has_a_rule_a_region_and_a_replacement()
    {
        var run = Parse(stream => DiagnosticSarif.Write(stream, [Unknown], [], "0.1.0", Language.English)).GetProperty("runs")[0];
        var result = run.GetProperty("results")[0];
        var place = result.GetProperty("locations")[0].GetProperty("physicalLocation");
        Assert.Equal("PFF1201", run.GetProperty("tool").GetProperty("driver").GetProperty("rules")[0].GetProperty("id").GetString());
        Assert.Equal("fix/manifest.yaml", place.GetProperty("artifactLocation").GetProperty("uri").GetString());
        Assert.Equal(10, place.GetProperty("region").GetProperty("startColumn").GetInt32());
        var replacement = result.GetProperty("fixes")[0].GetProperty("artifactChanges")[0].GetProperty("replacements")[0];
        Assert.Equal("enquiry", replacement.GetProperty("insertedContent").GetProperty("text").GetString());
    }

    [Fact]
    public void What_a_comment_allows_is_listed_as_suppressed()
    {
        var allowed = Unknown with { Severity = Severity.Warning, Suppression = new Suppression("it is right", new TextSpan(0, 9)) };
        var json = Parse(stream => DiagnosticJson.Write(stream, [], [allowed], 1, Language.English));
        Assert.Equal(0, json.GetProperty("diagnostics").GetArrayLength());
        Assert.Equal("it is right", json.GetProperty("suppressed")[0].GetProperty("reason").GetString());
        var results = Parse(stream => DiagnosticSarif.Write(stream, [Unknown], [allowed], "0.1.0", Language.English)).GetProperty("runs")[0].GetProperty("results");
        Assert.Equal(0, results[0].GetProperty("suppressions").GetArrayLength());
        var suppression = results[1].GetProperty("suppressions")[0];
        Assert.Equal(("inSource", "it is right"), (suppression.GetProperty("kind").GetString(), suppression.GetProperty("justification").GetString()));
    }

    [Fact]
    public void Sarif_has_what_the_schema_requires()
    {
        var log = Parse(stream => DiagnosticSarif.Write(stream, [Unknown], [], "0.1.0", Language.Portuguese));
        Assert.Equal(["$schema", "version", "runs"], log.EnumerateObject().Select(p => p.Name));
        Assert.Equal("2.1.0", log.GetProperty("version").GetString());
        var run = log.GetProperty("runs")[0];
        Assert.Equal(["columnKind", "language", "tool", "results"], run.EnumerateObject().Select(p => p.Name));
        Assert.Matches("^[a-zA-Z]{2}(-[a-zA-Z]{2})?$", run.GetProperty("language").GetString());
        var rule = run.GetProperty("tool").GetProperty("driver").GetProperty("rules")[0];
        Assert.All(rule.GetProperty("help").EnumerateObject(), p => Assert.Contains(p.Name, new[] { "text", "markdown" }));
        foreach (var result in run.GetProperty("results").EnumerateArray())
        {
            Assert.Contains(result.GetProperty("level").GetString(), new[] { "none", "note", "warning", "error" });
            Assert.Equal(result.GetProperty("ruleId").GetString(), rule.GetProperty("id").GetString());
            Assert.Equal(0, result.GetProperty("ruleIndex").GetInt32());
            var region = result.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("region");
            Assert.All(region.EnumerateObject(), p => Assert.True(p.Value.GetInt32() >= 1));
            Assert.True(Uri.TryCreate(result.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString(), UriKind.RelativeOrAbsolute, out _));
        }
    }

    [Fact]
    public void A_program_gets_offsets_and_the_page()
    {
        var diagnostic = Parse(stream => DiagnosticJson.Write(stream, [Unknown], [], 1, Language.English)).GetProperty("diagnostics")[0];
        Assert.Equal((20, 27), (diagnostic.GetProperty("offset").GetInt32(), diagnostic.GetProperty("end_offset").GetInt32()));
        Assert.Equal("docs/errors/PFF1201.md", diagnostic.GetProperty("page").GetString());
    }

    [Fact]
    public void GitHub_gets_commas_and_colons_of_a_path_escaped()
    {
        var output = new StringWriter { NewLine = "\n" };
        DiagnosticGitHub.Write(output, Unknown with { Source = new SourceText("a,b:c%.yaml", Source.Content) }, Language.English);
        Assert.StartsWith("::error file=a%2Cb%3Ac%25.yaml,line=2,", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void GitHub_gets_one_escaped_line()
    {
        var output = new StringWriter { NewLine = "\n" };
        DiagnosticGitHub.Write(output, Unknown with { Message = new LocalizedText("100% wrong\nreally", "") }, Language.English);
        Assert.Equal(
            "::error file=fix/manifest.yaml,line=2,col=10,endColumn=17,title=PFF1201::100%25 wrong%0Areally%0Adid you mean 'enquiry'?\n",
            output.ToString());
    }

    private static JsonElement Parse(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return JsonDocument.Parse(Encoding.UTF8.GetString(stream.ToArray())).RootElement;
    }
}
