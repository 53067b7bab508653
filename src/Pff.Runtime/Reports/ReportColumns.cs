using System.Collections.Immutable;
using System.Text.Json;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Tables;

namespace Pff.Runtime.Reports;

/// <summary>
/// The columns of a report in order: the row's number, what it was given, its outcome, what it returned, why it failed and
/// what it cost. Names are the same in every language, because programs read reports too.
/// </summary>
internal sealed class ReportColumns
{
    private static readonly ImmutableArray<string> Tail =
        ["error_code", "message", "step", "http_status", "reads", "writes", "attempts", "duration_ms"];

    private readonly ImmutableArray<int> _inputIndexes;
    private readonly ImmutableArray<byte[]> _returnedUtf8;
    private readonly Language _language;

    public ReportColumns(ReportSource source, Language language)
    {
        _language = language;
        var headers = source.Input?.Headers ?? [];
        var indexes = source.Inputs.Where(input => !input.IsSecret)
            .Select(input => RowBinder.IndexOf(headers, input.Column, 0)).Where(index => index >= 0).Distinct().ToList();

        // A column of which one input is secret is secret, whatever other inputs call it.
        var secret = source.Inputs.Where(input => input.IsSecret).Select(input => RowBinder.IndexOf(headers, input.Column, 0)).ToHashSet();
        _inputIndexes = [.. indexes.Where(index => !secret.Contains(index))];
        InputNames = [.. _inputIndexes.Select(index => headers[index])];
        ReturnedNames = source.Header.Columns;
        _returnedUtf8 = [.. ReturnedNames.Select(System.Text.Encoding.UTF8.GetBytes)];
        Names = Distinguish();
    }

    public ImmutableArray<string> InputNames { get; }

    public ImmutableArray<string> ReturnedNames { get; }

    /// <summary>All names, each once.</summary>
    public ImmutableArray<string> Names { get; }

    public int OutcomeIndex => 1 + InputNames.Length;

    public int ReturnedIndex => OutcomeIndex + 1;

    /// <summary>Whether a column has whole numbers in every report: the row's number, the status, and what the row cost.</summary>
    public bool IsNumber(int index) => index == 0 || index - ReturnedIndex - ReturnedNames.Length >= 3;

    /// <summary>Fills one value for each name; what there is none of is absent.</summary>
    public void Fill(ReportRow row, Value[] cells)
    {
        Array.Clear(cells);
        cells[0] = Value.Of(row.Number);
        var given = (row.Input?.Cells ?? default).Span;
        for (var i = 0; i < _inputIndexes.Length && _inputIndexes[i] < given.Length; i++)
        {
            var cell = given[_inputIndexes[i]];
            cells[1 + i] = cell.TryGet<Fault>(out var error) ? Value.Of(error.Message.English) : cell;
        }

        cells[OutcomeIndex] = Value.Of(row.Outcome);
        if (row.Result is not { } result)
        {
            return;
        }

        FillReturned(result.Returned, cells);
        var at = ReturnedIndex + ReturnedNames.Length;
        if (result.Failure is { } failure)
        {
            cells[at] = TextOrAbsent(failure.Code);
            cells[at + 1] = TextOrAbsent(failure.Message.In(_language));
            cells[at + 2] = TextOrAbsent(failure.StepId);
            cells[at + 3] = failure.Status > 0 ? Value.Of((long)failure.Status) : default;
        }
        else
        {
            cells[at + 1] = TextOrAbsent(result.Reason ?? "");
        }

        cells[at + 4] = Value.Of((long)result.Reads);
        cells[at + 5] = Value.Of((long)result.Writes);
        cells[at + 6] = Value.Of((long)result.Attempts);
        cells[at + 7] = Value.Of((long)result.DurationMs);
    }

    private static Value TextOrAbsent(string text) => text.Length == 0 ? default : Value.Of(text);

    private void FillReturned(ReadOnlyMemory<byte> returned, Value[] cells)
    {
        if (returned.IsEmpty || ReturnedNames.IsEmpty)
        {
            return;
        }

        var reader = new Utf8JsonReader(returned.Span);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var column = -1;
            for (var i = 0; i < _returnedUtf8.Length && column < 0; i++)
            {
                column = reader.ValueTextEquals(_returnedUtf8[i]) ? i : -1;
            }

            reader.Read();
            var cell = ReadCell(ref reader, returned.Span);
            if (column >= 0)
            {
                cells[ReturnedIndex + column] = cell;
            }
        }
    }

    private static Value ReadCell(ref Utf8JsonReader reader, ReadOnlySpan<byte> bytes)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return Value.Of(reader.GetString()!);
            case JsonTokenType.Number:
                return reader.TryGetInt64(out var integer) ? Value.Of(integer)
                    : reader.TryGetDecimal(out var number) ? Value.Of(number)
                    : Value.Of(reader.GetDouble());
            case JsonTokenType.True or JsonTokenType.False:
                return Value.Of(reader.GetBoolean());
            case JsonTokenType.Null:
                return default;
            default:
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                return Value.Of(new JsonValue(bytes[start..(int)reader.BytesConsumed].ToArray()));
        }
    }

    /// <summary>A column of the input or of the sequence may be called as one of ours; then theirs says where it is from.</summary>
    private ImmutableArray<string> Distinguish()
    {
        var taken = new HashSet<string>(Tail, StringComparer.OrdinalIgnoreCase) { "row", "outcome" };
        var inputs = InputNames.Select(name => Take(name, "input.")).ToList();
        var returned = ReturnedNames.Select(name => Take(name, "returned.")).ToList();
        return ["row", .. inputs, "outcome", .. returned, .. Tail];

        string Take(string name, string prefix)
        {
            while (!taken.Add(name))
            {
                name = prefix + name;
            }

            return name;
        }
    }
}
