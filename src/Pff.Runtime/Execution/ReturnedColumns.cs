using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Diagnostics;
using Pff.Runtime.Http;

namespace Pff.Runtime.Execution;

/// <summary>The columns that a row returns, as the journal and the report keep them.</summary>
internal static class ReturnedColumns
{
    /// <summary>One JSON object; a column without a value is left out, a secret stays one.</summary>
    public static bool TryWrite(
        string[] names, Value[] values, string step, out ReadOnlyMemory<byte> json, [NotNullWhen(false)] out RowFailure? failure)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true });
        writer.WriteStartObject();
        for (var i = 0; i < names.Length; i++)
        {
            if (values[i].IsAbsent)
            {
                continue;
            }

            writer.WritePropertyName(names[i]);
            if (!RequestJson.TryWrite(writer, values[i], redacts: true, []))
            {
                json = default;
                failure = RowStepFailures.ValueCannotBeWritten(
                    step, $"'{names[i]}'", "it is no number, text, list or map", "não é número, texto, lista nem mapa");
                return false;
            }
        }

        writer.WriteEndObject();
        writer.Flush();
        json = buffer.WrittenMemory;
        failure = null;
        return true;
    }
}
