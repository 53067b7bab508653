using System.Text.Json;
using Pff.Core.Diagnostics;

namespace Pff.Server.Mocking;

/// <summary>What is sent back.</summary>
internal sealed record MockAnswer(int Status, ReadOnlyMemory<byte> Body, string? ContentType)
{
    public (string Name, string Value)[] Headers { get; init; } = [];

    /// <summary>An answer of the mock itself, not of the API that it stands in for.</summary>
    public static MockAnswer OfMock(int status, string error, IEnumerable<string>? routes = null)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("mock_error", error);
            if (routes is not null)
            {
                writer.WriteStartArray("routes");
                foreach (var route in routes)
                {
                    writer.WriteStringValue(route);
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        return new MockAnswer(status, stream.ToArray(), "application/json");
    }

    /// <summary>The template at <paramref name="place"/> (path:line:column) has no value.</summary>
    public static MockAnswer OfFault(string place, LocalizedText message) =>
        OfMock(500, $"the template at {place} has no value for this request: {message.English}");
}
