using System.Text.Encodings.Web;
using System.Text.Json;
using Pff.Cli.Compiler.Testing.Coverage;
using Pff.Hosting.Output;

namespace Pff.Cli.Compiler.Testing.Reports;

/// <summary>Where the results of tests go, as they come.</summary>
internal interface ITestReport
{
    void Tested(TestResult result);

    void Covered(string manifest, CoverageHits hits);

    void Ended(int passed, int failed);
}

/// <summary>A line a test, and under it what was expected and what came.</summary>
internal sealed class TestTextReport(HostConsole console) : ITestReport
{
    private readonly Ansi _ansi = new(console.UsesColor);

    public void Tested(TestResult result)
    {
        var output = console.Out;
        if (result.IsGood)
        {
            output.WriteLine($"{_ansi.Good(console.Say("pass", "passa"))}  {result.Test.Name}");
            return;
        }

        var (line, _) = result.Test.Source.GetPosition(result.Test.Span.Start);
        output.WriteLine($"{_ansi.Error(console.Say("FAIL", "FALHA"))}  {_ansi.Strong(result.Test.Name)}  {_ansi.Faint($"{result.File}:{line + 1}")}");
        foreach (var problem in result.Problems)
        {
            var place = problem.Span is { } span ? "  " + _ansi.Faint($"{result.File}:{result.Test.Source.GetPosition(span.Start).Line + 1}") : string.Empty;
            output.WriteLine($"      {console.Say(problem.Message)}{place}");
            foreach (var detail in problem.Details)
            {
                output.WriteLine($"        {detail}");
            }
        }
    }

    public void Covered(string manifest, CoverageHits hits) => CoverageReport.WriteText(console.Out, manifest, hits, console);

    public void Ended(int passed, int failed) => console.Out.WriteLine(console.Say($"{passed} passed, {failed} failed", $"{passed} passaram, {failed} falharam"));
}

/// <summary>One JSON object a line, each with its <c>event</c>.</summary>
internal sealed class TestJsonReport(HostConsole console) : ITestReport
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void Tested(TestResult result) => Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("event", "test");
        json.WriteString("file", result.File);
        json.WriteNumber("line", result.Test.Source.GetPosition(result.Test.Span.Start).Line + 1);
        json.WriteString("name", result.Test.Name);
        json.WriteString("sequence", result.Test.Sequence);
        json.WriteBoolean("passed", result.IsGood);
        json.WriteNumber("calls", result.Run.Calls.Length);
        json.WriteNumber("virtual_ms", (long)result.Run.Elapsed.TotalMilliseconds);
        json.WriteStartArray("problems");
        foreach (var problem in result.Problems)
        {
            json.WriteStartObject();
            json.WriteString("message", console.Say(problem.Message));
            json.WriteStartArray("details");
            foreach (var detail in problem.Details)
            {
                json.WriteStringValue(detail);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    public void Covered(string manifest, CoverageHits hits) => Write(json => CoverageReport.WriteJson(json, manifest, hits));

    public void Ended(int passed, int failed) => Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("event", "end");
        json.WriteNumber("passed", passed);
        json.WriteNumber("failed", failed);
        json.WriteEndObject();
    });

    public void Write(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            write(json);
        }

        console.Out.WriteLine(System.Text.Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)));
    }
}
