using Pff.Compiler;
using Pff.Compiler.Catalogs;
using Pff.Compiler.Lowering;
using Pff.Compiler.Manifest;
using Pff.Compiler.Syntax;
using Pff.Core.Diagnostics;
using Pff.Core.Text;

namespace Pff.Benchmarks.Checking;

/// <summary>The phases of a check, each by itself, and the whole.</summary>
internal static class CheckPhases
{
    public static void Measure(CheckFiles files, int rounds)
    {
        var settings = new CompileSettings();
        var source = files[LargeManifest.Path];
        var document = YamlReader.Read(source, new DiagnosticBag());
        var paths = CatalogueLoader.Find(string.Empty, files);
        var catalogues = CatalogueLoader.LoadAll(string.Empty, paths, files, null, new DiagnosticBag());
        var results = catalogues.SelectMany(c => c.Methods.Select(m => (m.Descriptor.Api, m.Name, m.Result))).ToDictionary(m => (m.Api, m.Name), m => m.Result);
        var program = ManifestCompiler.Compile(LargeManifest.Path, files, settings).Program;

        var whole = Times.Of(rounds, () => ManifestCompiler.Compile(LargeManifest.Path, files, settings));
        var yaml = Times.Of(rounds, () => YamlReader.Read(source, new DiagnosticBag()));
        var reading = Times.Of(rounds, () => ManifestReader.Read(document, new DiagnosticBag()));
        var loading = Times.Of(rounds, () => CatalogueLoader.LoadAll(string.Empty, paths, files, null, new DiagnosticBag()));
        var texts = TextsOf(document.Root!).ToList();
        var templates = Times.Of(rounds, () => texts.ForEach(text => TemplateParser.Parse(text)));
        var projections = program is null
            ? null
            : Times.Of(rounds, () => ProjectionAnalysis.Apply(program.Sequences, method => results[(method.Api, method.Name)]));
        Times.Print("whole check, from scratch", whole);
        Times.Print("  YAML", yaml);
        Times.Print("  manifest", reading);
        Times.Print("  catalogues, OpenAPI", loading);
        Times.Print("  templates and expressions", templates);
        if (projections is not null)
        {
            Times.Print("  projections", projections);
            Console.WriteLine($"  binding, typing, folding: what remains of the least {whole.Least - yaml.Least - reading.Least - loading.Least - templates.Least - projections.Least:F1}");
        }
    }

    private static IEnumerable<EmbeddedText> TextsOf(YamlNode node) => node switch
    {
        YamlScalar { Kind: YamlScalarKind.Text } scalar => [scalar.Content],
        YamlSequence list => list.Items.SelectMany(TextsOf),
        YamlMapping mapping => mapping.Entries.SelectMany(entry => TextsOf(entry.Value)),
        _ => [],
    };
}
