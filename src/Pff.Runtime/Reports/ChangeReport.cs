using System.IO.Compression;
using System.Net;
using System.Text;
using Pff.Core.Diagnostics;
using Pff.Runtime.Changes;
using Pff.Runtime.Diagnostics;

namespace Pff.Runtime.Reports;

/// <summary>A change plan as a file for a person: a web page that needs nothing else, or a workbook.</summary>
public static class ChangeReport
{
    /// <summary>One row as one line of JSON, as it stands in the plan.</summary>
    public static string Json(PlannedRow row) => Encoding.UTF8.GetString(ChangePlanJson.Write(row)).TrimEnd();

    /// <returns>Null, or PFF3401 where nothing can be written, PFF3402 for another format.</returns>
    public static RuntimeFailure? Write(
        string path, ChangePlanReader plan, IEnumerable<PlannedRow> rows, Language language, CancellationToken cancellation)
    {
        var extension = Path.GetExtension(path).ToLowerInvariant();
        if (extension is not (".html" or ".xlsx"))
        {
            return RuntimeFailures.UnsupportedReport(path, [".html", ".xlsx"]);
        }

        var partial = path + ".partial";
        try
        {
            using (var stream = new FileStream(partial, FileMode.Create, FileAccess.Write, FileShare.None, 64 * 1024))
            {
                var isPortuguese = language == Language.Portuguese;
                if (extension == ".html")
                {
                    WritePage(stream, plan, rows, isPortuguese, cancellation);
                }
                else
                {
                    WriteWorkbook(stream, rows, isPortuguese, cancellation);
                }
            }

            File.Move(partial, path, overwrite: true);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return RuntimeFailures.ReportNotWritten(path, FileFault.Of(e));
        }
        finally
        {
            // Where its folder is missing there is nothing to delete, and asking for it would be a failure of its own.
            if (File.Exists(partial))
            {
                File.Delete(partial);
            }
        }
    }

    private static string[] Headers(bool isPortuguese) => isPortuguese
        ? ["linha", "método", "requisição", "campo", "antes", "depois"]
        : ["row", "method", "request", "field", "before", "after"];

    private static IEnumerable<(PlannedRow Row, PlannedChange Write, FieldChange Field)> Lines(IEnumerable<PlannedRow> rows) =>
        from row in rows
        from write in row.Writes
        from field in FieldChange.Of(write) is { IsEmpty: false } fields ? fields : [default]
        select (row, write, field);

    private static void WritePage(Stream stream, ChangePlanReader plan, IEnumerable<PlannedRow> rows, bool isPortuguese, CancellationToken cancellation)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false));
        var totals = plan.Totals;
        var summary = isPortuguese
            ? $"{totals.RowsWithWrites} de {totals.Rows} linhas seriam mudadas, por {totals.Writes} escritas."
            : $"{totals.RowsWithWrites} of {totals.Rows} rows would be changed, by {totals.Writes} writes.";
        writer.Write($$"""
            <!doctype html>
            <html lang="{{(isPortuguese ? "pt-BR" : "en")}}">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>{{Text(plan.Header.PlanName)}}</title>
            <style>
            body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem; color: #1f2937; background: #fff }
            table { border-collapse: collapse; width: 100% }
            th { text-align: left; background: #1f3a5f; color: #fff; position: sticky; top: 0 }
            th, td { padding: .35rem .6rem; border-bottom: 1px solid #e5e7eb; vertical-align: top; overflow-wrap: anywhere }
            code { font-size: 13px }
            .before { color: #b3261e } .after { color: #1b7f3b } .same { color: #6b7280 }
            </style>
            <h1>{{Text(plan.Header.PlanName)}}</h1>
            <p>{{Text(plan.Header.Sequence)}} · {{Text(Path.GetFileName(plan.Header.InputPath))}}</p>
            <p>{{summary}}</p>
            <p><code>sha256 {{plan.Sha256}}</code></p>
            <table>
            <thead><tr>{{string.Concat(Headers(isPortuguese).Select(h => $"<th>{h}</th>"))}}</tr></thead>
            <tbody>

            """);
        foreach (var (row, write, field) in Lines(rows))
        {
            cancellation.ThrowIfCancellationRequested();
            var same = field.IsChanged ? "" : " same";
            writer.WriteLine(
                $"<tr><td>{row.Row}</td><td>{Text(write.Method)}</td><td><code>{Text($"{write.Verb} {write.Path}")}</code></td><td>{Text(field.Name)}</td>"
                + $"<td class=\"before{same}\"><code>{Text(field.Before)}</code></td><td class=\"after{same}\"><code>{Text(field.After)}</code></td></tr>");
        }

        writer.WriteLine("</tbody></table></html>");
    }

    private static string Text(string? text) => WebUtility.HtmlEncode(text ?? "");

    private static void WriteWorkbook(Stream stream, IEnumerable<PlannedRow> rows, bool isPortuguese, CancellationToken cancellation)
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        var sheets = new List<string>();
        using (var lines = Lines(rows).GetEnumerator())
        {
            var hasMore = lines.MoveNext();
            do
            {
                sheets.Add((isPortuguese ? "Mudanças" : "Changes") + (sheets.Count == 0 ? "" : $" {sheets.Count + 1}"));
                hasMore = WriteSheet(archive, sheets.Count, lines, hasMore, isPortuguese, cancellation);
            }
            while (hasMore);
        }

        Part(archive, "[Content_Types].xml", WorkbookReportParts.ContentTypes(sheets.Count));
        Part(archive, "_rels/.rels", WorkbookReportParts.RootRelationships);
        Part(archive, "xl/workbook.xml", WorkbookReportParts.Workbook(sheets));
        Part(archive, "xl/_rels/workbook.xml.rels", WorkbookReportParts.WorkbookRelationships(sheets.Count));
        Part(archive, "xl/styles.xml", WorkbookReportParts.Styles);
    }

    /// <summary>As many lines as a sheet can have.</summary>
    /// <returns>Whether there are more.</returns>
    private static bool WriteSheet(
        ZipArchive archive, int number, IEnumerator<(PlannedRow Row, PlannedChange Write, FieldChange Field)> lines, bool hasMore, bool isPortuguese,
        CancellationToken cancellation)
    {
        const int MaximumRows = 1_048_576;
        using var writer = new StreamWriter(archive.CreateEntry($"xl/worksheets/sheet{number}.xml", CompressionLevel.Fastest).Open(), new UTF8Encoding(false));
        writer.Write(WorkbookReportParts.SheetStart([10, 30, 50, 24, 40, 40], isFrozen: true));
        var sheet = new SheetXml(writer);
        sheet.StartRow(1);
        foreach (var header in Headers(isPortuguese))
        {
            sheet.Text(header, CellStyle.Header);
        }

        sheet.EndRow();
        for (var row = 2; hasMore && row <= MaximumRows; row++, hasMore = lines.MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
            var (planned, write, field) = lines.Current;
            sheet.StartRow(row);
            sheet.Cell(Core.Plan.Value.Of(planned.Row));
            sheet.Text(write.Method);
            sheet.Text($"{write.Verb} {write.Path}");
            sheet.Text(field.Name ?? "");
            sheet.Text(field.Before ?? "", field.IsChanged ? CellStyle.Bad : CellStyle.Muted);
            sheet.Text(field.After ?? "", field.IsChanged ? CellStyle.Good : CellStyle.Muted);
            sheet.EndRow();
        }

        writer.Write("</sheetData></worksheet>");
        return hasMore;
    }

    private static void Part(ZipArchive archive, string name, string content)
    {
        using var writer = new StreamWriter(archive.CreateEntry(name, CompressionLevel.Fastest).Open(), new UTF8Encoding(false));
        writer.Write(content);
    }
}
