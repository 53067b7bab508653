namespace Pff.Compiler.Manifest;

/// <summary>Paths with forward slashes, as text: the compiler knows no file system.</summary>
internal static class SourcePaths
{
    /// <summary>Empty for a file at the root.</summary>
    public static string FolderOf(string path) => path.LastIndexOf('/') is var slash and >= 0 ? path[..Math.Max(slash, 1)] : string.Empty;

    /// <summary>The file's name without its extension.</summary>
    public static string NameOf(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        return name.LastIndexOf('.') is var dot and > 0 ? name[..dot] : name;
    }

    public static string Combine(string folder, string path) =>
        path.StartsWith('/') || folder.Length == 0 ? Normalize(path) : Normalize($"{folder.TrimEnd('/')}/{path}");

    /// <summary>How somebody in the folder would write the path; the path itself where the two have nothing in common.</summary>
    public static string RelativeTo(string folder, string path)
    {
        if (folder.StartsWith('/') != path.StartsWith('/'))
        {
            return path;
        }

        var from = Normalize(folder).Split('/', StringSplitOptions.RemoveEmptyEntries);
        var to = Normalize(path).Split('/', StringSplitOptions.RemoveEmptyEntries);
        var common = 0;
        while (common < from.Length && common < to.Length - 1 && from[common] == to[common])
        {
            common++;
        }

        return string.Join('/', Enumerable.Repeat("..", from.Length - common).Concat(to[common..]));
    }

    private static string Normalize(string path)
    {
        var parts = new List<string>();
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".." && parts.Count > 0 && parts[^1] != "..")
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part != ".")
            {
                parts.Add(part);
            }
        }

        return (path.StartsWith('/') ? "/" : string.Empty) + string.Join('/', parts);
    }
}
