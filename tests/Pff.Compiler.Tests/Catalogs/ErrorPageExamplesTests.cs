using System.Text;
using Pff.Compiler;
using Pff.Compiler.Catalogs;
using Pff.Core.Diagnostics;

namespace Pff.Compiler.Tests.Catalogs;

/// <summary>The examples in docs/errors of catalogues and OpenAPI documents: the bad one gives the code, the repaired one nothing.</summary>
public sealed class ErrorPageExamplesTests
{
    // Their examples would have to be huge; LimitTests has them.
    private static readonly string[] OnlySketched = ["PFF1603", "PFF1604", "PFF1605"];

    public static TheoryData<string> Codes =>
    [
        .. Directory.EnumerateFiles(Folder(), "PFF1*.md").Select(f => Path.GetFileNameWithoutExtension(f)).Where(c => c[4] is '5' or '6').Except(OnlySketched).Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Codes))]
    public void The_bad_example_gives_the_code_and_the_repaired_one_nothing(string code)
    {
        var page = File.ReadAllText(Path.Combine(Folder(), code + ".md"));
        var bad = Diagnose(Fence(page, "## Bad"));
        var found = bad.Where(d => d.Code == code).ToList();
        Assert.True(found.Count > 0, $"expected {code}, found {Show(bad)}");
        Assert.All(found, d => Assert.True(d.Span.End <= d.Source.Content.Length));
        Assert.All(found, d => Assert.NotEqual(d.Message.English, d.Message.Portuguese));
        var repaired = Diagnose(Fence(page, "## Repaired"));
        Assert.True(repaired.IsEmpty, $"expected nothing, found {Show(repaired)}");
    }

    private static System.Collections.Immutable.ImmutableArray<Diagnostic> Diagnose(string example)
    {
        var files = new MemoryFiles();
        string? environment = null;
        var path = "apis/example.yaml";
        var paths = new List<string>();
        var content = new StringBuilder();
        foreach (var line in example.Split('\n').Append("# file: end"))
        {
            if (line.StartsWith("# environment: ", StringComparison.Ordinal))
            {
                environment = line["# environment: ".Length..];
            }
            else if (line.StartsWith("# file: ", StringComparison.Ordinal))
            {
                if (content.Length > 0)
                {
                    files.With(path, content.ToString());
                    paths.Add(path);
                }

                path = line["# file: ".Length..];
                content.Clear();
            }
            else
            {
                content.Append(line).Append('\n');
            }
        }

        if (paths.Contains("manifest.yaml"))
        {
            return ManifestCompiler.Compile("manifest.yaml", files, new CompileSettings()).Diagnostics;
        }

        var diagnostics = new DiagnosticBag();
        CatalogueLoader.LoadAll(string.Empty, [.. paths.Where(p => p is "apis/example.yaml" or "apis/second.yaml")], files, environment, diagnostics);
        return diagnostics.ToSorted();
    }

    private static string Fence(string page, string heading)
    {
        var start = page.IndexOf("\n```", page.IndexOf(heading, StringComparison.Ordinal), StringComparison.Ordinal);
        var first = page.IndexOf('\n', start + 1) + 1;
        return page[first..page.IndexOf("\n```", first, StringComparison.Ordinal)];
    }

    private static string Show(IEnumerable<Diagnostic> diagnostics) => string.Join("; ", diagnostics.Select(d => $"{d.Code} {d.Message}"));

    private static string Folder()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "PFF.sln")))
            {
                return Path.Combine(folder, "docs", "errors");
            }
        }

        throw new InvalidOperationException("PFF.sln is in no folder above the tests.");
    }
}
