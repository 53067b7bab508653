using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pff.Hosting.Output;
using Pff.Runtime.Tables.Inspection;

namespace Pff.Cli.Runtime.Output;

/// <summary>An inspection for programs, as one object.</summary>
internal static class InspectionJson
{
    public static string Write(InspectedTable shown, HostConsole console)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("file", shown.Name);
            json.WriteString("sha256", shown.Table.Sha256);
            json.WriteString("format", shown.Table.FormatName);
            json.WriteString("encoding", shown.Table.EncodingName);
            json.WriteBoolean("encoding_guessed", shown.Table.IsEncodingGuessed);
            json.WriteString("delimiter", shown.Table.Delimiter?.ToString());
            if (shown.Rows is { } rows)
            {
                json.WriteNumber("rows", rows);
            }

            json.WriteNumber("rows_read", shown.Inspection.Rows);
            json.WriteBoolean("whole", shown.Inspection.IsWhole);
            json.WriteStartArray("columns");
            foreach (var column in shown.Inspection.Columns)
            {
                WriteColumn(json, shown, column, console);
            }

            json.WriteEndArray();
            WriteProblems(json, "problems", shown.Inspection.Problems, console);
            WriteProblems(json, "unreadable_rows", shown.Inspection.UnreadableRows, console);
            json.WriteNumber("unreadable_count", shown.Inspection.UnreadableCount);
            if (shown.Sequence is { } sequence)
            {
                WriteBinding(json, shown, sequence.Name, console);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void WriteColumn(Utf8JsonWriter json, InspectedTable shown, ColumnInspection column, HostConsole console)
    {
        json.WriteStartObject();
        json.WriteString("name", column.Name);
        json.WriteString("type", CellShapes.NameOf(column.Type));
        json.WriteNumber("filled", column.Filled);
        json.WriteNumber("empty", column.Empty);
        if (shown.InputOf(column.Name) is { } input)
        {
            json.WriteString("input", input.Name);
        }

        json.WriteStartArray("examples");
        foreach (var example in shown.ExamplesOf(column))
        {
            json.WriteStringValue(example);
        }

        json.WriteEndArray();
        WriteProblems(json, "problems", column.Problems, console);
        json.WriteEndObject();
    }

    private static void WriteBinding(Utf8JsonWriter json, InspectedTable shown, string sequence, HostConsole console)
    {
        json.WriteString("sequence", sequence);
        json.WriteStartArray("missing_inputs");
        foreach (var input in shown.MissingInputs)
        {
            json.WriteStringValue(input.Name);
        }

        json.WriteEndArray();
        if (shown.Unbound is { } unbound)
        {
            json.WriteStartObject("unbound");
            json.WriteString("code", unbound.Code);
            json.WriteString("message", console.Say(unbound.Message));
            json.WriteEndObject();
        }

        WriteProblems(json, "unbound_rows", shown.Inspection.UnboundRows, console);
        json.WriteNumber("unbound_count", shown.Inspection.UnboundCount);
    }

    private static void WriteProblems(Utf8JsonWriter json, string name, IEnumerable<TableProblem> problems, HostConsole console)
    {
        json.WriteStartArray(name);
        foreach (var problem in problems)
        {
            json.WriteStartObject();
            json.WriteString("code", problem.Code);
            json.WriteString("message", console.Say(problem.Message));
            if (problem.Row is { } row)
            {
                json.WriteNumber("row", row);
            }

            json.WriteNumber("count", problem.Count);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
