using System.Net.Sockets;
using System.Text.Json;
using Pff.Runtime.Control;

namespace Pff.Cli.Runtime.Control;

/// <summary>Answers the commands of other processes of the same user while a run goes on.</summary>
internal sealed class ControlServer : IAsyncDisposable
{
    private const int MaximumConnections = 16;

    /// <summary>Fewer than there are connections, so that whoever wants to stop the run is heard.</summary>
    private const int MaximumWatches = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(250);

    private readonly string _path;
    private readonly RunControl _control;
    private readonly Action _drain;
    private readonly Func<RunStatus> _status;
    private readonly Socket _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _connections = new(MaximumConnections);
    private readonly List<Task> _open = [];
    private readonly Task _loop;
    private int _watches;

    private ControlServer(string path, Socket listener, RunControl control, Action drain, Func<RunStatus> status)
    {
        _path = path;
        _listener = listener;
        _control = control;
        _drain = drain;
        _status = status;
        _loop = AcceptAsync();
    }

    /// <summary>Null where no socket can be had there: then the run cannot be controlled, and goes on all the same.</summary>
    public static ControlServer? Start(string path, RunControl control, Action drain, Func<RunStatus> status)
    {
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            // Only one process at a time has the run's lock, so a socket that is there is that of one that was killed.
            File.Delete(path);
            listener.Bind(new UnixDomainSocketEndPoint(path));
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            listener.Listen(MaximumConnections);
            return new ControlServer(path, listener, control, drain, status);
        }
        catch (Exception e) when (e is SocketException or IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            listener.Dispose();
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _loop;
        await Task.WhenAll(_open);
        try
        {
            File.Delete(_path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is replaced when the run is resumed.
        }

        _connections.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                await _connections.WaitAsync(_stop.Token);
                var socket = await _listener.AcceptAsync(_stop.Token);
                _open.RemoveAll(task => task.IsCompleted);
                _open.Add(ServeAsync(socket));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The run is over.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
            patience.CancelAfter(Patience);
            var line = await ControlLines.ReadAsync(stream, patience.Token);
            var request = line is null ? null : JsonSerializer.Deserialize(line, ControlJson.Default.ControlRequest);
            var isWatch = request?.Command == ControlCommands.Watch;
            if (isWatch && await TryWatchAsync(stream))
            {
                return;
            }

            var error = request is null ? "expected one JSON object on one line"
                : isWatch ? $"{MaximumWatches} others watch it already"
                : Do(request);

            // The answer is sent even if the run ends over it.
            using var last = new CancellationTokenSource(Patience);
            await SendAsync(stream, new ControlReply(error, _status()), last.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or JsonException or ObjectDisposedException)
        {
            // Whoever asked is gone, too slow, or no client of ours.
        }
        finally
        {
            _connections.Release();
        }
    }

    private async Task<bool> TryWatchAsync(NetworkStream stream)
    {
        try
        {
            if (Interlocked.Increment(ref _watches) > MaximumWatches)
            {
                return false;
            }

            await WatchAsync(stream);
            return true;
        }
        finally
        {
            Interlocked.Decrement(ref _watches);
        }
    }

    private async Task WatchAsync(NetworkStream stream)
    {
        while (!_stop.IsCancellationRequested)
        {
            using var patience = new CancellationTokenSource(Patience);
            await SendAsync(stream, new ControlReply(null, _status()), patience.Token);
            await Task.Delay(WatchInterval, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        using var last = new CancellationTokenSource(Patience);
        await SendAsync(stream, new ControlReply(null, _status()), last.Token);
    }

    /// <summary>What is wrong with the request, or null.</summary>
    private string? Do(ControlRequest request)
    {
        switch (request.Command)
        {
            case ControlCommands.Status:
                return null;
            case ControlCommands.Pause:
                _control.Pause(PauseReasons.Asked);
                return null;
            case ControlCommands.Resume:
                _control.Resume(PauseReasons.Asked);
                return null;
            case ControlCommands.Drain:
                _control.Resume(PauseReasons.Asked);
                _drain();
                return null;
            case ControlCommands.Stop:
                _control.Stop(Pff.Runtime.Diagnostics.RuntimeFailures.Cancelled);
                return null;
            case ControlCommands.Throttle when request.CallsPerSecond is >= 0 and <= RunControl.MaximumCallsPerSecond and var rate:
                _control.Throttle(rate);
                return null;
            case ControlCommands.Throttle:
                return "'calls_per_second' must be 0 to 1000000";
            default:
                return $"there is no command '{request.Command}'";
        }
    }

    private static async Task SendAsync(NetworkStream stream, ControlReply reply, CancellationToken cancellation)
    {
        await stream.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(reply, ControlJson.Default.ControlReply), cancellation);
        await stream.WriteAsync("\n"u8.ToArray(), cancellation);
    }
}
