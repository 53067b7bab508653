using Pff.Runtime.Control;

namespace Pff.Cli.Runtime.Control;

/// <summary>Pauses a run outside of its hours.</summary>
internal sealed class WindowWatch : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;

    /// <param name="changed">Told whether the window is open, when that changes, and at once where it is closed.</param>
    public WindowWatch(TimeWindow window, RunControl control, TimeProvider time, Action<bool> changed)
    {
        var isOpen = window.IsOpen(time.GetUtcNow());
        if (!isOpen)
        {
            control.Pause(PauseReasons.Window);
            changed(false);
        }

        _loop = LoopAsync(window, control, time, changed, isOpen);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    private async Task LoopAsync(TimeWindow window, RunControl control, TimeProvider time, Action<bool> changed, bool wasOpen)
    {
        while (!_stop.IsCancellationRequested)
        {
            await Task.Delay(Interval, time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var isOpen = window.IsOpen(time.GetUtcNow());
            if (isOpen == wasOpen)
            {
                continue;
            }

            wasOpen = isOpen;
            changed(isOpen);
            if (isOpen)
            {
                control.Resume(PauseReasons.Window);
            }
            else
            {
                control.Pause(PauseReasons.Window);
            }
        }
    }
}
