using System.Collections.Immutable;
using Pff.Compiler.Binding;
using Pff.Compiler.Catalogs;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Lowering;
using Pff.Compiler.Manifest;
using Pff.Core.Diagnostics;
using Pff.Core.Ir;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Core.Text;
using Pff.Core.Types;

namespace Pff.Compiler;

/// <param name="IsStrict">Unguarded access to optional fields, and dyn, are errors.</param>
/// <param name="Environment">The environment whose hosts of <c>config/api_hosts.yaml</c> are used, or null.</param>
public sealed record CompileSettings(bool IsStrict = false, string? Environment = null);

/// <param name="Program">Null where there are errors.</param>
/// <param name="Diagnostics">In source order; those of catalogues and OpenAPI documents too.</param>
/// <param name="Sources">Every file that was read: the manifest first, then catalogues, OpenAPI documents and overlays.</param>
public sealed record CompileResult(
    IrProgram? Program, ImmutableArray<Diagnostic> Diagnostics, ImmutableArray<SourceFile> Sources);

/// <summary>From the path of a manifest to a checked program.</summary>
public static class ManifestCompiler
{
    /// <summary>Reads, binds, checks and lowers a manifest and all that it uses. Never throws on what the files contain.</summary>
    /// <param name="manifestPath">As <paramref name="files"/> knows it.</param>
    /// <exception cref="OperationCanceledException">When cancelled.</exception>
    public static CompileResult Compile(
        string manifestPath, IFileSource files, CompileSettings settings, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        var diagnostics = new DiagnosticBag();
        var read = files.Read(manifestPath);
        if (read.Text is null)
        {
            diagnostics.Add(CompilerDiagnostics.ManifestNotReadable(new SourceText(manifestPath, string.Empty), read.Status));
            return new CompileResult(null, diagnostics.ToSorted(), []);
        }

        var folder = SourcePaths.FolderOf(manifestPath);
        var document = YamlReader.Read(read.Text, diagnostics);
        var manifest = ManifestReader.Read(document, diagnostics);
        cancellation.ThrowIfCancellationRequested();
        var catalogues = LoadCatalogues(folder, manifest, files, settings, diagnostics);
        cancellation.ThrowIfCancellationRequested();

        // Behind a syntax error half of the names may be missing: what binding would say is then noise.
        var sequences = document.IsComplete ? LowerAll(manifest, catalogues, settings, diagnostics, cancellation) : [];
        var sources = catalogues.SelectMany(c => c.Sources)
            .Prepend(new SourceFile(manifestPath, read.Sha256 ?? string.Empty))
            .Select(s => s with { Path = SourcePaths.RelativeTo(folder, s.Path) })
            .Distinct()
            .ToImmutableArray();
        var program = diagnostics.HasErrors
            ? null
            : new IrProgram
            {
                Name = manifest.Name ?? SourcePaths.NameOf(manifestPath),
                Sequences = ProjectionAnalysis.Apply(sequences, method => ResultOf(method, catalogues)),
                Apis = UsedApis(sequences, catalogues),
                Sources = sources,
            };
        return new CompileResult(program, diagnostics.ToSorted(), sources);
    }

    private static ImmutableArray<ApiCatalogue> LoadCatalogues(
        string folder, ManifestSyntax manifest, IFileSource files, CompileSettings settings, DiagnosticBag diagnostics)
    {
        if (manifest.Uses is not { } uses)
        {
            return CatalogueLoader.LoadAll(folder, CatalogueLoader.Find(folder, files), files, settings.Environment, diagnostics);
        }

        // A file that is not there is a mistake of the line that names it.
        var paths = ImmutableArray.CreateBuilder<string>(uses.Length);
        foreach (var use in uses)
        {
            var path = SourcePaths.Combine(folder, use.Text);
            var status = files.Read(path).Status;
            if (status == FileReadStatus.Found)
            {
                paths.Add(path);
            }
            else
            {
                diagnostics.Add(CompilerDiagnostics.CatalogueNotReadable(manifest.Source, use.Span, use.Text, status));
            }
        }

        return CatalogueLoader.LoadAll(folder, [.. paths.Distinct()], files, settings.Environment, diagnostics);
    }

    private static ImmutableArray<IrSequence> LowerAll(
        ManifestSyntax manifest,
        ImmutableArray<ApiCatalogue> catalogues,
        CompileSettings settings,
        DiagnosticBag diagnostics,
        CancellationToken cancellation)
    {
        var program = new ProgramContext(manifest, new MethodTable(catalogues), settings.IsStrict, diagnostics, cancellation);
        return [.. manifest.Sequences.Select(s => program.Lower(s.Name.Text).Ir)];
    }

    private static PffType ResultOf(MethodDescriptor method, ImmutableArray<ApiCatalogue> catalogues) =>
        catalogues.SelectMany(c => c.Methods).First(m => m.Descriptor.Api == method.Api && m.Name == method.Name).Result;

    /// <summary>Only the APIs that a plan calls, so that it needs no secrets of others.</summary>
    private static ImmutableArray<ApiDescriptor> UsedApis(ImmutableArray<IrSequence> sequences, ImmutableArray<ApiCatalogue> catalogues)
    {
        var used = sequences.SelectMany(s => IrSteps.All(s.Steps)).OfType<IrCallMethod>().Select(c => c.Method.Api).ToHashSet(StringComparer.Ordinal);
        return [.. catalogues.Select(c => c.Api).Where(a => used.Contains(a.Name))];
    }
}
