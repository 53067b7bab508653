namespace Pff.Compiler.Catalogs;

/// <summary>Paths with forward slashes, as the file port knows them.</summary>
internal static class CataloguePaths
{
    /// <summary>The folder of a file, without a slash at its end; empty for the root.</summary>
    public static string FolderOf(string path)
    {
        var slash = path.LastIndexOf('/');
        return slash < 0 ? string.Empty : slash == 0 ? "/" : path[..slash];
    }

    /// <summary>
    /// A path below a folder, without <c>.</c> and <c>..</c>; null where it is absolute, or climbs above the folder's root.
    /// </summary>
    public static string? Combine(string folder, string relative)
    {
        relative = relative.Replace('\\', '/');
        if (relative.Length == 0 || relative[0] == '/' || relative.Contains(':', StringComparison.Ordinal) || relative.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        var parts = folder.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(p => p != ".").ToList();
        foreach (var part in relative.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".")
            {
                continue;
            }

            if (part != "..")
            {
                parts.Add(part);
            }
            else if (parts.Count > 0 && parts[^1] != "..")
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else
            {
                return null;
            }
        }

        return (folder.StartsWith('/') ? "/" : string.Empty) + string.Join('/', parts);
    }

    /// <summary>The path as seen from a folder, where it is below it; else as it is.</summary>
    public static string RelativeTo(string folder, string path)
    {
        var prefix = folder.Length == 0 || folder.EndsWith('/') ? folder : folder + "/";
        return path.StartsWith(prefix, StringComparison.Ordinal) ? path[prefix.Length..] : path;
    }
}
