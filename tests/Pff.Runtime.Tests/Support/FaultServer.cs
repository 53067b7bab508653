using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace Pff.Runtime.Tests.Support;

/// <summary>A request as it came over the wire.</summary>
internal sealed record WireRequest(string Verb, string Target, IReadOnlyDictionary<string, string> Headers, string Body, int Connection)
{
    public string? Header(string name) => Headers.GetValueOrDefault(name);
}

/// <summary>What the server does with a request.</summary>
internal sealed record WireReply(int Status = 200, string Body = "")
{
    public string Headers { get; init; } = "";

    public TimeSpan Delay { get; init; }

    /// <summary>Closes the connection without a byte of an answer.</summary>
    public bool Hangs { get; init; }

    /// <summary>Sent instead of everything else.</summary>
    public byte[]? Raw { get; init; }

    /// <summary>Declares the whole body, sends this much of it and closes.</summary>
    public int? CutsBodyAt { get; init; }

    public static WireReply Closes => new() { Hangs = true };

    public static WireReply Json(string body) => new(200, body);
}

/// <summary>An HTTP/1.1 server on a raw socket, because a real one does not break the way that networks do.</summary>
internal sealed class FaultServer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly Func<WireRequest, Task<WireReply>> _handler;
    private readonly SslServerAuthenticationOptions? _tls;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private int _connections;

    public FaultServer(Func<WireRequest, WireReply> handler)
        : this(request => Task.FromResult(handler(request)))
    {
    }

    public FaultServer(Func<WireRequest, Task<WireReply>> handler, SslServerAuthenticationOptions? tls = null)
    {
        _handler = handler;
        _tls = tls;
        _listener = new TcpListener(IPAddress.Loopback, 0);
        _listener.Start(512);
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = Task.Run(AcceptAsync);
    }

    public int Port { get; }

    public string Address => $"{(_tls is null ? "http" : "https")}://127.0.0.1:{Port}";

    public ConcurrentQueue<WireRequest> Requests { get; } = new();

    /// <summary>Who the clients of the connections within TLS said that they were; null for one who said nothing.</summary>
    public ConcurrentDictionary<int, string?> Clients { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    /// <summary>A port on which nobody listens.</summary>
    public static string DeadAddress()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        return $"http://127.0.0.1:{port}";
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                _ = ServeAsync(client, Interlocked.Increment(ref _connections));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
        }
    }

    private async Task ServeAsync(TcpClient client, int connection)
    {
        using (client)
        {
            client.NoDelay = true;
            try
            {
                await using var stream = await OpenAsync(client, connection);
                var pending = new List<byte>();
                while (await ReadAsync(stream, pending, connection) is { } request)
                {
                    Requests.Enqueue(request);
                    var reply = await _handler(request);
                    if (reply.Delay > TimeSpan.Zero)
                    {
                        await Task.Delay(reply.Delay, _stop.Token);
                    }

                    if (reply.Hangs || !await WriteAsync(stream, request, reply))
                    {
                        // Without a byte of an answer it is a reset, not an orderly end.
                        client.Client.LingerState = new LingerOption(reply.Hangs, 0);
                        return;
                    }
                }
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or SocketException or ObjectDisposedException or AuthenticationException)
            {
            }
        }
    }

    private async Task<Stream> OpenAsync(TcpClient client, int connection)
    {
        if (_tls is null)
        {
            return client.GetStream();
        }

        var stream = new SslStream(client.GetStream());
        await stream.AuthenticateAsServerAsync(_tls, _stop.Token);
        Clients[connection] = stream.RemoteCertificate?.Subject;
        return stream;
    }

    private async Task<WireRequest?> ReadAsync(Stream stream, List<byte> pending, int connection)
    {
        var buffer = new byte[16384];
        while (true)
        {
            var text = Encoding.Latin1.GetString([.. pending]);
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end >= 0)
            {
                var lines = text[..end].Split("\r\n");
                var headers = lines.Skip(1).Select(l => l.Split(':', 2)).ToDictionary(p => p[0], p => p[1].Trim(), StringComparer.OrdinalIgnoreCase);
                var length = headers.TryGetValue("Content-Length", out var given) ? int.Parse(given) : 0;
                if (pending.Count >= end + 4 + length)
                {
                    var body = Encoding.UTF8.GetString([.. pending.Skip(end + 4).Take(length)]);
                    pending.RemoveRange(0, end + 4 + length);
                    var first = lines[0].Split(' ');
                    return new WireRequest(first[0], first[1], headers, body, connection);
                }
            }

            var read = await stream.ReadAsync(buffer, _stop.Token);
            if (read == 0)
            {
                return null;
            }

            pending.AddRange(buffer[..read]);
        }
    }

    private async Task<bool> WriteAsync(Stream stream, WireRequest request, WireReply reply)
    {
        if (reply.Raw is { } raw)
        {
            await stream.WriteAsync(raw, _stop.Token);
            return false;
        }

        var body = Encoding.UTF8.GetBytes(reply.Body);
        var length = reply.Headers.Contains("Content-Length", StringComparison.OrdinalIgnoreCase) || reply.Status is 204 or 304 ? "" : $"Content-Length: {body.Length}\r\n";
        var type = reply.Headers.Contains("Content-Type", StringComparison.OrdinalIgnoreCase) ? "" : "Content-Type: application/json\r\n";
        var head = Encoding.ASCII.GetBytes($"HTTP/1.1 {reply.Status} X\r\n{type}{length}{reply.Headers}\r\n");
        var sent = request.Verb == "HEAD" ? [] : reply.CutsBodyAt is { } cut ? body[..cut] : body;
        await stream.WriteAsync((byte[])[.. head, .. sent], _stop.Token);
        return reply.CutsBodyAt is null;
    }
}
