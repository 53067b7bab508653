using System.Diagnostics;
using System.Globalization;

namespace Pff.Benchmarks.Processes;

/// <summary>What a program used, start-up included.</summary>
internal sealed record Usage(int ExitCode, TimeSpan Wall, TimeSpan Cpu, double PeakMegabytes, string Output);

/// <summary>Runs a program and measures it from outside.</summary>
internal static class ChildProcess
{
    public static async Task<Usage> MeasureAsync(string program, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var over = new CancellationTokenSource();
        var watching = WatchAsync(process.Id, over.Token);
        await process.WaitForExitAsync();
        clock.Stop();
        await over.CancelAsync();
        var (cpu, peak) = await watching;
        return new Usage(process.ExitCode, clock.Elapsed, cpu, peak, await output + await errors);
    }

    // What a process used can be read while it lives, so the last look is at most one interval old. The peak is the
    // kernel's own high-water mark and misses nothing before that look.
    private static async Task<(TimeSpan Cpu, double PeakMegabytes)> WatchAsync(int id, CancellationToken over)
    {
        var cpu = TimeSpan.Zero;
        var peak = 0.0;
        while (true)
        {
            try
            {
                foreach (var line in await File.ReadAllLinesAsync($"/proc/{id}/status", CancellationToken.None))
                {
                    if (line.StartsWith("VmHWM:", StringComparison.Ordinal))
                    {
                        peak = double.Parse(line[6..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) / 1024;
                    }
                }

                cpu = CpuOf(await File.ReadAllTextAsync($"/proc/{id}/stat", CancellationToken.None));
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException or IndexOutOfRangeException)
            {
                return (cpu, peak);
            }

            if (over.IsCancellationRequested)
            {
                return (cpu, peak);
            }

            await Task.Delay(10, CancellationToken.None);
        }
    }

    // proc(5): utime and stime are fields 14 and 15, in clock ticks of which Linux has 100 a second; the command in
    // field 2 may contain blanks.
    private static TimeSpan CpuOf(string stat)
    {
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        var ticks = long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
        return TimeSpan.FromSeconds(ticks / 100.0);
    }
}
