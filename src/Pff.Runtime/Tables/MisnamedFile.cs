using Pff.Core.Diagnostics;
using Pff.Runtime.Diagnostics;
using Pff.Runtime.Tables.Packing;

namespace Pff.Runtime.Tables;

/// <summary>Tells by its first bytes what a file is that cannot be read as what its name says: a workbook that was called .csv, say.</summary>
internal static class MisnamedFile
{
    private const int LookedAtBytes = 512;

    /// <summary>What to do about it, in the failure's place for that; the failure as it is where the name fits.</summary>
    /// <param name="path">As the command line has it.</param>
    /// <param name="failure">Of reading it.</param>
    public static RuntimeFailure Explain(string path, RuntimeFailure failure)
    {
        var location = TableLocation.Of(path);
        return location.Packing == PackingKind.None && HelpFor(location.File) is { } help ? failure with { Help = help } : failure;
    }

    private static LocalizedText? HelpFor(string file)
    {
        var bytes = new byte[LookedAtBytes];
        Span<byte> start;
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read);
            start = bytes.AsSpan(0, stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        var kind = TableFormat.KindOf(file);
        return start switch
        {
            [0x1F, 0x8B, ..] => Called("gzip", Path.GetFileName(file) + ".gz"),
            [0x28, 0xB5, 0x2F, 0xFD, ..] => Called("Zstandard", Path.GetFileName(file) + ".zst"),
            [(byte)'P', (byte)'K', 3, 4, ..] when kind != TableKind.Workbook => With("xlsx (or zip)", ".xlsx"),
            [0xD0, 0xCF, 0x11, 0xE0, ..] when kind != TableKind.LegacyWorkbook => With("xls", ".xls"),
            _ when start.StartsWith("SQLite format 3\0"u8) && kind != TableKind.Sqlite => With("SQLite", ".db"),
            _ when start.StartsWith("PAR1"u8) && kind != TableKind.Parquet => With("parquet", ".parquet"),
            _ when start.StartsWith("ARROW1"u8) && kind != TableKind.Arrow => With("arrow", ".arrow"),
            _ when kind is TableKind.Workbook or TableKind.LegacyWorkbook && IsText(start) => IsMarkup(start)
                ? new(
                    "By its first bytes it is a web page or XML, which some systems export with this name: open it in the spreadsheet program and save it as .xlsx.",
                    "Pelos primeiros bytes é uma página web ou XML, que alguns sistemas exportam com este nome: abra no programa de planilhas e salve como .xlsx.")
                : With("text", ".csv"),
            _ => null,
        };

        LocalizedText With(string content, string extension) => Called(content, Path.ChangeExtension(Path.GetFileName(file), extension));
    }

    private static LocalizedText Called(string content, string name) => new(
        $"By its first bytes it is {content}: call it {name}.", $"Pelos primeiros bytes é {content}: chame-o de {name}.");

    private static bool IsText(ReadOnlySpan<byte> start) => start.Length > 0 && !start.ContainsAnyInRange((byte)0, (byte)8);

    private static bool IsMarkup(ReadOnlySpan<byte> start) => start.TrimStart("\xEF\xBB\xBF \t\r\n"u8).StartsWith("<"u8);
}
