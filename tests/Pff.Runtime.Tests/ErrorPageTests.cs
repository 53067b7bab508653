using System.Text.RegularExpressions;

namespace Pff.Runtime.Tests;

public sealed partial class ErrorPageTests
{
    [Fact]
    public void Every_code_of_the_runtime_has_a_page()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "PFF.sln")))
        {
            root = root.Parent;
        }

        Assert.SkipWhen(root is null, "the repository is not above the test's output");
        var codes = Directory.EnumerateFiles(Path.Combine(root.FullName, "src", "Pff.Runtime"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(path => Code().Matches(File.ReadAllText(path)).Select(match => match.Groups[1].Value)).Distinct();
        Assert.DoesNotContain(codes, code => !File.Exists(Path.Combine(root.FullName, "docs", "errors", code + ".md")));
    }

    [GeneratedRegex("\"(PFF[0-9]{4})\"")]
    private static partial Regex Code();
}
