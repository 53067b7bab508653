using Pff.Core.Ports;
using Pff.Runtime.Diagnostics;
using Pff.Runtime.Tables.Packing;
using Pff.Runtime.Tables.Workbooks;

namespace Pff.Runtime.Tables;

/// <summary>The file behind a table, held open, hashed, and unpacked where it is packed.</summary>
internal sealed class TableFile : IDisposable
{
    private readonly List<Stream> _owned = [];

    private TableFile()
    {
    }

    /// <summary>What the path chose is among them.</summary>
    public TableOptions Options { get; private set; } = TableOptions.Default;

    public TableContent Content { get; private set; } = null!;

    public string Sha256 { get; private set; } = string.Empty;

    public string FormatName { get; private set; } = string.Empty;

    public bool IsEncodingGuessed => TableFormat.IsText(Content.Kind) && Content.Kind is not TableKind.Xml && Content.Scan.EncodingError is not null;

    public string? EncodingName => !TableFormat.IsText(Content.Kind) || Content.Kind is TableKind.Xml
        ? null
        : TextEncodings.NameOf(IsEncodingGuessed ? TextEncoding.Windows1252 : Content.Scan.Encoding);

    public static Result<TableFile> Open(string path, TableOptions options, CancellationToken cancellation)
    {
        var location = TableLocation.Of(path);
        if (Directory.Exists(location.File))
        {
            return RuntimeFailures.InputUnreadable(path, "it is a folder", "é uma pasta");
        }

        if (location.Name is { } name && TableFormat.KindOf(name) is null)
        {
            return RuntimeFailures.UnsupportedTable(name, TableReader.SupportedExtensions);
        }

        var file = new TableFile();
        RuntimeFailure? failure = null;
        try
        {
            failure = file.Load(path, location, options, cancellation);
            return failure is null ? file : failure;
        }
        catch (Exception exception) when (Describe(path, location, exception) is { } described)
        {
            failure = described;
            return failure;
        }
        finally
        {
            if (file.Content is null || failure is not null)
            {
                file.Dispose();
            }
        }
    }

    public void Dispose()
    {
        for (var i = _owned.Count - 1; i >= 0; i--)
        {
            _owned[i].Dispose();
        }

        _owned.Clear();
    }

    private RuntimeFailure? Load(string path, TableLocation location, TableOptions options, CancellationToken cancellation)
    {
        var stream = new FileStream(location.File, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
        _owned.Add(stream);
        if (!stream.CanSeek)
        {
            return RuntimeFailures.InputUnreadable(path, "it is not a regular file", "não é um arquivo comum");
        }

        if (location.Packing is not PackingKind.None)
        {
            return LoadPacked(path, location, stream, options, cancellation);
        }

        var kind = TableFormat.KindOf(location.Name!)!.Value;
        var scan = FileScan.Run(stream, TableFormat.IsText(kind), cancellation);
        stream.Position = 0;
        Sha256 = scan.Sha256;
        Options = location.Part is null ? options : options with { Sheet = location.Part };
        FormatName = NameOf(location.Name!);
        Content = new TableContent(path, kind, stream, location.File, scan);
        return null;
    }

    private RuntimeFailure? LoadPacked(string path, TableLocation location, FileStream stream, TableOptions options, CancellationToken cancellation)
    {
        Sha256 = FileScan.Run(stream, isText: false, cancellation).Sha256;
        if (!PackedContent.Find(location, stream, options).IsSuccess(out var packed, out var failure))
        {
            return failure;
        }

        if (TableFormat.KindOf(packed.Name) is not { } kind)
        {
            return RuntimeFailures.UnsupportedTable(packed.Name, TableReader.SupportedExtensions);
        }

        Options = packed.Part is null ? options : options with { Sheet = packed.Part };
        FormatName = NameOf(packed.Name) + Path.GetExtension(location.File).ToLowerInvariant();
        Stream content;
        string? unpackedPath = null;
        if (TableFormat.IsText(kind))
        {
            content = new ReplayStream(packed.Open);
        }
        else
        {
            var unpacked = Unpack(packed, cancellation);
            unpackedPath = unpacked.Name;
            content = unpacked;
        }

        _owned.Add(content);
        var scan = FileScan.Run(content, TableFormat.IsText(kind), cancellation);
        content.Position = 0;
        Content = new TableContent(path, kind, content, unpackedPath, scan);
        return null;
    }

    /// <summary>A format that is read here and there needs a file, for its owner only, and gone when it is closed.</summary>
    private static FileStream Unpack(PackedContent packed, CancellationToken cancellation)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite | FileShare.Delete,
            Options = FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var file = new FileStream(Path.Combine(Path.GetTempPath(), $"pff-{Guid.NewGuid():N}{Path.GetExtension(packed.Name)}"), options);
        try
        {
            using var content = packed.Open();
            var buffer = new byte[64 * 1024];
            int read;
            while ((read = content.Read(buffer)) > 0)
            {
                cancellation.ThrowIfCancellationRequested();
                file.Write(buffer, 0, read);
            }

            file.Flush();
            file.Position = 0;
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static string NameOf(string path) => Path.GetExtension(path)[1..].ToLowerInvariant();

    private static RuntimeFailure? Describe(string path, TableLocation location, Exception exception) => exception switch
    {
        FileNotFoundException => RuntimeFailures.InputUnreadable(path, "there is no such file", "o arquivo não existe"),
        DirectoryNotFoundException => RuntimeFailures.InputUnreadable(path, "there is no such folder", "a pasta não existe"),
        UnauthorizedAccessException => RuntimeFailures.InputUnreadable(path, "access is denied", "o acesso foi negado"),
        UnpackingException => RuntimeFailures.PackedTooLarge(path),
        _ when location.Packing is not PackingKind.None && IsDamage(exception) => RuntimeFailures.PackedDamaged(path, "it is damaged", "está danificada"),
        IOException => RuntimeFailures.InputUnreadable(path, exception.Message, exception.Message),
        _ => null,
    };

    private static bool IsDamage(Exception exception) =>
        exception is InvalidDataException or EndOfStreamException or ZstdSharp.ZstdException or NotSupportedException or ArgumentException;
}
