using System.Collections.Immutable;

namespace Pff.Hosting.Files;

/// <summary>Finds the manifests that a command line means: a file is itself, a folder is every manifest below it.</summary>
public static class ManifestFinder
{
    private const int MaximumHeadBytes = 4 * 1024 * 1024;

    private static readonly string[] Extensions = [".yaml", ".yml"];

    private const string ModuleExtension = ".pff";

    /// <returns>The manifests, by path, and the given paths that do not exist.</returns>
    /// <param name="paths">Files and folders.</param>
    /// <param name="withCatalogues">Whether catalogues below the folders are wanted too.</param>
    public static (ImmutableArray<string> Manifests, ImmutableArray<string> Missing) Find(IEnumerable<string> paths, bool withCatalogues = false)
    {
        var manifests = new SortedSet<string>(StringComparer.Ordinal);
        var missing = ImmutableArray.CreateBuilder<string>();
        foreach (var path in paths)
        {
            if (File.Exists(path))
            {
                manifests.Add(Normalize(path));
            }
            else if (Directory.Exists(path))
            {
                manifests.UnionWith(Below(path, withCatalogues ? ["sequences", "tests_of", "api"] : ["sequences", "tests_of"]));
            }
            else
            {
                missing.Add(path);
            }
        }

        return ([.. manifests], missing.ToImmutable());
    }

    private static IEnumerable<string> Below(string folder, string[] keys)
    {
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            IgnoreInaccessible = true,
            AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.System,
        };
        return Directory.EnumerateFiles(folder, "*", options)
            .Where(file => !Path.GetRelativePath(folder, file).Split('/', '\\').Any(IsIgnoredFolder))
            .Where(file => IsModule(file) || (Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase) && HasTopLevelKey(file, keys)))
            .Select(Normalize);
    }

    private static bool IsIgnoredFolder(string name) =>
        name is "node_modules" or "bin" or "obj" || (name.StartsWith('.') && name is not "." and not "..");

    /// <summary>Modules have no other shape; of YAML files only manifests have such keys at their top level.</summary>
    private static bool HasTopLevelKey(string file, string[] keys)
    {
        try
        {
            return new FileInfo(file).Length <= MaximumHeadBytes
                && File.ReadLines(file).Any(line => keys.Any(key => HasKey(line, key)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool IsModule(string file) => Path.GetExtension(file).Equals(ModuleExtension, StringComparison.OrdinalIgnoreCase);

    private static bool HasKey(string line, string key) =>
        line.StartsWith(key, StringComparison.Ordinal) && line.AsSpan(key.Length).TrimStart().StartsWith(":");

    private static string Normalize(string path)
    {
        var clean = path.Replace('\\', '/');
        return clean.StartsWith("./", StringComparison.Ordinal) ? clean[2..] : clean;
    }
}
