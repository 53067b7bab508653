namespace Pff.Compiler.Tests.Catalogs;

/// <summary>The data of others that some tests read; see CONTRIBUTING.md.</summary>
internal static class TestData
{
    /// <summary>The path of a data folder; the test is skipped where there is none.</summary>
    public static string Folder(string name)
    {
        var root = Environment.GetEnvironmentVariable("PFF_DATA") ?? DefaultRoot();
        var folder = root is null ? null : Path.Combine(root, name);
        Assert.SkipUnless(folder is not null && Directory.Exists(folder), $"PFF_DATA has no folder '{name}'.");
        return folder!;
    }

    private static string? DefaultRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "PFF.sln")))
            {
                return Path.Combine(folder, "..", "shared", "data");
            }
        }

        return null;
    }
}
