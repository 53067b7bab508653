using System.Collections.Immutable;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Manifest.Tests;
using Pff.Core.Diagnostics;
using Pff.Core.Text;

namespace Pff.Compiler.Manifest;

/// <summary>From the YAML tree to the manifest: top level and metadata.</summary>
public static class ManifestReader
{
    /// <summary>Checking is quick for what people write, and must not be slow for what nobody does.</summary>
    internal const int MaximumNodes = 20_000;

    private const string SupportedVersion = "1.0";

    internal static readonly ImmutableArray<string> Keys = ["version", "metadata", "uses", "inputs", "sequences", "tests"];

    internal static readonly ImmutableArray<string> TestFileKeys = ["version", "metadata", TestsOfKey, "tests"];

    internal const string TestsOfKey = "tests_of";

    internal const string TestsKey = "tests";

    private static readonly LocalizedText Owner = new("A manifest", "Um manifesto");

    /// <summary>What is right of the manifest; everything else is reported.</summary>
    public static ManifestSyntax Read(YamlDocument document, DiagnosticBag diagnostics)
    {
        var manifest = new ManifestSyntax(document.Source, new TextSpan(0, document.Source.Content.Length));
        var shape = new ShapeReader(diagnostics, document.IsComplete);
        if (document.Root is null
            || shape.Mapping(document.Root, new("a manifest with 'version' and 'sequences'", "um manifesto com 'version' e 'sequences'")) is not { } root)
        {
            return manifest;
        }

        if (FindNode(root, MaximumNodes) is { } tooMany)
        {
            shape.Report(CompilerDiagnostics.TooManyNodes(tooMany, MaximumNodes));
            return manifest;
        }

        if (root.Find(TestsOfKey) is { } tested)
        {
            return ReadTestHead(manifest, root, tested, shape, document.IsComplete) with { Tests = ReadTests(root, shape) };
        }

        manifest = ReadHead(manifest, root, shape, document.IsComplete);
        return manifest with { Sequences = ReadSequences(root, shape, document.IsComplete), Tests = ReadTests(root, shape) };
    }

    /// <summary>Everything but the sequences and the tests.</summary>
    internal static ManifestSyntax ReadHead(ManifestSyntax manifest, YamlMapping root, ShapeReader shape, bool isComplete)
    {
        shape.RefuseOtherKeys(root, Owner, Keys);
        CheckVersion(root, shape, isComplete);
        return manifest with
        {
            Name = ReadName(root, shape),
            Uses = ReadUses(root, shape),
            Inputs = root.Find("inputs") is { } inputs ? InputReader.ReadAll(inputs.Value, shape) : null,
        };
    }

    /// <summary>Everything but the tests of a file of tests, which has no sequences of its own.</summary>
    internal static ManifestSyntax ReadTestHead(ManifestSyntax manifest, YamlMapping root, YamlEntry tested, ShapeReader shape, bool isComplete)
    {
        shape.RefuseOtherKeys(root, new("A file of tests", "Um arquivo de testes"), TestFileKeys);
        CheckVersion(root, shape, isComplete);
        var path = shape.Scalar(tested.Value, new("the path of a manifest", "o caminho de um manifesto"));
        return manifest with
        {
            Name = ReadName(root, shape),
            TestsOf = new ManifestName(path?.Text ?? string.Empty, path?.Span ?? tested.Value.Span),
        };
    }

    private static ImmutableArray<TestSyntax> ReadTests(YamlMapping root, ShapeReader shape) =>
        root.Find(TestsKey) is { } tests ? TestReader.ReadAll(tests.Value, shape) : [];

    /// <summary>The node with this number, counted from the top, or null where there are fewer.</summary>
    private static YamlNode? FindNode(YamlNode root, int number)
    {
        var open = new Stack<YamlNode>([root]);
        while (open.TryPop(out var node))
        {
            if (--number < 0)
            {
                return node;
            }

            switch (node)
            {
                case YamlSequence list:
                    list.Items.Reverse().ToList().ForEach(open.Push);
                    break;
                case YamlMapping mapping:
                    mapping.Entries.Reverse().ToList().ForEach(e => open.Push(e.Value));
                    break;
            }
        }

        return null;
    }

    private static void CheckVersion(YamlMapping root, ShapeReader shape, bool isComplete)
    {
        if (root.Find("version") is not { } entry)
        {
            if (isComplete && !root.Entries.IsEmpty)
            {
                shape.Report(CompilerDiagnostics.VersionMissing(root.Source, root.Entries[0].Key.Span, SupportedVersion));
            }
        }
        else if (shape.Scalar(entry.Value, new("a version", "uma versão")) is { } version && version.Text is not (SupportedVersion or "1"))
        {
            shape.Report(CompilerDiagnostics.VersionNotSupported(version, SupportedVersion));
        }
    }

    /// <summary>Metadata are for people: any key may stand there, and only the name is read.</summary>
    private static string? ReadName(YamlMapping root, ShapeReader shape)
    {
        if (root.Find("metadata") is not { } metadata
            || shape.Mapping(metadata.Value, new("a mapping with 'name'", "um mapeamento com 'name'")) is not { } mapping
            || mapping.Find("name") is not { } name)
        {
            return null;
        }

        return shape.Scalar(name.Value, new("the manifest's name", "o nome do manifesto"))?.Text;
    }

    private static ImmutableArray<YamlScalar>? ReadUses(YamlMapping root, ShapeReader shape)
    {
        if (root.Find("uses") is not { } uses)
        {
            return null;
        }

        var list = shape.List(uses.Value, new("a list of catalogue files", "uma lista de arquivos de catálogo"));
        return list is null
            ? []
            : [.. list.Items.Select(item => shape.Scalar(item, new("the path of a catalogue", "o caminho de um catálogo"))).OfType<YamlScalar>()];
    }

    private static ImmutableArray<SequenceSyntax> ReadSequences(YamlMapping root, ShapeReader shape, bool isComplete)
    {
        var at = root.Entries.IsEmpty ? root.Span : root.Entries[0].Key.Span;
        var expected = new LocalizedText("a mapping from names to sequences", "um mapeamento de nomes para sequências");
        if (shape.Require(root, "sequences", Owner, at) is not { } node || shape.Mapping(node, expected) is not { } mapping)
        {
            return [];
        }

        if (mapping.Entries.IsEmpty && isComplete)
        {
            shape.Report(CompilerDiagnostics.WrongNode(mapping, new("at least one sequence", "pelo menos uma sequência")));
        }

        return [.. mapping.Entries.Select(entry => SequenceReader.Read(entry, shape)).OfType<SequenceSyntax>()];
    }
}
