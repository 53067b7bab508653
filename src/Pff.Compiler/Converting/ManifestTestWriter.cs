using System.Collections.Immutable;
using System.Globalization;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Importing;
using Pff.Compiler.Importing.Writing;
using Pff.Compiler.Manifest;
using Pff.Compiler.Manifest.Tests;
using Pff.Compiler.Modules;
using Pff.Core.Text;

namespace Pff.Compiler.Converting;

/// <summary>Tests of a module, and of files of tests that name it, as one file of tests of the manifest.</summary>
/// <param name="values">For data and conditions, in which names that mean nothing else are values of enums.</param>
internal sealed class ManifestTestWriter(CarriedComments comments, ConversionPlaces places, ManifestValues values)
{
    /// <param name="own">The comments of the module that are about its tests.</param>
    public static GeneratedFile Write(CarriedTests tests, ModuleSyntax module, CommentedSource own, ConversionPlaces places)
    {
        var names = ImmutableHashSet.CreateRange(StringComparer.Ordinal, Typing.Typer.TypeValueNames.Append(Typing.Typer.NowName));
        var entries = ImmutableArray.CreateBuilder<WrittenEntry>();
        var top = ImmutableArray.CreateBuilder<string>();
        foreach (var file in tests.Files)
        {
            if (file.Document is { } document)
            {
                entries.AddRange(Copied(document, file, places, top));
                continue;
            }

            var declarations = module.Declarations.OfType<TestDeclarationSyntax>().ToDictionary(d => d.Test.Name.Span.Start);
            var comments = new CarriedComments(own, declarations.Values.SelectMany(d => d.Lines.Select(l => l.Span.Start).Prepend(d.Span.Start)));
            top.AddRange(comments.Top);
            var writer = new ManifestTestWriter(comments, places, new ManifestValues(module.Source, null, names, []));
            entries.AddRange(file.Tests.Select(t => writer.Test(t, declarations[t.Name.Span.Start])));
        }

        var root = WrittenNode.Map(
            ("version", WrittenNode.Of("1.0")),
            (ManifestReader.TestsOfKey, WrittenNode.Of(SourcePaths.RelativeTo(places.OutputFolder, places.Output))),
            (ManifestReader.TestsKey, new WrittenMap(entries.ToImmutable())));
        var path = places.Beside(SurfaceConverter.TestsEnding);
        var text = YamlWriter.Write(root, [.. top]).Text;
        return new GeneratedFile(path, Formatting.YamlFormatter.Format(new SourceText(path, text)).Text ?? text);
    }

    /// <summary>The tests of a file of tests, which only names another program now.</summary>
    private static IEnumerable<WrittenEntry> Copied(YamlDocument document, CarriedTestFile file, ConversionPlaces places, ImmutableArray<string>.Builder top)
    {
        if (TestPlaces.TestsOf(document) is not { } tests)
        {
            return [];
        }

        var comments = new CarriedComments(new CommentedSource(document.Source, YamlComments.Find(document), IsComplete: true), TestPlaces.AnchorsOf(tests));
        top.AddRange(comments.Top);
        WrittenEntry Entry(YamlEntry entry, int depth) => new(entry.Key.Text, Copy(entry, depth)) { Comments = [.. comments.Before(entry.Key.Span.Start)] };
        WrittenNode Copy(YamlEntry entry, int depth) => (depth, entry.Key.Text, entry.Value) switch
        {
            (0, _, YamlMapping test) => new WrittenMap([.. test.Entries.Select(e => Entry(e, 1))]),
            (1, "mocks" or "expect", YamlMapping lines) => new WrittenMap([.. lines.Entries.Select(e => Entry(e, 2))]),
            _ => CopyData(entry.Value, places),
        };
        return file.Tests.Select(t => Entry(tests.Find(t.Name.Text)!, 0));
    }

    private static WrittenNode CopyData(YamlNode node, ConversionPlaces places) => node switch
    {
        YamlScalar { Kind: YamlScalarKind.Text } text => new WrittenText(text.Text),
        YamlScalar scalar => new WrittenLiteral(scalar.IsNull ? "null" : scalar.Text),
        YamlSequence list => new WrittenList([.. list.Items.Select(i => CopyData(i, places))]),
        YamlMapping mapping => new WrittenMap(
        [
            .. mapping.Entries.Select(e => new WrittenEntry(
                e.Key.Text, e is { Key.Text: "returns_file", Value: YamlScalar path } ? new WrittenText(places.Moved(path.Text)) : CopyData(e.Value, places))),
        ]) { IsInline = true },
        _ => WrittenLiteral.Null,
    };

    private WrittenEntry Test(TestSyntax test, TestDeclarationSyntax declaration)
    {
        ImmutableArray<int> LinesOf(string word) => [.. declaration.Lines.Where(l => l.Word == word).Select(l => l.Span.Start)];
        ImmutableArray<string> RemarksOf(string word) => [.. LinesOf(word).SelectMany(comments.Before)];
        var mocks = test.Mocks.Zip(LinesOf("mock"), (mock, line) => new WrittenEntry(mock.Method.Text, Answers(mock)) { Comments = [.. comments.Before(line)] });
        var expected = Expected(test.Expectation).Select(e => e with { Comments = RemarksOf(e.Key) }).ToImmutableArray();

        // A line that says nothing, such as 'expect returns {}', is not written, but what is said about it is.
        var others = declaration.Lines.Where(l => l.Word is not ("run" or "now" or "mock") && expected.All(e => e.Key != l.Word)).SelectMany(l => comments.Before(l.Span.Start));
        ImmutableArray<WrittenEntry> entries =
        [
            .. test.Run is { } run ? [new WrittenEntry("run", WrittenNode.Of(run.Text)) { Comments = RemarksOf("run") }] : Array.Empty<WrittenEntry>(),
            .. test.Inputs.IsEmpty ? [] : new[] { new WrittenEntry("with", Data(test.Inputs)) },
            .. test.Now is { } now ? [new WrittenEntry("now", WrittenNode.Of(now.Text)) { Comments = RemarksOf("now") }] : Array.Empty<WrittenEntry>(),
            .. test.Mocks.IsEmpty ? [] : new[] { new WrittenEntry("mocks", new WrittenMap([.. mocks])) },
            .. expected.IsEmpty ? [] : new[] { new WrittenEntry("expect", new WrittenMap(expected)) },
        ];
        return new WrittenEntry(test.Name.Text, new WrittenMap(entries)) { Comments = [.. comments.Before(declaration.Span.Start), .. others] };
    }

    private WrittenNode Answers(MockSyntax mock) =>
        mock.Answers is [var only] ? Answer(only) : new WrittenList([.. mock.Answers.Select(Answer)]);

    private WrittenNode Answer(AnswerSyntax answer)
    {
        var isAlone = answer is { DelayMs: 0, When: null };
        var (key, value) = answer switch
        {
            ReturnsSyntax returns => ("returns", values.Value(returns.Value)),
            ReturnsFileSyntax file => ("returns_file", WrittenNode.Of(places.Moved(file.Path.Text))),
            FailsSyntax { Body: null, RetryAfterMs: null } fails => ("fails", Number(fails.Status)),
            FailsSyntax fails => ("fails", WrittenNode.Map(
                ("status", Number(fails.Status)),
                ("retry_after", fails.RetryAfterMs is { } wait ? WrittenNode.Of(ModuleText.Time(wait)) : null),
                ("body", fails.Body is { } body ? values.Value(body) : null))),
            TimesOutSyntax => ("fails", WrittenNode.Of("times out")),
            DropsConnectionSyntax => ("fails", WrittenNode.Of("drops connection")),
            _ => throw new InvalidOperationException($"no manifest for {answer.GetType().Name}"),
        };
        return isAlone && answer is TimesOutSyntax or DropsConnectionSyntax ? value : WrittenNode.Map(
            (key, value),
            ("delay", answer.DelayMs > 0 ? WrittenNode.Of(ModuleText.Time(answer.DelayMs)) : null),
            ("when", answer.When is { } when ? values.Condition(when) : null)) with { IsInline = true };
    }

    private IEnumerable<WrittenEntry> Expected(ExpectationSyntax expectation)
    {
        ImmutableArray<(string Key, WrittenNode? Value)> entries =
        [
            ("outcome", expectation.Outcome is { } outcome ? WrittenNode.Of(outcome.Text) : null),
            ("code", expectation.Code is { } code ? WrittenNode.Of(code.Text) : null),
            ("returns", expectation.Returns.IsEmpty ? null : Data(expectation.Returns)),
            ("writes", expectation.Writes is { } writes ? new WrittenList([.. writes.Select(Write)]) : null),
            ("calls", expectation.Calls is { } calls ? Count(calls) : null),
            ("that", expectation.Conditions switch
            {
                [] => null,
                [var only] => values.Condition(only),
                var several => new WrittenList([.. several.Select(values.Condition)]),
            }),
        ];
        return entries.Where(e => e.Value is not null).Select(e => new WrittenEntry(e.Key, e.Value!));
    }

    private WrittenNode Write(ExpectedWriteSyntax write) => write.Arguments.IsEmpty
        ? WrittenNode.Of(write.Method.Text)
        : WrittenNode.Map((write.Method.Text, Data(write.Arguments))) with { IsInline = true };

    private static WrittenNode Count(CountSyntax calls) => calls.AtLeast == calls.AtMost ? Number(calls.AtLeast) : WrittenNode.Map(
        ("at_least", calls.AtLeast > 0 ? Number(calls.AtLeast) : null),
        ("at_most", calls.AtMost < long.MaxValue ? Number(calls.AtMost) : null)) with { IsInline = true };

    private WrittenMap Data(ImmutableArray<ArgumentSyntax> entries) =>
        new([.. entries.Select(e => new WrittenEntry(e.Name.Text, values.Value(e.Value)))]) { IsInline = true };

    private static WrittenLiteral Number(long number) => new(number.ToString(CultureInfo.InvariantCulture));
}
