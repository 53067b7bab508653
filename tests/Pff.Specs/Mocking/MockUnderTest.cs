using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.Json;
using Pff.Core.Diagnostics;
using Pff.Core.Ports;
using Pff.Core.Text;
using Pff.Server.Mocking;

namespace Pff.Specs.Mocking;

/// <summary>A mock server started from a text, and a client that talks to it over a real socket.</summary>
internal sealed class MockUnderTest : IAsyncDisposable
{
    private MockUnderTest(MockServer server)
    {
        Server = server;
        Client = new HttpClient { BaseAddress = server.BaseAddress, Timeout = TimeSpan.FromSeconds(20) };
    }

    public MockServer Server { get; }

    public HttpClient Client { get; }

    public static MockReading Read(string yaml, IFileSource? files = null) => MockFile.Read(new SourceText("mock.yaml", yaml), files ?? new NoFiles());

    public static async Task<MockUnderTest> StartAsync(string yaml, MockOptions? options = null, IFileSource? files = null)
    {
        var reading = Read(yaml, files);
        Assert.Equal([], reading.Diagnostics.Select(Show));
        var start = await MockServer.StartAsync(reading.Definition!, options ?? new MockOptions(), CancellationToken.None);
        return new MockUnderTest(start.Server!);
    }

    public static string Show(Diagnostic diagnostic) =>
        $"{diagnostic.Code} '{diagnostic.Source.GetText(diagnostic.Span)}': {diagnostic.Message.English}";

    /// <summary>Status and body.</summary>
    public async Task<(int Status, string Body)> SendAsync(string verb, string path, string? json = null, string? key = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(verb), path);
        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        }

        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        using var response = await Client.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public async Task<JsonElement> GetJsonAsync(string path)
    {
        var (status, body) = await SendAsync("GET", path);
        Assert.Equal((200, body), (status, body));
        return JsonDocument.Parse(body).RootElement;
    }

    /// <summary>A place of the state, as JSON.</summary>
    public string StateOf(string collection, string entity)
    {
        using var document = JsonDocument.Parse(Server.State.ToJson());
        return document.RootElement.TryGetProperty(collection, out var entities) && entities.TryGetProperty(entity, out var found) ? found.GetRawText() : "";
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
    }

    private sealed class NoFiles : IFileSource
    {
        public FileReadResult Read(string path) => new(FileReadStatus.NotFound, null, null);

        public ImmutableArray<string> List(string folder, params ReadOnlySpan<string> extensions) => [];
    }
}
