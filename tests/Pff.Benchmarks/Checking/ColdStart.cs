using System.Globalization;
using Pff.Benchmarks.Processes;

namespace Pff.Benchmarks.Checking;

/// <summary>
/// <c>pffc check</c> of the example, from the command line to the exit, and in turn a program that only says how it is
/// called: what any program on .NET costs.
/// </summary>
internal static class ColdStart
{
    public static async Task MeasureAsync(int rounds)
    {
        var (pffc, baseline) = await PublishedPrograms.PublishCompilerAsync();
        var example = Path.Combine(PublishedPrograms.RepositoryRoot, "examples", "contract-fix");
        var hello = new List<Usage>();
        var check = new List<Usage>();
        for (var round = 0; round <= rounds; round++)
        {
            var theirs = await ChildProcess.MeasureAsync(baseline, example);
            var ours = await ChildProcess.MeasureAsync(pffc, example, "check", "manifest.yaml");
            if (ours.ExitCode != 0)
            {
                throw new InvalidOperationException($"The example is not clean:\n{ours.Output}");
            }

            if (round > 0)
            {
                hello.Add(theirs);
                check.Add(ours);
            }
        }

        Print("cold start: a program that prints one line", hello);
        Print("cold start: pffc check manifest.yaml", check);
    }

    private static void Print(string name, List<Usage> usages)
    {
        var wall = usages.Select(u => u.Wall.TotalMilliseconds).Order().ToList();
        var cpu = usages.Select(u => u.Cpu.TotalMilliseconds).Order().ToList();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{name,-54} {wall[wall.Count / 2],8:F1} {wall[0],8:F1} {cpu[cpu.Count / 2],8:F1}"));
    }
}
