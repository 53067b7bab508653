using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pff.Core.Plan;
using Pff.Runtime.Tables;

namespace Pff.Runtime.Reports;

/// <summary>An object a line; what the row was given and what it returned are objects of their own in it.</summary>
internal sealed class JsonLinesReport : ReportSheet
{
    private readonly Stream _stream;
    private readonly ReportColumns _columns;
    private readonly Utf8JsonWriter _writer;

    public JsonLinesReport(Stream stream, ReportColumns columns)
    {
        _stream = new BufferedStream(stream, 64 * 1024);
        _columns = columns;
        _writer = new Utf8JsonWriter(_stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    public override void Add(in ReportRow row, ReadOnlySpan<Value> cells)
    {
        _writer.WriteStartObject();
        Write("row", cells[0]);
        WriteGroup("input", _columns.InputNames, cells[1..]);
        Write("outcome", cells[_columns.OutcomeIndex]);
        WriteGroup("returned", _columns.ReturnedNames, cells[_columns.ReturnedIndex..]);
        for (var i = _columns.ReturnedIndex + _columns.ReturnedNames.Length; i < cells.Length; i++)
        {
            if (!cells[i].IsAbsent)
            {
                Write(_columns.Names[i], cells[i]);
            }
        }

        _writer.WriteEndObject();
        _writer.Flush();
        _writer.Reset();
        _stream.WriteByte((byte)'\n');
    }

    public override void Finish(RunReportSummary summary) => _stream.Flush();

    public override void Dispose()
    {
        _writer.Dispose();
        base.Dispose();
    }

    private void WriteGroup(string name, IReadOnlyList<string> names, ReadOnlySpan<Value> cells)
    {
        if (names.Count == 0)
        {
            return;
        }

        _writer.WriteStartObject(name);
        for (var i = 0; i < names.Count; i++)
        {
            if (!cells[i].IsAbsent)
            {
                Write(names[i], cells[i]);
            }
        }

        _writer.WriteEndObject();
    }

    private void Write(string name, in Value cell)
    {
        _writer.WritePropertyName(name);
        switch (cell.Kind)
        {
            case ValueKind.Int:
                _writer.WriteNumberValue(cell.AsInt);
                break;
            case ValueKind.Decimal:
                _writer.WriteNumberValue(cell.AsDecimal);
                break;
            case ValueKind.Double when double.IsFinite(cell.AsDouble):
                _writer.WriteNumberValue(cell.AsDouble);
                break;
            case ValueKind.Bool:
                _writer.WriteBooleanValue(cell.AsBool);
                break;
            case ValueKind.Json:
                _writer.WriteRawValue(cell.As<JsonValue>().Utf8.Span, skipInputValidation: true);
                break;
            default:
                _writer.WriteStringValue(CellText.Of(cell));
                break;
        }
    }
}
