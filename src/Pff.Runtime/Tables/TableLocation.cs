using Pff.Runtime.Tables.Packing;

namespace Pff.Runtime.Tables;

/// <summary>What the path of an input names: a file, perhaps packed, and perhaps one part of it (<c>book.xlsx!Sheet</c>).</summary>
/// <param name="File">The file on the disk.</param>
/// <param name="Part">The entry, sheet or table behind the exclamation mark; null where there is none.</param>
/// <param name="Packing">How the file is packed.</param>
/// <param name="Name">The name of what is in it, by whose extension the format is known; null for a zip, which has names of its own.</param>
internal sealed record TableLocation(string File, string? Part, PackingKind Packing, string? Name)
{
    private static readonly string[] WithParts = [".zip", ".xlsx", ".xls", ".db", ".sqlite", ".sqlite3"];

    public static TableLocation Of(string path)
    {
        var (file, part) = Split(path);
        return PackedContent.KindOf(file) switch
        {
            PackingKind.None => new(file, part, PackingKind.None, file),
            PackingKind.Zip => new(file, part, PackingKind.Zip, null),
            var packing => new(file, part, packing, file[..^Path.GetExtension(file).Length]),
        };
    }

    /// <summary>Cuts at the first exclamation mark behind the name of a file that can have parts, unless a file is called so.</summary>
    public static (string File, string? Part) Split(string path)
    {
        for (var at = path.IndexOf('!', StringComparison.Ordinal); at >= 0; at = path.IndexOf('!', at + 1))
        {
            if (at + 1 < path.Length && HasParts(path[..at]) && !System.IO.File.Exists(path))
            {
                return (path[..at], path[(at + 1)..]);
            }
        }

        return (path, null);
    }

    private static bool HasParts(string path)
    {
        var inner = PackedContent.KindOf(path) is PackingKind.Gzip or PackingKind.Zstandard ? path[..^Path.GetExtension(path).Length] : path;
        return WithParts.Contains(Path.GetExtension(inner), StringComparer.OrdinalIgnoreCase);
    }
}
