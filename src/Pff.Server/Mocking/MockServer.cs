using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Server.Diagnostics;

namespace Pff.Server.Mocking;

/// <summary>Why a mock server did not start.</summary>
public sealed record MockFailure(string Code, LocalizedText Message);

/// <summary>Exactly one of the two is set.</summary>
public sealed record MockStart(MockServer? Server, MockFailure? Failure);

/// <summary>
/// A local HTTP server that answers as a mock file says, on the loopback address only and without a word on the
/// console. Its pages about itself are under <c>/_mock/</c>.
/// </summary>
public sealed class MockServer : IAsyncDisposable
{
    private readonly KestrelServer _kestrel;
    private readonly MockApplication _application;
    private readonly MockStateStore _state;

    private MockServer(KestrelServer kestrel, MockApplication application, MockStateStore state, MockDefinition definition, MockJournal journal)
    {
        _kestrel = kestrel;
        _application = application;
        _state = state;
        Definition = definition;
        Journal = journal;
    }

    public MockDefinition Definition { get; }

    /// <summary>The address that stands in for the hosts of the APIs: <c>http://127.0.0.1:PORT</c>, without a path.</summary>
    public Uri BaseAddress { get; private set; } = new("http://127.0.0.1");

    public MockJournal Journal { get; }

    /// <summary>The state now; later requests do not change it.</summary>
    public MockState State => new(_state.Current);

    /// <summary>Starts a server; a port that is taken is a failure.</summary>
    public static async Task<MockStart> StartAsync(MockDefinition definition, MockOptions options, CancellationToken cancellation)
    {
        if (options.Port is < 0 or > 65535)
        {
            return new MockStart(null, ServerFailures.NoSuchPort(options.Port));
        }

        var state = new MockStateStore(definition.InitialState);
        var chance = new MockChance(options.Seed ?? definition.Seed);
        var journal = new MockJournal(options.JournalCapacity);
        var engine = new MockEngine(definition, state, chance, options.Clock);
        var application = new MockApplication(definition, engine, state, chance, journal, options.Clock);
        var kestrel = NewKestrel(options.Port);
        try
        {
            await kestrel.StartAsync(application, cancellation).ConfigureAwait(false);
        }
        catch (IOException taken) when (taken.InnerException is AddressInUseException or SocketException)
        {
            kestrel.Dispose();
            return new MockStart(null, ServerFailures.PortTaken(options.Port));
        }
        catch (SocketException refused)
        {
            kestrel.Dispose();
            return new MockStart(null, ServerFailures.PortRefused(options.Port, refused.SocketErrorCode.ToString()));
        }

        var server = new MockServer(kestrel, application, state, definition, journal);
        server.BaseAddress = new Uri(kestrel.Features.Get<Microsoft.AspNetCore.Hosting.Server.Features.IServerAddressesFeature>()!.Addresses.First());
        return new MockStart(server, null);
    }

    /// <summary>The APIs as a run against this mock uses them: those that it stands in for have its address and no credentials.</summary>
    public ImmutableArray<ApiDescriptor> Redirect(ImmutableArray<ApiDescriptor> apis) =>
        [.. apis.Select(api => Definition.Apis.Any(mocked => mocked.Name == api.Name)
            ? api with { Hosts = [BaseAddress.ToString().TrimEnd('/')], Auth = new NoAuth(), Connections = new ConnectionSettings() }
            : api)];

    /// <summary>Puts state, journal and chance back to the start.</summary>
    public void Reset() => _application.Reset();

    public async ValueTask DisposeAsync()
    {
        // Requests that hang on purpose must not hold up the end: a stop that is already cancelled closes connections.
        await _kestrel.StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
        _kestrel.Dispose();
    }

    private static KestrelServer NewKestrel(int port)
    {
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Limits.MaxRequestBodySize = MockApplication.MaximumBodyBytes;
        options.Limits.MaxConcurrentConnections = 10_000;
        options.Limits.MinRequestBodyDataRate = null;
        options.Limits.MinResponseDataRate = null;
        options.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http1);
        var transport = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
        return new KestrelServer(Options.Create(options), transport, NullLoggerFactory.Instance);
    }
}
