using System.Net.Sockets;
using System.Text.Json;
using Pff.Runtime.Journal;

namespace Pff.Cli.Runtime.Control;

/// <summary>Asks the process of a run for something.</summary>
internal sealed class ControlClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly BufferedStream _stream;

    private ControlClient(Stream stream) => _stream = new BufferedStream(stream);

    /// <summary>Null where no process of the run listens.</summary>
    public static async Task<ControlClient?> ConnectAsync(RunFolder folder, CancellationToken cancellation)
    {
        var path = ControlAddress.Choose(folder);
        if (!File.Exists(path))
        {
            return null;
        }

        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation);
            return new ControlClient(new NetworkStream(socket, ownsSocket: true));
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }

    /// <summary>Null where the process went away before it answered.</summary>
    public async Task<ControlReply?> AskAsync(ControlRequest request, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        await SendAsync(request, patience.Token);
        return await ReadAsync(patience.Token);
    }

    /// <summary>The run's status again and again, until it ends.</summary>
    public async IAsyncEnumerable<RunStatus> WatchAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await SendAsync(new ControlRequest(ControlCommands.Watch), cancellation);
        while (await ReadAsync(cancellation) is { Status: { } status })
        {
            yield return status;
        }
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private async Task SendAsync(ControlRequest request, CancellationToken cancellation)
    {
        await _stream.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(request, ControlJson.Default.ControlRequest), cancellation);
        _stream.WriteByte((byte)'\n');
        await _stream.FlushAsync(cancellation);
    }

    private async Task<ControlReply?> ReadAsync(CancellationToken cancellation)
    {
        try
        {
            return await ControlLines.ReadAsync(_stream, cancellation) is { } line ? JsonSerializer.Deserialize(line, ControlJson.Default.ControlReply) : null;
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return null;
        }
    }
}
