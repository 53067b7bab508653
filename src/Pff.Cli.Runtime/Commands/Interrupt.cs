using System.Runtime.InteropServices;

namespace Pff.Cli.Runtime.Commands;

/// <summary>
/// Ctrl-C and SIGTERM in stages: the first asks to finish what is in work, the second to leave it; after that the
/// system's own meaning is back, so a third kills.
/// </summary>
internal sealed class Interrupt : IDisposable
{
    private readonly CancellationTokenSource _drain = new();
    private readonly CancellationTokenSource _abort = new();
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private int _count;

    public Interrupt()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle);
    }

    public CancellationToken Drain => _drain.Token;

    public CancellationToken Abort => _abort.Token;

    public Task FirstAsync => _first.Task;

    /// <summary>Called once, at the first signal.</summary>
    public event Action? Draining;

    /// <summary>A signal may be under way still; it must find the two sources alive, which hold nothing but memory.</summary>
    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
    }

    internal void Handle(PosixSignalContext context)
    {
        switch (Interlocked.Increment(ref _count))
        {
            case 1:
                context.Cancel = true;
                Draining?.Invoke();
                _drain.Cancel();
                _first.TrySetResult();
                break;
            case 2:
                context.Cancel = true;
                _abort.Cancel();
                break;
            default:
                break;
        }
    }
}
