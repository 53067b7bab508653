using System.IO.Compression;
using System.Text;

namespace Pff.Runtime.Tests.Support;

/// <summary>Writes workbooks part by part, as good or as bad as a test wants them.</summary>
public sealed class WorkbookFile
{
    private const string Relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    public string SheetData { get; init; } = "";

    public string? Sheet { get; init; }

    public IReadOnlyList<string> SharedStrings { get; init; } = [];

    public string Formats { get; init; } = "<cellXfs count=\"1\"><xf numFmtId=\"0\"/></cellXfs>";

    public bool CountsFrom1904 { get; init; }

    public string Save(string path)
    {
        using var archive = ZipFile.Open(path, ZipArchiveMode.Create);
        Part(archive, "_rels/.rels", $"<Relationships><Relationship Id=\"r1\" Type=\"{Relationships}/officeDocument\" Target=\"/xl/workbook.xml\"/></Relationships>");
        Part(archive, "xl/workbook.xml", $"""
            <workbook xmlns:r="{Relationships}"><workbookPr date1904="{(CountsFrom1904 ? 1 : 0)}"/><sheets>
            <sheet name="Oculta" state="hidden" r:id="r9"/><sheet name="Clientes" r:id="r1"/></sheets></workbook>
            """);
        Part(archive, "xl/_rels/workbook.xml.rels", $"""
            <Relationships><Relationship Id="r1" Type="{Relationships}/worksheet" Target="worksheets/sheet1.xml"/>
            <Relationship Id="r2" Type="{Relationships}/sharedStrings" Target="sharedStrings.xml"/>
            <Relationship Id="r3" Type="{Relationships}/styles" Target="styles.xml"/></Relationships>
            """);
        Part(archive, "xl/styles.xml", $"<styleSheet>{Formats}</styleSheet>");
        Part(archive, "xl/sharedStrings.xml", $"<sst>{string.Concat(SharedStrings.Select(text => $"<si>{text}</si>"))}</sst>");
        Part(archive, "xl/worksheets/sheet1.xml", Sheet ?? $"<worksheet><sheetData>{SheetData}</sheetData></worksheet>");
        return path;
    }

    private static void Part(ZipArchive archive, string name, string content)
    {
        using var stream = archive.CreateEntry(name, CompressionLevel.Fastest).Open();
        stream.Write(Encoding.UTF8.GetBytes(content));
    }
}
