using System.Text;
using System.Text.Json;

namespace Pff.Runtime.Http;

/// <summary>What a server says about an error, short enough and clean enough for a message.</summary>
internal static class ErrorDetail
{
    private const int MaximumLength = 200;
    private const int MaximumBodyBytes = 64 * 1024;

    /// <summary>In order of how much they tell; RFC 9457 and what telecom and OAuth servers use.</summary>
    private static readonly string[] Properties = ["detail", "message", "error_description", "reason", "title", "error"];

    /// <summary>Empty where the body is not JSON or has no such text. Secrets that the server repeats are taken out.</summary>
    public static string Of(ReadOnlyMemory<byte> body, IEnumerable<string> secrets)
    {
        if (body.IsEmpty || body.Length > MaximumBodyBytes)
        {
            return string.Empty;
        }

        try
        {
            using var document = JsonDocument.Parse(body);
            var text = Find(document.RootElement);
            return text is null ? string.Empty : Clean(Redact(text, secrets));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return string.Empty;
        }
    }

    private static string? Find(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array && element.GetArrayLength() > 0)
        {
            element = element[0];
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        foreach (var name in Properties)
        {
            if (!element.TryGetProperty(name, out var found))
            {
                continue;
            }

            var text = found.ValueKind == JsonValueKind.String ? found.GetString() : Find(found);
            if (!string.IsNullOrWhiteSpace(text))
            {
                return text;
            }
        }

        return null;
    }

    private static string Redact(string text, IEnumerable<string> secrets)
    {
        foreach (var secret in secrets)
        {
            if (secret.Length > 0)
            {
                text = text
                    .Replace(secret, RequestJson.Redacted, StringComparison.OrdinalIgnoreCase)
                    .Replace(Uri.EscapeDataString(secret), RequestJson.Redacted, StringComparison.OrdinalIgnoreCase);
            }
        }

        return text;
    }

    private static string Clean(string text)
    {
        var clean = new StringBuilder(Math.Min(text.Length, MaximumLength) + 1);
        foreach (var rune in text.EnumerateRunes())
        {
            if (clean.Length >= MaximumLength)
            {
                return clean.Append('…').ToString();
            }

            clean.Append(Rune.IsControl(rune) ? " " : rune.ToString());
        }

        return clean.ToString().Trim();
    }
}
