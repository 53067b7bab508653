using System.Collections.Immutable;
using Pff.Compiler.Diagnostics;
using Pff.Core.Diagnostics;

namespace Pff.Compiler.Manifest.Tests;

/// <summary>From YAML to tests: <c>tests: { "name": { run, with, now, mocks, expect } }</c>.</summary>
internal static class TestReader
{
    internal static readonly ImmutableArray<string> Keys = ["run", "with", "now", "mocks", "expect"];

    private static readonly LocalizedText Owner = new("A test", "Um teste");

    public static ImmutableArray<TestSyntax> ReadAll(YamlNode node, ShapeReader shape)
    {
        var expected = new LocalizedText("a mapping from names to tests", "um mapeamento de nomes para testes");
        return shape.Mapping(node, expected) is { } mapping
            ? [.. mapping.Entries.Select(entry => Read(entry, shape)).OfType<TestSyntax>()]
            : [];
    }

    public static ManifestName? Text(YamlMapping mapping, string key, LocalizedText expected, ShapeReader shape) =>
        mapping.Find(key) is { } entry && shape.Scalar(entry.Value, expected) is { } scalar ? new ManifestName(scalar.Text, scalar.Span) : null;

    public static TestSyntax? Read(YamlEntry entry, ShapeReader shape)
    {
        if (shape.Mapping(entry.Value, new("a test", "um teste")) is not { } mapping)
        {
            return null;
        }

        shape.RefuseOtherKeys(mapping, Owner, Keys);
        return new TestSyntax(mapping.Source, new ManifestName(entry.Key.Text, entry.Key.Span), entry.Key.Span.Union(entry.Value.Span))
        {
            Run = Text(mapping, "run", new("the name of a sequence", "o nome de uma sequência"), shape),
            Inputs = mapping.Find("with") is { } with
                ? shape.Arguments(with.Value, new("a mapping from inputs to values", "um mapeamento de entradas para valores"))
                : [],
            Now = Text(mapping, "now", new("a time", "um instante"), shape),
            Mocks = mapping.Find("mocks") is { } mocks ? ReadMocks(mocks.Value, shape) : [],
            Expectation = mapping.Find("expect") is { } expect ? ExpectationReader.Read(expect.Value, shape) : new ExpectationSyntax(),
        };
    }

    private static ImmutableArray<MockSyntax> ReadMocks(YamlNode node, ShapeReader shape)
    {
        var expected = new LocalizedText("a mapping from methods to answers", "um mapeamento de métodos para respostas");
        if (shape.Mapping(node, expected) is not { } mapping)
        {
            return [];
        }

        var mocks = ImmutableArray.CreateBuilder<MockSyntax>(mapping.Entries.Length);
        foreach (var entry in mapping.Entries)
        {
            var nodes = entry.Value is YamlSequence list ? list.Items : [entry.Value];
            var answers = nodes.Select(answer => AnswerReader.Read(answer, shape)).OfType<AnswerSyntax>().ToImmutableArray();
            if (nodes.IsEmpty)
            {
                shape.Report(CompilerDiagnostics.WrongNode(entry.Value, new("at least one answer", "pelo menos uma resposta")));
            }

            mocks.Add(new MockSyntax(new ManifestName(entry.Key.Text, entry.Key.Span), answers));
        }

        return mocks.ToImmutable();
    }
}
