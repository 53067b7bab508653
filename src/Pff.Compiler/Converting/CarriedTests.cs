using System.Collections.Immutable;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Manifest;
using Pff.Compiler.Manifest.Tests;
using Pff.Compiler.Modules;
using Pff.Compiler.Testing;
using Pff.Core.Diagnostics;
using Pff.Core.Ports;

namespace Pff.Compiler.Converting;

/// <summary>The tests of one text, without those that another text has too.</summary>
/// <param name="Document">Null for the tests of a module.</param>
internal sealed record CarriedTestFile(YamlDocument? Document, ImmutableArray<TestSyntax> Tests);

/// <summary>
/// The tests that go with what is converted: its own, and those of the files beside it that name it with <c>tests_of</c>.
/// </summary>
/// <param name="Files">The text itself first, where it has tests.</param>
/// <param name="Meanings">What each test says, by its name.</param>
internal sealed record CarriedTests(ImmutableArray<CarriedTestFile> Files, ImmutableDictionary<string, string> Meanings)
{
    private static readonly CarriedTests None = new([], ImmutableDictionary.Create<string, string>(StringComparer.Ordinal));

    public bool IsEmpty => Files.IsEmpty;

    /// <summary>What is wrong with the tests of other files, or between them, is reported.</summary>
    public static CarriedTests Find(
        string path, CompileResult compiled, IFileSource files, CompileSettings settings, DiagnosticBag diagnostics, CancellationToken cancellation)
    {
        var tests = None;
        var bound = compiled.Bound!;
        if (!compiled.Tests.IsEmpty)
        {
            tests = bound.Manifest is { } manifest
                ? tests.With(YamlReader.Read(manifest.Source, new DiagnosticBag()), manifest.Tests, compiled.Tests, diagnostics)
                : tests.With(null, ModuleTests.Of(bound.Modules.Modules[^1], new DiagnosticBag()), compiled.Tests, diagnostics);
        }

        foreach (var document in Beside(path, files))
        {
            var result = ManifestCompiler.Compile(document.Source.Path, files, settings, cancellation);
            diagnostics.AddRange(result.Diagnostics.Where(d => d.Severity == Severity.Error));
            if (result.Program is not null)
            {
                tests = tests.With(document, ManifestReader.Read(document, new DiagnosticBag()).Tests, result.Tests, diagnostics);
            }
        }

        return tests;
    }

    /// <summary>The files of tests in the same folder that name the file.</summary>
    private static IEnumerable<YamlDocument> Beside(string path, IFileSource files)
    {
        var folder = SourcePaths.FolderOf(path);
        var wanted = SourcePaths.Combine(string.Empty, path);
        return from other in files.List(folder, ".yaml", ".yml")
               where SourcePaths.Combine(string.Empty, other) != wanted
               let text = files.Read(other).Text
               where text is not null && text.Content.Contains(ManifestReader.TestsOfKey, StringComparison.Ordinal)
               let document = YamlReader.Read(text, new DiagnosticBag())
               where (document.Root as YamlMapping)?.Find(ManifestReader.TestsOfKey)?.Value is YamlScalar tested
                   && SourcePaths.Combine(folder, tested.Text) == wanted
               select document;
    }

    /// <summary>A test that another text has word for word is carried once; two that only share a name cannot be.</summary>
    private CarriedTests With(YamlDocument? document, ImmutableArray<TestSyntax> written, ImmutableArray<TestCase> cases, DiagnosticBag diagnostics)
    {
        var kept = ImmutableArray.CreateBuilder<TestSyntax>();
        var meanings = Meanings.ToBuilder();
        foreach (var (test, meaning) in written.Zip(cases, (test, bound) => (test, TestMeaning.Of(bound))))
        {
            if (meanings.TryAdd(test.Name.Text, meaning))
            {
                kept.Add(test);
            }
            else if (meanings[test.Name.Text] != meaning)
            {
                diagnostics.Add(CompilerDiagnostics.NotConvertible(
                    test.Source,
                    test.Name.Span,
                    new($"The test '{test.Name.Text}'", $"O teste '{test.Name.Text}'"),
                    new("another one of the same program has its name, and both would stand in one file", "outro do mesmo programa tem o seu nome, e os dois ficariam em um só arquivo")));
            }
        }

        return kept.Count == 0 ? this : new CarriedTests(Files.Add(new CarriedTestFile(document, kept.ToImmutable())), meanings.ToImmutable());
    }
}
