using System.Globalization;
using Pff.Compiler;
using Pff.Compiler.Converting;
using Pff.Compiler.Formatting;
using Pff.Core.Ir.Hashing;
using Pff.Core.Text;
using Pff.Specs.Architecture;
using Pff.Specs.Features;
using Pff.Specs.Generation;

namespace Pff.Specs.Converting;

/// <summary>There and back, every example, feature and generated program means what it meant.</summary>
public sealed class ConversionSpec
{
    private const int DefaultCount = 60;

    /// <summary>Features with something that the other notation cannot say, and what that is.</summary>
    private static readonly Dictionary<string, string> Refused = new(StringComparer.Ordinal)
    {
        ["module-control"] = "PFF1881",
    };

    private static int Count =>
        int.TryParse(Environment.GetEnvironmentVariable("PFF_PROPERTY_COUNT"), CultureInfo.InvariantCulture, out var wanted) ? wanted : DefaultCount;

    public static TheoryData<string> Features => [.. FeatureRun.Names("features")];

    [Theory]
    [MemberData(nameof(Features))]
    public void A_feature_keeps_its_meaning(string name)
    {
        var feature = FeatureRun.Open("features", name);
        var root = feature.Find(FeatureRun.ManifestName) is null ? FeatureRun.ModuleName : FeatureRun.ManifestName;
        var files = FeatureRun.FilesOf(feature);
        if (ManifestCompiler.Compile(root, files, new CompileSettings()).Program is null)
        {
            Assert.Skip("The feature is about what is wrong.");
        }

        if (Refused.TryGetValue(name, out var code))
        {
            Assert.Contains(code, SurfaceConverter.Convert(root, Other(root), files, null).Diagnostics.Select(d => d.Code));
            return;
        }

        ThereAndBack(root, files);
    }

    [Theory]
    [MemberData(nameof(Manifests))]
    public void A_manifest_of_the_documentation_keeps_its_meaning(string name)
    {
        var files = new MemoryFiles();
        FeatureRun.AddFixture(files, "crm");
        files[FeatureRun.ManifestName] = Formatting.Corpus.All().First(c => c.Name == name).Text;
        ThereAndBack(FeatureRun.ManifestName, files);
    }

    /// <summary>The examples of all pages that are whole manifests and right.</summary>
    public static TheoryData<string> Manifests => [.. Formatting.Corpus.All().Where(c => c.Name.StartsWith("docs/", StringComparison.Ordinal) && !c.Name.Contains("PFF188", StringComparison.Ordinal) && IsRight(c.Text)).Select(c => c.Name)];

    [Fact]
    public void The_example_keeps_its_meaning()
    {
        var files = new MemoryFiles();
        var folder = Repository.PathOf("examples", "contract-fix");
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(p => !p.EndsWith(".xlsx", StringComparison.Ordinal)))
        {
            files[Path.GetRelativePath(folder, path).Replace('\\', '/')] = File.ReadAllText(path);
        }

        ThereAndBack(FeatureRun.ManifestName, files);
    }

    [Fact]
    public void Generated_programs_keep_their_meaning_and_are_formatted_once()
    {
        for (var seed = 0; seed < Count; seed++)
        {
            var program = new YamlTreeMap(
                true,
                ("version", new YamlTreeText("1.0")),
                ("uses", new YamlTreeList(new YamlTreeText("apis/plain.yaml"), new YamlTreeText("apis/guarded.yaml"))),
                ("sequences", new YamlTreeMap(false, new ProgramGenerator(new Random(seed), "v").Sequences("s").Select(s => (s.Name, s.Sequence)))));
            var files = new MemoryFiles();
            GeneratedApis.AddTo(files);
            files[FeatureRun.ManifestName] = YamlPrinter.Print(program, seed % 2 == 0 ? null : new Random(seed));
            ThereAndBack(FeatureRun.ManifestName, files);
        }
    }

    public static TheoryData<string> Modules => [.. AllModules().Select(m => m.Name)];

    [Theory]
    [MemberData(nameof(Modules))]
    public void A_module_is_formatted_once_with_all_its_comments(string name)
    {
        var text = AllModules().First(m => m.Name == name).Text;
        if (ModuleFormatter.Format(new SourceText("m.pff", text)) is not { Text: { } formatted } refused)
        {
            var diagnostics = ModuleFormatter.Format(new SourceText("m.pff", text)).Diagnostics;
            Assert.DoesNotContain("PFF1860", diagnostics.Select(d => d.Code));
            Assert.NotEmpty(diagnostics);
            return;
        }

        Assert.Empty(refused.Diagnostics);
        Assert.Equal(formatted, ModuleFormatter.Format(new SourceText("m.pff", formatted)).Text);
        Assert.Equal(text.Split("//").Length, formatted.Split("//").Length);
        Assert.DoesNotContain(" \n", formatted, StringComparison.Ordinal);
    }

    /// <summary>Those of features, of what is wrong, and of all pages.</summary>
    private static IEnumerable<(string Name, string Text)> AllModules() =>
        from path in Repository.FilesUnder("docs", "*.md").Concat(Repository.FilesUnder("tests/Pff.Specs", "*.md"))
        from block in File.ReadAllText(path).Split("\n```pff").Skip(1).Select((b, i) => (Number: i, Text: b))
        select ($"{Repository.Relative(path)}:{block.Number}", block.Text[(block.Text.IndexOf('\n', StringComparison.Ordinal) + 1)..(block.Text.IndexOf("\n```", StringComparison.Ordinal) + 1)]);

    private static bool IsRight(string text)
    {
        var files = new MemoryFiles();
        FeatureRun.AddFixture(files, "crm");
        files[FeatureRun.ManifestName] = text;
        return ManifestCompiler.Compile(FeatureRun.ManifestName, files, new CompileSettings()).Program is not null;
    }

    private static string Other(string path) => path.EndsWith(".pff", StringComparison.Ordinal) ? Path.ChangeExtension(path, ".yaml") : Path.ChangeExtension(path, ".pff");

    private static void ThereAndBack(string root, MemoryFiles files)
    {
        var original = Hash(root, files);
        var text = files.Read(root).Text!.Content;
        var there = Convert(root, Other(root), files, text);
        var back = Convert(Other(root), root, files, there);
        Assert.True(original == Hash(root, files), $"{text}\n--- there ---\n{there}\n--- back ---\n{back}");
        foreach (var module in new[] { root, Other(root) }.Where(p => p.EndsWith(".pff", StringComparison.Ordinal)))
        {
            var formatted = ModuleFormatter.Format(files.Read(module).Text!).Text;
            Assert.NotNull(formatted);
            Assert.Equal(formatted, ModuleFormatter.Format(new SourceText(module, formatted)).Text);
            var before = Hash(module, files);
            files[module] = formatted;
            Assert.Equal(before, Hash(module, files));
        }
    }

    private static string Convert(string from, string to, MemoryFiles files, string text)
    {
        var result = SurfaceConverter.Convert(from, to, files, null);
        Assert.True(!result.Files.IsEmpty, $"{string.Join('\n', result.Diagnostics.Select(d => $"{d.Code} {d.Source.Path}({d.Source.GetPosition(d.Span.Start).Line + 1}): {d.Message} {d.Help}"))}\n{text}");
        foreach (var file in result.Files)
        {
            files[file.Path] = file.Content;
        }

        return string.Join("\n", result.Files.Select(f => f.Content));
    }

    private static string Hash(string root, MemoryFiles files)
    {
        var result = ManifestCompiler.Compile(root, files, new CompileSettings());
        Assert.True(result.Program is not null, string.Join('\n', result.Diagnostics.Select(d => $"{d.Code} {d.Message}")));
        var hash = SemanticHash.Of(result.Program);
        return string.Join('\n', hash.Sequences.OrderBy(s => s.Name, StringComparer.Ordinal).Select(s => $"{s.Name} {s.Hash}").Prepend(hash.Program));
    }
}
