using System.Diagnostics;
using Pff.Hosting.Output;
using Pff.Runtime.Execution;

namespace Pff.Cli.Runtime.Output;

/// <summary>
/// Shows a run while it goes on, on standard error: on a terminal one line that is written over, elsewhere a plain
/// line every ten seconds. The first appears after two seconds.
/// </summary>
internal sealed class RunProgress : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan TerminalInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(10);

    private readonly HostConsole _console;
    private readonly RunCounters _counters;
    private readonly long? _rowsTotal;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;
    private bool _isLineOpen;
    private volatile bool _isSuspended;

    public RunProgress(HostConsole console, RunCounters counters, long? rowsTotal)
    {
        _console = console;
        _counters = counters;
        _rowsTotal = rowsTotal;
        _loop = LoopAsync();
    }

    /// <summary>Nothing is shown while somebody is asked something.</summary>
    public bool IsSuspended
    {
        get => _isSuspended;
        set => _isSuspended = value;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        if (_isLineOpen)
        {
            _console.Error.Write("\r\u001b[K");
        }

        _stop.Dispose();
    }

    private async Task LoopAsync()
    {
        var clock = Stopwatch.StartNew();
        try
        {
            await Task.Delay(Patience, _stop.Token);
            while (true)
            {
                var line = ProgressText.Line(_counters.Snapshot(), _rowsTotal, clock.Elapsed, _console.Language);
                if (_isSuspended)
                {
                    _isLineOpen = false;
                }
                else if (_console.IsInteractive)
                {
                    _isLineOpen = true;
                    _console.Error.Write($"\r{Fit(line)}\u001b[K");
                }
                else
                {
                    _console.Error.WriteLine(line);
                }

                await Task.Delay(_console.IsInteractive ? TerminalInterval : PlainInterval, _stop.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The run is over; or nobody can be shown anything, which is no reason to end it.
        }
    }

    /// <summary>A line longer than the terminal would wrap, and then could not be written over.</summary>
    public static string Fit(string line)
    {
        var width = Console.WindowWidth;
        return width > 1 && line.Length >= width ? line[..(width - 1)] : line;
    }
}
