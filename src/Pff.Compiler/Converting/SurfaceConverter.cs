using System.Collections.Immutable;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Importing;
using Pff.Compiler.Manifest;
using Pff.Compiler.Testing;
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
    /// <summary>How the file of a manifest's tests ends, behind the name of the manifest.</summary>
    internal const string TestsEnding = ".tests.yaml";

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
        if (bound.Source.Path != path)
        {
            var name = SourcePaths.RelativeTo(SourcePaths.FolderOf(path), bound.Source.Path);
            diagnostics.Add(CompilerDiagnostics.NotConvertible(
                files.Read(path).Text!, default, new("This file", "Este arquivo"), new($"it has only tests; convert '{name}', and they go with it", $"ele só tem testes; converta '{name}', e eles vão junto")));
            return new ImportResult([], diagnostics.ToSorted());
        }

        var tests = CarriedTests.Find(path, before, files, settings, diagnostics, cancellation);
        var allowed = AllowedWarnings.Find(path, bound, files, settings, cancellation);
        var conversion = new Conversion(bound, new ConversionPlaces(path, output), tests, allowed.Comments);
        var converted = diagnostics.HasErrors ? [] : bound.Manifest is null ? ManifestWriter.Write(conversion, diagnostics) : ModuleWriter.Write(conversion, files, diagnostics);
        if (!diagnostics.HasErrors)
        {
            converted = allowed.PlaceIn(converted, files, settings, diagnostics, cancellation);
        }

        if (!diagnostics.HasErrors)
        {
            Verify(before.Program, conversion, converted, new OverlayFiles(converted, files), settings, diagnostics, cancellation);
        }

        return new ImportResult(diagnostics.HasErrors ? [] : converted, diagnostics.ToSorted());
    }

    private static void Verify(
        IrProgram before, Conversion conversion, ImmutableArray<GeneratedFile> converted, IFileSource files, CompileSettings settings,
        DiagnosticBag diagnostics, CancellationToken cancellation)
    {
        var source = conversion.Bound.Source;
        var meanings = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var file in converted.Where((f, i) => i == 0 || f.Path.EndsWith(TestsEnding, StringComparison.Ordinal)))
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
            meanings.AddRange(after.Tests.Select(t => KeyValuePair.Create(t.Name, TestMeaning.Of(t))));
        }

        foreach (var test in conversion.Tests.Files.SelectMany(f => f.Tests).Where(t => meanings.GetValueOrDefault(t.Name.Text) != conversion.Tests.Meanings[t.Name.Text]))
        {
            diagnostics.Add(CompilerDiagnostics.ConversionDiffers(test.Source, test.Name.Span, test.Name.Text, null));
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
