using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using Pff.Core.Plan;
using Pff.Runtime.Http;

namespace Pff.Runtime.Changes;

/// <summary>A read that a row's writes rest on.</summary>
/// <param name="Ordinal">The call's place in the row.</param>
/// <param name="Sha256">Of what the row takes of the answer, in lower-case hexadecimal.</param>
public sealed record PlannedRead(long Ordinal, string StepId, string Method, string Sha256);

/// <summary>A write as it would be sent, with secrets shown as <c>(secret)</c>.</summary>
/// <param name="Ordinal">The call's place in the row.</param>
/// <param name="Path">Below the host's address, with the query.</param>
/// <param name="Body">The body as text, or empty.</param>
/// <param name="Sha256">Of the request without its secrets.</param>
/// <param name="Before">What is there now, as one JSON object, as far as an undo or a read-back tells; empty where nothing does.</param>
public sealed record PlannedChange(
    long Ordinal, string StepId, string Method, string Verb, string Path, string Body, string Sha256, string Before);

/// <summary>What one row would do.</summary>
internal sealed class RowChanges
{
    public List<PlannedRead> Reads { get; } = [];

    public List<PlannedChange> Writes { get; } = [];

    /// <summary>Stands for what a row took of an answer, so that another answer can be told from it.</summary>
    public static string Fingerprint(in Value value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            if (!RequestJson.TryWrite(json, value, redacts: true, []))
            {
                return "none";
            }
        }

        return Convert.ToHexStringLower(SHA256.HashData(buffer.WrittenSpan));
    }

    /// <summary>A value as JSON; empty where it has no JSON form.</summary>
    public static string Json(in Value value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            if (!RequestJson.TryWrite(json, value, redacts: true, []))
            {
                return string.Empty;
            }
        }

        return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
