using System.Diagnostics;
using System.Globalization;

namespace Pff.Benchmarks.Checking;

/// <summary>What several rounds of the same work took.</summary>
/// <param name="Median">Milliseconds of wall time.</param>
/// <param name="Least">Of all rounds.</param>
/// <param name="CpuMedian">Milliseconds of processor time: other programs on the machine do not count.</param>
/// <param name="AllocatedMegabytes">By one round.</param>
internal sealed record Times(double Median, double Least, double CpuMedian, double AllocatedMegabytes)
{
    public const string Header = "                                                         median    least      CPU    allocated";

    public static Times Of(int rounds, Action work, Action? before = null)
    {
        var times = new List<double>(rounds);
        var cpu = new List<double>(rounds);
        var allocated = 0L;

        // The first rounds compile the code itself, and compile it again when it turns out to be hot.
        var warmUp = rounds;
        for (var round = -warmUp; round < rounds; round++)
        {
            before?.Invoke();
            var bytes = GC.GetTotalAllocatedBytes();
            var used = Environment.CpuUsage.TotalTime;
            var start = Stopwatch.GetTimestamp();
            work();
            if (round >= 0)
            {
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                cpu.Add((Environment.CpuUsage.TotalTime - used).TotalMilliseconds);
                allocated = GC.GetTotalAllocatedBytes() - bytes;
            }
        }

        times.Sort();
        cpu.Sort();
        return new Times(times[rounds / 2], times[0], cpu[rounds / 2], allocated / 1048576.0);
    }

    public static void Print(string name, Times times) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{name,-54} {times.Median,8:F1} {times.Least,8:F1} {times.CpuMedian,8:F1} {times.AllocatedMegabytes,8:F1} MB"));
}
