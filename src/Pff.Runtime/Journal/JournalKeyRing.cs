using System.Collections.Immutable;
using System.Text.Json;
using Pff.Core.Plan;
using Pff.Runtime.Encryption;

namespace Pff.Runtime.Journal;

/// <summary>A key, and what tells whether a secret is it without telling the secret.</summary>
internal sealed record KnownKey(JournalKey Key, ImmutableArray<byte> Identity);

/// <summary>What an encrypted journal says of its keys, in the clear, as <c>docs/formats/journal.md</c> has it.</summary>
internal sealed record JournalKeyRing(ImmutableArray<byte> Salt, ImmutableArray<KnownKey> Keys)
{
    private const int MostKeys = 1000;

    public string Write() => JournalJson.Write(json =>
    {
        json.WriteBase64String("salt", Salt.AsSpan());
        json.WriteStartArray("keys");
        foreach (var (key, identity) in Keys)
        {
            json.WriteStartObject();
            json.WriteString("api", key.Api);
            if (key.Source.EnvironmentVariable is { } variable)
            {
                json.WriteString("env", variable);
            }

            if (key.Source.File is { } file)
            {
                json.WriteString("file", file);
            }

            json.WriteBase64String("identity", identity.AsSpan());
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <summary>Null where the text is no such JSON.</summary>
    public static JournalKeyRing? Read(string text)
    {
        var ring = JournalJson.Read(text, root => new JournalKeyRing(
            [.. root.GetProperty("salt").GetBytesFromBase64()], [.. root.GetProperty("keys").EnumerateArray().Take(MostKeys).Select(ReadKey)]));
        return ring is { Salt.Length: ContentCipher.SaltBytes, Keys.Length: > 0 } && ring.Keys.All(k => k.Identity.Length == ContentCipher.KeyBytes) ? ring : null;
    }

    private static KnownKey ReadKey(JsonElement key) => new(
        new JournalKey(key.GetProperty("api").GetString()!, new SecretSource(Text(key, "env"), Text(key, "file"))),
        [.. key.GetProperty("identity").GetBytesFromBase64()]);

    private static string? Text(JsonElement key, string name) => key.TryGetProperty(name, out var text) ? text.GetString() : null;
}
