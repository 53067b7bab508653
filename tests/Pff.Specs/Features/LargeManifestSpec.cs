using System.Diagnostics;
using Pff.Compiler;

namespace Pff.Specs.Features;

/// <summary>Manifests that no person writes: each ends, with or without diagnostics, and none takes the machine with it.</summary>
public sealed class LargeManifestSpec
{
    private const string Head = "version: \"1.0\"\nsequences:\n";
    private const int Few = 4_000;
    private const int Many = 60_000;

    public static TheoryData<string, string, string?> Manifests => new()
    {
        { "a chain of calls", Head + Each(Few, i => $"  s{i}:\n    - call: s{i + 1}\n") + $"  s{Few}:\n    - skip: a\n", "PFF1418" },
        { "a chain of calls, last first", Head + Each(Few, i => $"  s{Few - i}:\n    - call: s{Few - i + 1}\n") + $"  s{Few + 1}:\n    - skip: a\n", "PFF1418" },
        { "names", Head + "  fix:\n" + Each(Few, i => $"    - let: {{ a{i}: {i} }}\n"), null },
        { "free names", Head + "  fix:\n" + Each(Few, i => $"    - let: {{ abc{i}: \"{{{{xyz{i}}}}}\" }}\n"), null },
        { "misspelled names", Head + "  fix:\n" + Each(Few, i => $"    - let: {{ a{i}: \"{{{{b{i}}}}}\" }}\n"), "PFF1201" },
        { "branches", Head + "  fix:\n" + Each(Few, i => $"    - when: \"{{{{x == ''}}}}\"\n      let: {{ a{i}: 1 }}\n"), null },
        { "steps", Head + "  fix:\n" + Each(Many, _ => "    - skip: a\n"), "PFF1132" },
        { "columns", Head + "  fix:\n    - return:\n" + Each(Few, i => $"        c{i}: 1\n"), null },
        { "templates without quotes", Head + "  fix:\n" + Each(Few, _ => "    - skip: {{x}}\n"), "PFF1109" },
    };

    [Theory]
    [MemberData(nameof(Manifests))]
    public void A_large_manifest_is_checked_or_refused(string name, string manifest, string? code)
    {
        var files = new MemoryFiles { [FeatureRun.ManifestName] = manifest };
        var clock = Stopwatch.StartNew();
        var result = ManifestCompiler.Compile(FeatureRun.ManifestName, files, new CompileSettings());
        Assert.True(clock.ElapsedMilliseconds < 10_000, $"{name}: {clock.ElapsedMilliseconds} ms");
        if (code is null)
        {
            Assert.NotNull(result.Program);
        }
        else
        {
            Assert.Contains(code, result.Diagnostics.Select(d => d.Code));
        }
    }

    private static string Each(int count, Func<int, string> line) => string.Concat(Enumerable.Range(0, count).Select(line));
}
