using System.Collections.Immutable;
using Pff.Compiler.Catalogs.OpenApi;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Importing.Writing;
using Pff.Compiler.Manifest;
using Pff.Core.Diagnostics;
using Pff.Core.Ports;
using Pff.Core.Text;

namespace Pff.Compiler.Importing.Arazzo;

/// <summary>An Arazzo document becomes a manifest with one sequence for each workflow, and a catalogue for each API.</summary>
public static class ArazzoImporter
{
    /// <param name="path">The document, as <paramref name="files"/> knows it.</param>
    /// <param name="folder">Where the manifest and the folder of catalogues go; empty for the root.</param>
    /// <param name="isStrict">Whether an optional field that is used without a guard is an error.</param>
    public static ImportResult Import(string path, string folder, bool isStrict, IFileSource files, CancellationToken cancellation = default)
    {
        var diagnostics = new DiagnosticBag();
        var documents = new DocumentFiles(files, diagnostics);
        if (documents.Load(path, new SourceText(path, string.Empty), default) is not { } main
            || ArazzoDocument.Read(new DocumentReport(main, diagnostics), documents) is not { } document)
        {
            return new ImportResult([], diagnostics.ToSorted());
        }

        var sources = ArazzoSources.Read(document.Report, folder, files);
        document.ShareInputs();
        var sequences = ImmutableArray.CreateBuilder<WrittenEntry>();
        foreach (var workflow in document.Workflows)
        {
            cancellation.ThrowIfCancellationRequested();
            sequences.Add(new WrittenEntry(workflow.Sequence, new WorkflowConverter(document, sources, workflow).Convert()));
        }

        if (sequences.Count == 0)
        {
            return new ImportResult([], diagnostics.ToSorted());
        }

        var manifestPath = ManifestPath(path, folder);
        var yaml = WriteManifest(main, sources, sequences.ToImmutable());
        ImmutableArray<GeneratedFile> generated = [new(manifestPath, yaml.Text), .. sources.Apis.SelectMany(a => a.Files)];
        var compiled = ManifestCompiler.Compile(manifestPath, new OverlayFiles(generated, files), new CompileSettings(isStrict), cancellation);
        diagnostics.AddRange(compiled.Diagnostics.Where(d => d.Source.Path == manifestPath || sources.Apis.Any(a => a.CataloguePath == d.Source.Path))
            .Where(d => !(d.Code == "PFF1210" && sources.IsPromised(d.Source.GetText(d.Span).Trim('"'))))
            .Select(d => AtOrigin(d, manifestPath, yaml, isStrict))
            .DistinctBy(d => (d.Code, d.Source.Path, d.Span, d.Message.English)));
        return new ImportResult(generated, diagnostics.ToSorted());
    }

    private static WrittenYaml WriteManifest(DocumentFile main, ArazzoSources sources, ImmutableArray<WrittenEntry> sequences)
    {
        var info = main.Root["info"] as DocumentMap;
        var root = WrittenNode.Map(
            ("version", WrittenNode.Of("1.0")),
            ("metadata", info?.TextOf("title") is { } title ? WrittenNode.Map(("name", WrittenNode.Of(title))) : null),
            ("uses", new WrittenList([.. sources.Apis.Select(a => WrittenNode.Of("apis/" + a.CataloguePath[(a.CataloguePath.LastIndexOf('/') + 1)..]))])),
            ("sequences", new WrittenMap(sequences)));
        return YamlWriter.Write(root, $"Imported from {main.Path[(main.Path.LastIndexOf('/') + 1)..]}");
    }

    /// <summary>What the compiler says of an expression, where the document has what it was made of.</summary>
    private static Diagnostic AtOrigin(Diagnostic diagnostic, string manifestPath, WrittenYaml yaml, bool isStrict) =>
        diagnostic.Source.Path == manifestPath && yaml.OriginAt(diagnostic.Span.Start) is { } origin
            ? CompilerDiagnostics.AtOrigin(diagnostic, origin.Source, origin.Span, isStrict)
            : diagnostic;

    private static string ManifestPath(string path, string folder)
    {
        var stem = SourcePaths.NameOf(path);
        stem = stem.EndsWith(".arazzo", StringComparison.OrdinalIgnoreCase) ? stem[..^7] : stem;
        var name = $"{ImportedNames.Snake(stem, "manifest")}.yaml";
        return folder.Length == 0 ? name : $"{folder.TrimEnd('/')}/{name}";
    }
}
