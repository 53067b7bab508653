using Pff.Compiler;
using Pff.Core.Diagnostics;
using Pff.Hosting.Fixing;
using Pff.Specs.Features;

namespace Pff.Specs.Fixing;

/// <summary>What fixing does to a manifest, in memory.</summary>
public sealed class FixRunSpec
{
    private const string Tail = "      args: { msisdn: \"{{msisdn}}\" }\n      save_as: customer\n    - return: { id: \"{{customer.id}}\" }\n";

    [Fact]
    public void Fixes_behind_a_syntax_error_are_found_in_the_next_round()
    {
        var outcome = Fix("version: \"1.0\"\nsequences:\n  fix:\n    - method: get_custmer\n      args: { msisdn: {{msisdn}} }\n      save_has: customer\n    - return: { id: \"{{customr.id}}\" }\n");
        Assert.Equal("version: \"1.0\"\nsequences:\n  fix:\n    - method: get_customer\n" + Tail, outcome.Files.Single().After);
        Assert.Empty(outcome.Remaining);
        Assert.Contains("PFF1109", outcome.Applied.Select(a => a.Code));
    }

    [Fact]
    public void Only_the_fixes_of_the_codes_that_are_asked_for_are_applied()
    {
        var outcome = Fix("version: \"1.0\"\nsequences:\n  fix:\n    - method: get_custmer\n      args: { msisdn: \"{{msisdn}}\" }\n      save_has: customer\n", "PFF1103");
        Assert.Contains("save_as: customer", outcome.Files.Single().After, StringComparison.Ordinal);
        Assert.Contains("get_custmer", outcome.Files.Single().After, StringComparison.Ordinal);
        Assert.All(outcome.Applied, a => Assert.Equal("PFF1103", a.Code));
    }

    [Fact]
    public void A_fix_that_changes_what_a_row_does_waits_until_it_is_asked_for()
    {
        var manifest = "version: \"1.0\"\nsequences:\n  fix:\n    - method: get_customer\n" + Tail.Replace("customer.id", "customer.name", StringComparison.Ordinal);
        Assert.Empty(Fix(manifest).Files);
        Assert.Contains("customer?.name", Fix(manifest, "PFF1305").Files.Single().After, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("1.0")]
    [InlineData("'1'")]
    public void An_old_way_of_writing_the_version_is_migrated(string version)
    {
        var outcome = Fix($"version: {version}\nsequences:\n  fix:\n    - method: get_customer\n{Tail}");
        Assert.StartsWith("version: \"1.0\"\n", outcome.Files.Single().After, StringComparison.Ordinal);
        Assert.Null(outcome.Applied.Single().Code);
    }

    [Fact]
    public void A_clean_manifest_is_left_alone()
    {
        var outcome = Fix("version: \"1.0\"\nsequences:\n  fix:\n    - method: get_customer\n" + Tail);
        Assert.Empty(outcome.Files);
        Assert.Empty(outcome.Applied);
    }

    /// <summary>Over every wrong manifest: fixing ends, and the compiler then says no more errors than before, or the syntax is repaired.</summary>
    [Theory]
    [MemberData(nameof(Wrong))]
    public void Fixing_makes_nothing_worse(string name)
    {
        var feature = FeatureRun.Open("wrong", name);
        var files = FeatureRun.FilesOf(feature);
        var before = ManifestCompiler.Compile(FeatureRun.ManifestName, files, new CompileSettings()).Diagnostics;
        var outcome = new FixRun(files, [FeatureRun.ManifestName], new CompileSettings(), []).Run(TestContext.Current.CancellationToken);
        Assert.True(outcome.Remaining.Length <= before.Length || before.Any(d => d.Severity == Severity.Error && d.Code.StartsWith("PFF1", StringComparison.Ordinal)));
        Assert.Equal(outcome.Files.IsEmpty, outcome.Applied.IsEmpty);
    }

    public static TheoryData<string> Wrong => [.. FeatureRun.Names("wrong")];

    private static FixOutcome Fix(string manifest, params string[] codes)
    {
        var files = new MemoryFiles();
        FeatureRun.AddFixture(files, "crm");
        files[FeatureRun.ManifestName] = manifest;
        return new FixRun(files, [FeatureRun.ManifestName], new CompileSettings(), codes).Run(TestContext.Current.CancellationToken);
    }
}
