namespace Pff.Compiler.Tests.Expressions;

/// <summary>Finds files that belong to no test.</summary>
internal static class TestData
{
    /// <summary>The repository's root.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A folder of the shared data (PFF_DATA, or ../shared/data beside the repository); null where it is not there.</summary>
    public static string? Find(string folder)
    {
        var data = Environment.GetEnvironmentVariable("PFF_DATA") ?? Path.Combine(Root, "..", "shared", "data");
        var path = Path.Combine(data, folder);
        return Directory.Exists(path) ? path : null;
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "PFF.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("the tests run outside the repository");
    }
}
