using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Pff.Runtime.Changes;

/// <summary>One field of a write's body, and what is there now.</summary>
/// <param name="Name">Empty for a body that is no object.</param>
/// <param name="Before">As JSON; null where nothing tells.</param>
/// <param name="After">As JSON.</param>
public readonly record struct FieldChange(string Name, string? Before, string After)
{
    public bool IsChanged => Before != After;

    public static ImmutableArray<FieldChange> Of(PlannedChange change)
    {
        if (change.Body.Length == 0)
        {
            return [];
        }

        using var before = Parse(change.Before);
        using var body = Parse(change.Body);
        if (body is not { RootElement.ValueKind: JsonValueKind.Object })
        {
            return [new FieldChange(string.Empty, null, change.Body)];
        }

        var known = before is { RootElement.ValueKind: JsonValueKind.Object } ? before.RootElement : default;
        return
        [
            .. body.RootElement.EnumerateObject().Select(field => new FieldChange(
                field.Name,
                known.ValueKind == JsonValueKind.Object && known.TryGetProperty(field.Name, out var was) ? Compact(was) : null,
                Compact(field.Value))),
        ];
    }

    /// <summary>Without the blanks that the server's own writing may have.</summary>
    private static string Compact(JsonElement element)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            element.WriteTo(json);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static JsonDocument? Parse(string text)
    {
        try
        {
            return text.Length == 0 ? null : JsonDocument.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
