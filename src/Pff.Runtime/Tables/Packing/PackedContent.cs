using System.IO.Compression;
using Pff.Core.Ports;
using Pff.Runtime.Diagnostics;
using Pff.Runtime.Tables.Workbooks;

namespace Pff.Runtime.Tables.Packing;

internal enum PackingKind
{
    None,
    Gzip,
    Zstandard,
    Zip,
}

/// <summary>The one file that a packed file has, or that was chosen of several.</summary>
/// <param name="Name">Its own name, by whose extension its format is known.</param>
/// <param name="Part">What is left of the path behind the entry's name: a sheet or table of it.</param>
/// <param name="Open">
/// Starts to unpack it from its beginning; one stream at a time. It throws <see cref="UnpackingException"/> where it is
/// far larger than a real table, and <see cref="InvalidDataException"/> where it is damaged.
/// </param>
internal sealed record PackedContent(string Name, string? Part, Func<Stream> Open)
{
    private const int MaximumEntries = 10_000;
    private const int MaximumShown = 20;

    /// <summary>A frame of Zstandard may ask for a window of this many bits: 128 MB, as the program itself allows by default.</summary>
    private const int MaximumWindowBits = 27;

    public static PackingKind KindOf(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".GZ" => PackingKind.Gzip,
        ".ZST" => PackingKind.Zstandard,
        ".ZIP" => PackingKind.Zip,
        _ => PackingKind.None,
    };

    /// <summary>The extension of how a file is packed by its first bytes, or an empty text.</summary>
    public static string ExtensionOf(ReadOnlySpan<byte> start) => start switch
    {
        [0x1F, 0x8B, ..] => ".gz",
        [0x28, 0xB5, 0x2F, 0xFD, ..] => ".zst",
        [0x50, 0x4B, 0x03, 0x04, ..] => ".zip",
        _ => string.Empty,
    };

    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static Result<PackedContent> Find(TableLocation location, FileStream file, TableOptions options)
    {
        Func<Stream, Stream>? unpack = location.Packing switch
        {
            PackingKind.Gzip => packed => new GZipStream(packed, CompressionMode.Decompress),
            PackingKind.Zstandard => OpenZstandard,
            _ => null,
        };
        if (unpack is null)
        {
            return FindEntry(location, file, options);
        }

        Stream Open()
        {
            file.Position = 0;
            return new BoundedStream(unpack(new UnownedStream(file)), location.Name!, file.Length, options);
        }

        return location.Packing is PackingKind.Gzip && !GzipTrailer.IsKept(file, Open)
            ? RuntimeFailures.PackedDamaged(location.File, "it is cut off or damaged", "está cortada ou danificada")
            : new PackedContent(location.Name!, location.Part, Open);
    }

    private static ZstdSharp.DecompressionStream OpenZstandard(Stream packed)
    {
        var stream = new ZstdSharp.DecompressionStream(packed, leaveOpen: false);
        stream.SetParameter(ZstdSharp.Unsafe.ZSTD_dParameter.ZSTD_d_windowLogMax, MaximumWindowBits);
        return stream;
    }

    private static Result<PackedContent> FindEntry(TableLocation location, FileStream file, TableOptions options)
    {
        List<ZipArchiveEntry> files;
        file.Position = 0;
        using (var archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true))
        {
            files = [.. archive.Entries.Take(MaximumEntries + 1).Where(entry => entry.Name.Length > 0 && !IsLitter(entry.FullName))];
            if (archive.Entries.Count > MaximumEntries)
            {
                return RuntimeFailures.PackedDamaged(location.File, $"it has more than {MaximumEntries} entries", $"tem mais de {MaximumEntries} entradas");
            }
        }

        var (wanted, part) = (location.Part, default(string));
        var chosen = wanted is null ? (files.Count == 1 ? files[0] : null) : files.Find(entry => entry.FullName == wanted);
        if (chosen is null && wanted is not null)
        {
            (wanted, part) = TableLocation.Split(wanted);
            chosen = files.Find(entry => entry.FullName == wanted);
        }

        if (chosen is null)
        {
            var names = files.Take(MaximumShown).Select(entry => entry.FullName).ToList();
            return wanted is null
                ? RuntimeFailures.SeveralEntries(location.File, names, files.Count)
                : RuntimeFailures.MissingEntry(location.File, wanted, names);
        }

        return chosen.IsEncrypted
            ? RuntimeFailures.EntryEncrypted(location.File, chosen.FullName)
            : new PackedContent(chosen.FullName, part, () => OpenEntry(file, chosen.FullName, options));
    }

    private static EntryStream OpenEntry(FileStream file, string name, TableOptions options)
    {
        file.Position = 0;
        var archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        var entry = archive.GetEntry(name) ?? throw new InvalidDataException($"'{name}' is gone");
        return new EntryStream(archive, new BoundedStream(entry.Open(), name, entry.CompressedLength, options), entry.Crc32);
    }

    /// <summary>What archivers of one system add for themselves.</summary>
    private static bool IsLitter(string name) => name.StartsWith("__MACOSX/", StringComparison.Ordinal) || name.EndsWith(".DS_Store", StringComparison.Ordinal);
}
