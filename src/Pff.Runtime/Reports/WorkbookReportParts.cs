using System.Globalization;
using System.Security;
using System.Text;

namespace Pff.Runtime.Reports;

/// <summary>The fixed parts of a report's workbook (ECMA-376). The summary is the last part and the first tab.</summary>
internal static class WorkbookReportParts
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string PackageRelationships = "http://schemas.openxmlformats.org/package/2006/relationships";
    private const string Start = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    private const string SpreadsheetType = "application/vnd.openxmlformats-officedocument.spreadsheetml";

    public static string RootRelationships =>
        $"{Start}<Relationships xmlns=\"{PackageRelationships}\"><Relationship Id=\"rId1\" Type=\"{Relationships}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";

    /// <summary>The order of <c>cellXfs</c> is that of <see cref="CellStyle"/>.</summary>
    public static string Styles => $"""
        {Start}<styleSheet xmlns="{Main}">
        <numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/><numFmt numFmtId="165" formatCode="yyyy\-mm\-dd\ hh:mm:ss"/></numFmts>
        <fonts count="7">
        <font><sz val="11"/><name val="Calibri"/></font>
        <font><b/><sz val="11"/><color rgb="FFFFFFFF"/><name val="Calibri"/></font>
        <font><sz val="11"/><color rgb="FF1B7F3B"/><name val="Calibri"/></font>
        <font><sz val="11"/><color rgb="FFB3261E"/><name val="Calibri"/></font>
        <font><b/><sz val="11"/><color rgb="FFB26A00"/><name val="Calibri"/></font>
        <font><sz val="11"/><color rgb="FF6B7280"/><name val="Calibri"/></font>
        <font><b/><sz val="14"/><name val="Calibri"/></font>
        </fonts>
        <fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FF1F3A5F"/><bgColor indexed="64"/></patternFill></fill></fills>
        <borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
        <cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
        <cellXfs count="10">
        <xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>
        <xf numFmtId="0" fontId="1" fillId="2" borderId="0" xfId="0" applyFont="1" applyFill="1"/>
        <xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
        <xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
        <xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" quotePrefix="1"/>
        <xf numFmtId="0" fontId="2" fillId="0" borderId="0" xfId="0" applyFont="1"/>
        <xf numFmtId="0" fontId="3" fillId="0" borderId="0" xfId="0" applyFont="1"/>
        <xf numFmtId="0" fontId="4" fillId="0" borderId="0" xfId="0" applyFont="1"/>
        <xf numFmtId="0" fontId="5" fillId="0" borderId="0" xfId="0" applyFont="1"/>
        <xf numFmtId="0" fontId="6" fillId="0" borderId="0" xfId="0" applyFont="1"/>
        </cellXfs>
        </styleSheet>
        """;

    public static string ContentTypes(int sheets)
    {
        var text = new StringBuilder(Start)
            .Append("<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">")
            .Append("<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>")
            .Append("<Default Extension=\"xml\" ContentType=\"application/xml\"/>")
            .Append($"<Override PartName=\"/xl/workbook.xml\" ContentType=\"{SpreadsheetType}.sheet.main+xml\"/>")
            .Append($"<Override PartName=\"/xl/styles.xml\" ContentType=\"{SpreadsheetType}.styles+xml\"/>");
        for (var i = 1; i <= sheets; i++)
        {
            text.Append($"<Override PartName=\"/xl/worksheets/sheet{i}.xml\" ContentType=\"{SpreadsheetType}.worksheet+xml\"/>");
        }

        return text.Append("</Types>").ToString();
    }

    public static string Workbook(IReadOnlyList<string> sheets)
    {
        var text = new StringBuilder(Start).Append($"<workbook xmlns=\"{Main}\" xmlns:r=\"{Relationships}\"><sheets>");
        for (var i = 0; i < sheets.Count; i++)
        {
            var sheet = i == 0 ? sheets.Count : i;
            text.Append($"<sheet name=\"{SecurityElement.Escape(sheets[sheet - 1])}\" sheetId=\"{sheet}\" r:id=\"rId{sheet}\"/>");
        }

        return text.Append("</sheets></workbook>").ToString();
    }

    public static string WorkbookRelationships(int sheets)
    {
        var text = new StringBuilder(Start).Append($"<Relationships xmlns=\"{PackageRelationships}\">");
        for (var i = 1; i <= sheets; i++)
        {
            text.Append($"<Relationship Id=\"rId{i}\" Type=\"{Relationships}/worksheet\" Target=\"worksheets/sheet{i}.xml\"/>");
        }

        return text.Append($"<Relationship Id=\"rId{sheets + 1}\" Type=\"{Relationships}/styles\" Target=\"styles.xml\"/></Relationships>").ToString();
    }

    /// <param name="widths">In characters.</param>
    /// <param name="isFrozen">The first row stays when the sheet scrolls.</param>
    public static string SheetStart(IReadOnlyList<double> widths, bool isFrozen)
    {
        var text = new StringBuilder(Start).Append($"<worksheet xmlns=\"{Main}\">");
        if (isFrozen)
        {
            text.Append("<sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>");
        }

        text.Append("<cols>");
        for (var i = 0; i < widths.Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"<col min=\"{i + 1}\" max=\"{i + 1}\" width=\"{widths[i]:0.##}\" customWidth=\"1\"/>");
        }

        return text.Append("</cols><sheetData>").ToString();
    }
}
