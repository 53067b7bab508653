using System.Net.Sockets;
using System.Text.Json;
using Pff.Runtime.Journal;

namespace Pff.Cli.Runtime.Control;

/// <summary>Asks the process of a run for something.</summary>
internal sealed class ControlClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Stream _stream;
    private readonly BufferedStream _answers;

    private ControlClient(Stream stream) => (_stream, _answers) = (stream, new BufferedStream(stream));

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
        try
        {
            return await TrySendAsync(request, patience.Token) ? await ReadAsync(patience.Token) : null;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new ControlReply("it does not answer", null);
        }
    }

    /// <summary>The run's status again and again, until it ends; or why there is none.</summary>
    public async IAsyncEnumerable<ControlReply> WatchAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var hasSent = await TrySendAsync(new ControlRequest(ControlCommands.Watch), cancellation);
        while (hasSent && await ReadAsync(cancellation) is { } reply)
        {
            yield return reply;
        }
    }

    public ValueTask DisposeAsync() => _answers.DisposeAsync();

    /// <summary>False where the process has gone.</summary>
    private async Task<bool> TrySendAsync(ControlRequest request, CancellationToken cancellation)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(request, ControlJson.Default.ControlRequest), (byte)'\n'];
        try
        {
            await _stream.WriteAsync(line, cancellation);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private async Task<ControlReply?> ReadAsync(CancellationToken cancellation)
    {
        try
        {
            return await ControlLines.ReadAsync(_answers, cancellation) is { } line ? JsonSerializer.Deserialize(line, ControlJson.Default.ControlReply) : null;
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return null;
        }
    }
}
