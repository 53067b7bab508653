using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Pff.Specs.Examples;

/// <summary>Writes a workbook of one sheet (ECMA-376), the same bytes for the same rows: no clock, no user, no random id.</summary>
internal static class Workbook
{
    private const string Declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string PackageRelationships = "http://schemas.openxmlformats.org/package/2006/relationships";
    private const string Types = "application/vnd.openxmlformats-officedocument.spreadsheetml";

    // The first moment that a zip entry can have.
    private static readonly DateTimeOffset Fixed = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static byte[] Write(string sheet, IReadOnlyList<string> header, IEnumerable<CustomerRow> rows)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(archive, "[Content_Types].xml",
                "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
                + "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                + "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
                + $"<Override PartName=\"/xl/workbook.xml\" ContentType=\"{Types}.sheet.main+xml\"/>"
                + $"<Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"{Types}.worksheet+xml\"/></Types>");
            Add(archive, "_rels/.rels",
                $"<Relationships xmlns=\"{PackageRelationships}\"><Relationship Id=\"rId1\" Type=\"{Relationships}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
            Add(archive, "xl/workbook.xml",
                $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Relationships}\"><sheets><sheet name=\"{sheet}\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>");
            Add(archive, "xl/_rels/workbook.xml.rels",
                $"<Relationships xmlns=\"{PackageRelationships}\"><Relationship Id=\"rId1\" Type=\"{Relationships}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>");
            Add(archive, "xl/worksheets/sheet1.xml", SheetOf(header, rows));
        }

        return stream.ToArray();
    }

    private static string SheetOf(IReadOnlyList<string> header, IEnumerable<CustomerRow> rows)
    {
        var text = new StringBuilder($"<worksheet xmlns=\"{Main}\"><cols><col min=\"1\" max=\"3\" width=\"24\" customWidth=\"1\"/></cols><sheetData>");
        AppendRow(text, 1, [.. header.Select(TextCell)]);
        var number = 1;
        foreach (var row in rows)
        {
            AppendRow(text, ++number, row.IsNumber ? $"><v>{row.Msisdn}</v></c>" : TextCell(row.Msisdn), TextCell(row.Name), TextCell(row.Reason));
        }

        return text.Append("</sheetData></worksheet>").ToString();
    }

    /// <param name="cells">Each without its place, or empty where there is no cell.</param>
    private static void AppendRow(StringBuilder text, int number, params string[] cells)
    {
        text.Append(CultureInfo.InvariantCulture, $"<row r=\"{number}\">");
        for (var i = 0; i < cells.Length; i++)
        {
            if (cells[i].Length > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"<c r=\"{(char)('A' + i)}{number}\"").Append(cells[i]);
            }
        }

        text.Append("</row>");
    }

    private static string TextCell(string value) =>
        value.Length == 0 ? "" : $" t=\"inlineStr\"><is><t xml:space=\"preserve\">{System.Security.SecurityElement.Escape(value)}</t></is></c>";

    private static void Add(ZipArchive archive, string name, string content)
    {
        var entry = archive.CreateEntry(name, CompressionLevel.Optimal);
        entry.LastWriteTime = Fixed;
        using var writer = new StreamWriter(entry.Open(), new UTF8Encoding(false));
        writer.Write(Declaration + content);
    }
}
