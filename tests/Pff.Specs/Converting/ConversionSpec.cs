using Pff.Compiler;
using Pff.Compiler.Converting;
using Pff.Compiler.Formatting;
using Pff.Core.Ir.Hashing;
using Pff.Core.Text;
using Pff.Runtime.Tests.Support;
using Pff.Specs.Architecture;
using Pff.Specs.Features;
using Pff.Specs.Generation;

namespace Pff.Specs.Converting;

/// <summary>There and back, every example, feature and generated program means what it meant.</summary>
public sealed class ConversionSpec
{
    private const int DefaultCount = 60;

    private static int Count => LongForm.Number("PFF_PROPERTY_COUNT", DefaultCount);

    /// <summary>The seed of the first generated program; PFF_PROPERTY_SEED asks for others.</summary>
    private static int First => LongForm.Number("PFF_PROPERTY_SEED", 0);

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
    public void Generated_programs_keep_their_meaning_their_tests_and_their_comments_and_are_formatted_once()
    {
        for (var seed = First; seed < First + Count; seed++)
        {
            var random = new Random(seed);
            var files = new MemoryFiles();
            GeneratedApis.AddTo(files);
            files[FeatureRun.ManifestName] = YamlPrinter.Print(GeneratedPrograms.Manifest(random), seed % 8 == 0 ? null : random);
            try
            {
                ThereAndBack(FeatureRun.ManifestName, files, random);
            }
            catch (Exception exception)
            {
                Assert.Fail($"seed {seed}: {exception.Message}");
            }
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

    /// <param name="random">Adds comments to the module on the way back; null where the text is not made for counting them.</param>
    private static void ThereAndBack(string root, MemoryFiles files, Random? random = null)
    {
        var original = Hash(root, files);
        var tests = TestsOf(root, files);
        var text = files.Read(root).Text!.Content;
        CheckFormatted(root, files, original);
        var there = Convert(root, Other(root), files, text);
        Assert.Equal(original, Hash(Other(root), files));
        if (random is not null && Other(root).EndsWith(".pff", StringComparison.Ordinal))
        {
            files[Other(root)] = Remarks.AddTo(files.Read(Other(root)).Text!.Content, random);
        }

        CheckFormatted(Other(root), files, original);
        var back = Convert(Other(root), root, files, there);
        Assert.True(original == Hash(root, files), $"{text}\n--- there ---\n{there}\n--- back ---\n{back}");
        CheckFormatted(root, files, original);
        Assert.Equal(tests, TestsOf(root, files));
    }

    /// <summary>The tests in the file and in those beside it, as far as anyone sees them: what they say is compared by the conversion itself.</summary>
    private static List<string> TestsOf(string root, MemoryFiles files) => files.List(string.Empty, ".yaml").Append(root).Distinct()
        .Where(path => path == root || files.Read(path).Text!.Content.Contains($"tests_of: {root}", StringComparison.Ordinal))
        .SelectMany(path => ManifestCompiler.Compile(path, files, new CompileSettings()).Tests)
        .Select(t => $"{t.Name}: {t.Sequence} with {t.Inputs.Length}, {t.Mocks.Sum(m => m.Answers.Length)} answers, {t.Expectation.Conditions.Length} conditions")
        .Distinct()
        .Order(StringComparer.Ordinal)
        .ToList();

    /// <summary>Formatting keeps the meaning and every comment, is done once, and what converting makes needs none.</summary>
    private static void CheckFormatted(string path, MemoryFiles files, string hash)
    {
        var text = files.Read(path).Text!;
        var formatted = Format(text);
        Assert.True(formatted is not null, $"not formatted:\n{text.Content}");
        Assert.True(formatted == Format(new SourceText(path, formatted)), $"not done once:\n{text.Content}\n--- formatted ---\n{formatted}");
        AssertSameRemarks([text.Content], [formatted]);
        files[path] = formatted;
        Assert.Equal(hash, Hash(path, files));
    }

    private static string? Format(SourceText text) =>
        (text.Path.EndsWith(".pff", StringComparison.Ordinal) ? ModuleFormatter.Format(text) : YamlFormatter.Format(text)).Text;

    private static void AssertSameRemarks(string[] before, string[] after)
    {
        var (expected, found) = (Remarks.In(string.Join('\n', before)), Remarks.In(string.Join('\n', after)));
        Assert.True(expected.SequenceEqual(found), $"other comments: {string.Join(' ', expected)} became {string.Join(' ', found)}\n{string.Join("\n--- and ---\n", before)}\n--- became ---\n{string.Join("\n--- and ---\n", after)}");
    }

    private static string Convert(string from, string to, MemoryFiles files, string text)
    {
        var tests = Path.ChangeExtension(from, ".tests.yaml");
        string[] before = [files.Read(from).Text!.Content, files.Read(tests).Text?.Content ?? string.Empty];
        var result = SurfaceConverter.Convert(from, to, files, null);
        Assert.True(!result.Files.IsEmpty, $"{string.Join('\n', result.Diagnostics.Select(d => $"{d.Code} {d.Source.Path}({d.Source.GetPosition(d.Span.Start).Line + 1}): {d.Message} {d.Help}"))}\n{text}");
        foreach (var file in result.Files)
        {
            files[file.Path] = file.Content;
            Assert.True(file.Content == Format(new SourceText(file.Path, file.Content)), $"not as formatting makes it:\n{file.Content}\n--- but ---\n{Format(new SourceText(file.Path, file.Content))}");
        }

        AssertSameRemarks(before, [.. result.Files.Select(f => f.Content)]);
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
