using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Manifest;
using Pff.Compiler.Manifest.Tests;

namespace Pff.Compiler.Converting;

/// <summary>Tests of a manifest, or of a file of tests, as declarations of a module.</summary>
/// <param name="text">Where the lines go.</param>
/// <param name="onlySequence">What a test runs that does not say it.</param>
internal sealed class ModuleTestWriter(StringBuilder text, CarriedComments comments, ConversionPlaces places, string onlySequence)
{
    /// <param name="isOwn">Whether the text is the manifest, of which only the section of the tests is meant.</param>
    public static void Write(CarriedTestFile file, bool isOwn, StringBuilder text, ConversionPlaces places, string onlySequence)
    {
        if (file.Document is not { } document || TestPlaces.TestsOf(document) is not { } tests)
        {
            return;
        }

        var found = YamlComments.Find(document);
        var section = TestPlaces.SectionOf(document, found);
        var own = isOwn ? [.. found.Where(c => section.Start <= c.Span.Start && c.Span.Start < section.End)] : found;
        var comments = new CarriedComments(new CommentedSource(document.Source, own, IsComplete: true), TestPlaces.AnchorsOf(tests));
        var writer = new ModuleTestWriter(text, comments, places, onlySequence);
        text.Append('\n');
        writer.WriteRemarks(comments.Top);
        if (!isOwn)
        {
            writer.WriteRemarks(TestPlaces.EntriesOf((document.Root as YamlMapping)?.Find("metadata")?.Value)
                .Select(e => $"{e.Key.Text}: {document.Source.GetText(e.Value.Span)}"));
        }

        foreach (var test in file.Tests)
        {
            writer.Write(test, tests.Find(test.Name.Text)!);
        }
    }

    private void Write(TestSyntax test, YamlEntry entry)
    {
        var lines = entry.Value as YamlMapping;
        WriteRemarks(comments.Before(entry.Key.Span.Start));
        text.Append("test ").Append(ModuleText.Quote(test.Name.Text)).Append(" {\n");
        WriteRemarksOf(lines, "now");
        if (test.Now is { } now)
        {
            text.Append("now ").Append(ModuleText.Quote(now.Text)).Append('\n');
        }

        WriteRemarksOf(lines, "mocks");
        foreach (var mock in test.Mocks)
        {
            WriteRemarks(comments.Before(mock.Method.Span.Start));
            text.Append("mock ").Append(mock.Method.Text).Append(' ').AppendJoin(" then ", mock.Answers.Select(Answer)).Append('\n');
        }

        WriteRemarksOf(lines, "run");
        WriteRemarksOf(lines, "with");
        text.Append("run ").Append(test.Run?.Text ?? onlySequence).Append('(')
            .AppendJoin(", ", test.Inputs.Select(i => $"{ModuleText.NameOrQuoted(i.Name.Text)}: {ModuleValues.Value(i.Value)}")).Append(")\n");
        WriteRemarksOf(lines, "expect");
        Write(test.Expectation, lines?.Find("expect")?.Value as YamlMapping);
        text.Append("}\n");
    }

    private string Answer(AnswerSyntax answer)
    {
        var what = answer switch
        {
            ReturnsSyntax { Value: YamlMapping { Entries.IsEmpty: true } } => "ok",
            ReturnsSyntax returns => "returns " + ModuleValues.Record(returns.Value),
            ReturnsFileSyntax file => "returns file " + ModuleText.Quote(places.Moved(file.Path.Text)),
            FailsSyntax fails => string.Create(CultureInfo.InvariantCulture, $"fails {fails.Status}")
                + (fails.RetryAfterMs is { } wait ? " retry after " + ModuleText.Time(wait) : string.Empty)
                + (fails.Body is { } body ? " body " + ModuleValues.Record(body) : string.Empty),
            TimesOutSyntax => "times out",
            DropsConnectionSyntax => "drops connection",
            _ => throw new InvalidOperationException($"no text for {answer.GetType().Name}"),
        };
        return what + (answer.DelayMs > 0 ? " delay " + ModuleText.Time(answer.DelayMs) : string.Empty)
            + (answer.When is { } when ? " when " + ModuleValues.Value(when) : string.Empty);
    }

    private void Write(ExpectationSyntax expectation, YamlMapping? lines)
    {
        Write(lines, "outcome", expectation.Outcome is { } outcome ? [$"outcome {outcome.Text}"] : []);
        Write(lines, "code", expectation.Code is { } code ? [$"code {ModuleText.NameOrQuoted(code.Text)}"] : []);
        Write(lines, "returns", expectation.Returns.IsEmpty ? [] : [$"returns {ModuleValues.Record(expectation.Returns)}"]);
        Write(lines, "writes", expectation.Writes is { } writes ? [$"writes == [{string.Join(", ", writes.Select(Call))}]"] : []);
        Write(lines, "calls", CallsOf(expectation.Calls));
        Write(lines, "that", [.. expectation.Conditions.Select(Condition)]);
    }

    /// <summary>In brackets it is no expectation of another kind that starts with the same words.</summary>
    private static string Condition(ValueSyntax condition)
    {
        var written = ModuleValues.Value(condition);
        return written.StartsWith("calls ", StringComparison.Ordinal) || written.StartsWith("writes ", StringComparison.Ordinal) ? $"({written})" : written;
    }

    private void Write(YamlMapping? lines, string key, ImmutableArray<string> expected)
    {
        WriteRemarksOf(lines, key);
        foreach (var line in expected)
        {
            text.Append("expect ").Append(line).Append('\n');
        }
    }

    private static string Call(ExpectedWriteSyntax write) =>
        $"{write.Method.Text}({string.Join(", ", write.Arguments.Select(a => $"{ModuleText.NameOrQuoted(a.Name.Text)}: {ModuleValues.Value(a.Value)}"))})";

    private static ImmutableArray<string> CallsOf(CountSyntax? calls)
    {
        if (calls is null)
        {
            return [];
        }

        var (least, most) = (calls.AtLeast.ToString(CultureInfo.InvariantCulture), calls.AtMost.ToString(CultureInfo.InvariantCulture));
        return calls.AtLeast == calls.AtMost ? [$"calls == {least}"]
            : calls.AtMost == long.MaxValue ? [$"calls >= {least}"]
            : calls.AtLeast == 0 ? [$"calls <= {most}"]
            : [$"calls >= {least}", $"calls <= {most}"];
    }

    private void WriteRemarksOf(YamlMapping? owner, string key)
    {
        if (owner?.Find(key) is { } entry)
        {
            WriteRemarks(comments.Before(entry.Key.Span.Start));
        }
    }

    private void WriteRemarks(IEnumerable<string> remarks)
    {
        foreach (var remark in remarks)
        {
            text.Append(ModuleText.Remark(remark)).Append('\n');
        }
    }
}
