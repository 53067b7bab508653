using Pff.Hosting.Output;

namespace Pff.Specs.Output;

/// <summary>Differences as diff -u writes them.</summary>
public sealed class UnifiedDiffSpec
{
    [Fact]
    public void A_change_has_three_lines_around_it() => Assert.Equal(
        "--- a/m.yaml\n+++ b/m.yaml\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n",
        UnifiedDiff.Of("m.yaml", "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n"));

    [Fact]
    public void Changes_far_apart_are_hunks_of_their_own()
    {
        var before = string.Concat(Enumerable.Range(1, 30).Select(i => $"{i}\n"));
        var diff = UnifiedDiff.Of("m.yaml", before, before.Replace("2\n3\n", "2\nx\n3\n", StringComparison.Ordinal).Replace("\n29\n", "\n", StringComparison.Ordinal));
        Assert.Contains("@@ -1,5 +1,6 @@\n", diff, StringComparison.Ordinal);
        Assert.Contains("@@ -26,5 +27,4 @@\n", diff, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_line_break_at_the_end_is_said() => Assert.Equal(
        "--- a/m.yaml\n+++ b/m.yaml\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n",
        UnifiedDiff.Of("m.yaml", "a", "a\n"));

    [Fact]
    public void Equal_texts_have_none() => Assert.Equal("", UnifiedDiff.Of("m.yaml", "a\n", "a\n"));
}
