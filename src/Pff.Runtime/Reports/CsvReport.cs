using System.Text;
using Pff.Core.Plan;
using Pff.Runtime.Tables;

namespace Pff.Runtime.Reports;

/// <summary>RFC 4180, UTF-8 without a mark, comma. Texts that would be formulas begin with an apostrophe.</summary>
internal sealed class CsvReport : ReportSheet
{
    private static readonly System.Buffers.SearchValues<char> NeedsQuotes = System.Buffers.SearchValues.Create(",;\"\r\n\t");

    private readonly StreamWriter _writer;

    public CsvReport(Stream stream, ReportColumns columns)
    {
        _writer = new StreamWriter(stream, new UTF8Encoding(false), 64 * 1024, leaveOpen: true) { NewLine = "\r\n" };
        for (var i = 0; i < columns.Names.Length; i++)
        {
            WriteField(i, Guarded(columns.Names[i]));
        }

        _writer.WriteLine();
    }

    public override void Add(in ReportRow row, ReadOnlySpan<Value> cells)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            var text = CellText.Of(cells[i]);
            WriteField(i, cells[i].Kind is ValueKind.Text or ValueKind.Json ? Guarded(text) : text);
        }

        _writer.WriteLine();
    }

    public override void Finish(RunReportSummary summary) => _writer.Flush();

    public override void Dispose()
    {
        _writer.Dispose();
        base.Dispose();
    }

    private static string Guarded(string text) => FormulaGuard.IsRisky(text) ? "'" + text : text;

    private void WriteField(int index, string text)
    {
        if (index > 0)
        {
            _writer.Write(',');
        }

        if (!text.AsSpan().ContainsAny(NeedsQuotes))
        {
            _writer.Write(text);
            return;
        }

        _writer.Write('"');
        _writer.Write(text.Replace("\"", "\"\"", StringComparison.Ordinal));
        _writer.Write('"');
    }
}
