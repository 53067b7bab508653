using System.Collections.Immutable;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Importing;
using Pff.Compiler.Manifest;
using Pff.Compiler.Modules;
using Pff.Core.Diagnostics;
using Pff.Core.Ir;
using Pff.Core.Ir.Hashing;
using Pff.Core.Ports;
using Pff.Core.Text;

namespace Pff.Compiler.Converting;

/// <summary>
/// Makes a module of a manifest, and a manifest of a module. The result is compiled before anyone sees it, and each of its
/// sequences must have the semantic hash that it had: a way of writing that was not thought of is refused, never changed.
/// </summary>
public static class SurfaceConverter
{
    /// <param name="path">A manifest or a module, as <paramref name="files"/> knows it.</param>
    /// <param name="output">Where the converted one will be; what else is needed is put beside it.</param>
    /// <returns>The converted file first; no files where there are errors.</returns>
    public static ImportResult Convert(string path, string output, IFileSource files, string? environment, CancellationToken cancellation = default)
    {
        var settings = new CompileSettings(Environment: environment);
        var before = ManifestCompiler.Compile(path, files, settings, cancellation);
        if (before.Program is null || before.Bound is not { } bound)
        {
            return new ImportResult([], before.Diagnostics);
        }

        var diagnostics = new DiagnosticBag();
        var places = new ConversionPlaces(path, output);
        var converted = bound.Manifest is not { } manifest ? ManifestWriter.Write(bound, places, diagnostics)
            : ModuleWriter.Write(bound, places, files, diagnostics) is { } module ? WithTests(manifest, new GeneratedFile(output, module), places, diagnostics)
            : [];
        if (!diagnostics.HasErrors)
        {
            var source = bound.Manifest?.Source ?? bound.Modules.Modules[^1].Module.Syntax.Source;
            Verify(before.Program, source, converted, new OverlayFiles(converted, files), settings, diagnostics, cancellation);
        }

        return new ImportResult(diagnostics.HasErrors ? [] : converted, diagnostics.ToSorted());
    }

    /// <summary>The tests of a manifest as a file of tests of the module, word for word.</summary>
    private static ImmutableArray<GeneratedFile> WithTests(ManifestSyntax manifest, GeneratedFile module, ConversionPlaces places, DiagnosticBag diagnostics)
    {
        if (manifest.Tests.IsEmpty)
        {
            return [module];
        }

        if (YamlReader.Read(manifest.Source, new DiagnosticBag()).Root is not YamlMapping root || root.Find("tests") is not { } tests || places.Folder != places.OutputFolder)
        {
            diagnostics.Add(CompilerDiagnostics.NotConvertible(
                manifest.Source,
                manifest.Tests[0].Span,
                new("The tests", "Os testes"),
                new("they name files beside them, so the module has to be beside the manifest", "eles citam arquivos ao lado deles, então o módulo tem de ficar ao lado do manifesto")));
            return [];
        }

        var next = root.Entries.Select(e => e.Key.Span.Start).Where(s => s > tests.Key.Span.Start).DefaultIfEmpty(manifest.Source.Content.Length).Min();
        var name = SourcePaths.RelativeTo(places.OutputFolder, places.Output);
        var content = $"version: \"1.0\"\ntests_of: {Importing.Writing.YamlWriter.Scalar(name)}\n{manifest.Source.Content[tests.Key.Span.Start..next].TrimEnd()}\n";
        return [module, new GeneratedFile(places.Beside(".tests.yaml"), content)];
    }

    private static void Verify(
        IrProgram before, SourceText source, ImmutableArray<GeneratedFile> converted, IFileSource files, CompileSettings settings,
        DiagnosticBag diagnostics, CancellationToken cancellation)
    {
        foreach (var file in converted.Where((f, i) => i == 0 || f.Path.EndsWith(".tests.yaml", StringComparison.Ordinal)))
        {
            var after = ManifestCompiler.Compile(file.Path, files, settings, cancellation);
            if (after.Program is null)
            {
                var first = after.Diagnostics.First(d => d.Severity == Severity.Error);
                var place = $"{first.Source.Path}({first.Source.GetPosition(first.Span.Start).Line + 1})";
                diagnostics.Add(CompilerDiagnostics.ConversionDiffers(
                    source, new TextSpan(0, 0), before.Name, new($"{place}: {first.Code} {first.Message.English}", $"{place}: {first.Code} {first.Message.Portuguese}")));
                return;
            }

            Compare(before, after.Program, source, diagnostics);
        }
    }

    private static void Compare(IrProgram before, IrProgram after, SourceText source, DiagnosticBag diagnostics)
    {
        var (left, right) = (SemanticHash.Of(before), SemanticHash.Of(after));
        var hashes = right.Sequences.ToDictionary(s => s.Name, s => s.Hash, StringComparer.Ordinal);
        var differing = left.Sequences.Where(s => hashes.GetValueOrDefault(s.Name) != s.Hash).Select(s => s.Name).ToList();
        foreach (var name in differing)
        {
            var place = before.Sequences.First(s => s.Name == name).Span;
            diagnostics.Add(CompilerDiagnostics.ConversionDiffers(source, new TextSpan(place.Start, Math.Min(place.Length, name.Length)), name, null));
        }

        if (differing.Count == 0 && left.Program != right.Program)
        {
            diagnostics.Add(CompilerDiagnostics.ConversionDiffers(source, new TextSpan(0, 0), before.Name, null));
        }
    }
}
