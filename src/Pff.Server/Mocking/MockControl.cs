using System.Buffers;
using System.Text.Json;

namespace Pff.Server.Mocking;

/// <summary>
/// What a mock in another process says of itself: <c>GET /_mock/summary</c>, <c>/_mock/state</c>, <c>/_mock/requests</c>
/// (the newest, oldest first), and <c>POST /_mock/reset</c>, which puts everything back to the start.
/// </summary>
internal sealed class MockControl(MockDefinition definition, MockStateStore state, MockJournal journal)
{
    public const string Prefix = "/_mock/";
    public const string ResetPath = "/_mock/reset";

    public MockAnswer Answer(MockRequest request) => (request.Verb, request.Path) switch
    {
        ("GET", "/_mock/summary") or ("POST", ResetPath) => Json(WriteSummary),
        ("GET", "/_mock/state") => new MockAnswer(200, new MockState(state.Current).ToJson(), "application/json"),
        ("GET", "/_mock/requests") => Json(WriteRequests),
        _ => MockAnswer.OfMock(
            404,
            $"the mock has no page {request.Verb} {request.Path}",
            ["GET /_mock/summary", "GET /_mock/state", "GET /_mock/requests", "POST /_mock/reset"]),
    };

    private static MockAnswer Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            write(writer);
        }

        return new MockAnswer(200, buffer.WrittenMemory, "application/json");
    }

    private void WriteSummary(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("requests", journal.Total);
        writer.WriteNumber("effects", journal.Effects);
        writer.WriteString("state_sha256", new MockState(state.Current).Sha256);
        writer.WriteStartArray("routes");
        foreach (var route in definition.Routes)
        {
            writer.WriteStringValue(route.Display);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private void WriteRequests(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        foreach (var exchange in journal.Exchanges)
        {
            writer.WriteStartObject();
            writer.WriteNumber("number", exchange.Number);
            writer.WriteString("at", exchange.At);
            writer.WriteString("verb", exchange.Verb);
            writer.WriteString("target", exchange.Target);
            writer.WriteString("idempotency_key", exchange.IdempotencyKey);
            writer.WriteString("body", System.Text.Encoding.UTF8.GetString(exchange.Body.Span));
            writer.WriteString("route", exchange.Route);
            writer.WriteNumber("status", exchange.Status);
            writer.WriteString("outcome", JsonNamingPolicy.SnakeCaseLower.ConvertName(exchange.Outcome.ToString()));
            writer.WriteBoolean("had_effect", exchange.HadEffect);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
