using System.Collections.Immutable;
using Pff.Compiler.Binding;
using Pff.Compiler.Catalogs;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Importing;
using Pff.Compiler.Importing.Writing;
using Pff.Compiler.Lowering;
using Pff.Compiler.Manifest;
using Pff.Core.Diagnostics;
using Pff.Core.Ir;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Core.Text;

namespace Pff.Compiler.Exporting.Arazzo;

/// <summary>A manifest becomes an Arazzo 1.0.1 document with one workflow for each sequence, as far as that can say it.</summary>
public static class ArazzoExporter
{
    /// <param name="manifestPath">As <paramref name="files"/> knows it. Where it has errors they are returned, and nothing is exported.</param>
    /// <param name="outputPath">Where the document goes; the paths of its sources are relative to that.</param>
    public static ImportResult Export(string manifestPath, string outputPath, IFileSource files, CancellationToken cancellation = default)
    {
        var compiled = ManifestCompiler.Compile(manifestPath, files, new CompileSettings(), cancellation);
        if (compiled.Program is not { } program || files.Read(manifestPath).Text is not { } source)
        {
            return new ImportResult([], compiled.Diagnostics);
        }

        if (SourcePaths.NameOf(manifestPath) is var name && manifestPath.EndsWith(".pff", StringComparison.Ordinal))
        {
            var module = new DiagnosticBag();
            module.Add(CompilerDiagnostics.NotThisFormat(source, default, new(
                $"a manifest; 'pffc convert {name}.pff' makes one of a module", $"um manifesto; 'pffc convert {name}.pff' faz um de um módulo"), $"{name}.pff"));
            return new ImportResult([], module.ToSorted());
        }

        // What is wrong with it was said by now.
        var silent = new DiagnosticBag();
        var manifest = ManifestReader.Read(YamlReader.Read(source, silent), silent);
        var folder = SourcePaths.FolderOf(manifestPath);
        var paths = manifest.Uses is { } uses ? [.. uses.Select(u => SourcePaths.Combine(folder, u.Text)).Where(p => !p.EndsWith(".pff", StringComparison.Ordinal)).Distinct()] : CatalogueLoader.Find(folder, files);
        var catalogues = CatalogueLoader.LoadAll(folder, paths, files, null, silent);
        var diagnostics = new DiagnosticBag();
        var sources = ExportedSources.Read(paths, SourcePaths.FolderOf(outputPath), files);
        var table = new MethodTable(catalogues, []);
        var workflows = ImmutableArray.CreateBuilder<WrittenNode>();
        var names = manifest.Sequences.Select(s => s.Name.Text).ToImmutableHashSet(StringComparer.Ordinal);
        foreach (var sequence in manifest.Sequences)
        {
            cancellation.ThrowIfCancellationRequested();
            var ir = program.Sequences.First(s => s.Name == sequence.Name.Text);
            workflows.Add(new SequenceExport(sequence, manifest.Source, InputsOf(ir, manifest, sequence), RetriesOf(ir), names, table, sources, diagnostics).Convert());
        }

        var root = WrittenNode.Map(
            ("arazzo", WrittenNode.Of("1.0.1")),
            ("info", WrittenNode.Map(("title", WrittenNode.Of(program.Name)), ("version", WrittenNode.Of("1.0.0")))),
            ("sourceDescriptions", sources.Write()),
            ("workflows", new WrittenList(workflows.ToImmutable())));
        var text = YamlWriter.Write(root, $"Exported from {manifestPath[(manifestPath.LastIndexOf('/') + 1)..]}").Text;
        return new ImportResult([new GeneratedFile(outputPath, text)], diagnostics.ToSorted());
    }

    private static ImmutableDictionary<TextSpan, RetryRule> RetriesOf(IrSequence ir) =>
        IrSteps.All(ir.Steps).OfType<IrRetry>().DistinctBy(r => r.Span).ToImmutableDictionary(r => r.Span, r => r.Rule);

    private static ImmutableArray<InputPlan> InputsOf(IrSequence ir, ManifestSyntax manifest, SequenceSyntax sequence)
    {
        // A sequence that others call keeps only the manifest's inputs that it reads.
        var declared = (sequence.Inputs ?? manifest.Inputs)?.Select(i => i.Name.Text).ToHashSet(StringComparer.Ordinal);
        return [.. ir.Inputs.Where(i => declared is null || declared.Contains(i.Name))];
    }
}
