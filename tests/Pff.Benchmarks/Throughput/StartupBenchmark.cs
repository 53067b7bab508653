using System.Globalization;
using Pff.Benchmarks.Processes;

namespace Pff.Benchmarks.Throughput;

/// <summary>What one row costs, from the command line to the exit.</summary>
internal static class StartupBenchmark
{
    public static async Task<int> RunAsync(string[] args)
    {
        var rounds = new Arguments(args).Number("rounds", 15);
        var programs = await PublishedPrograms.PublishAsync();
        await using var workspace = await Workspace.CreateAsync(10, "0ms");
        var contestants = new Contestants(programs, workspace, workers: 20);
        await contestants.CompileAsync();
        var table = await workspace.WriteCustomersAsync(1);
        var baseline = new List<double>();
        var pff = new List<double>();
        for (var round = 0; round <= rounds; round++)
        {
            await workspace.Mock.ResetAsync();
            var theirs = await contestants.RunBaselineAsync(table, hasJournal: true);
            await workspace.CheckAsync("baseline", 1, theirs);
            await workspace.Mock.ResetAsync();
            var ours = await contestants.RunPffAsync(table);
            await workspace.CheckAsync("pff", 1, ours);
            if (round > 0)
            {
                baseline.Add(theirs.Wall.TotalMilliseconds);
                pff.Add(ours.Wall.TotalMilliseconds);
            }
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"one row, median of {rounds}: baseline {ThroughputBenchmark.Median(baseline):F0} ms, pff {ThroughputBenchmark.Median(pff):F0} ms, "
            + $"{ThroughputBenchmark.Median(pff.Zip(baseline, (our, their) => our / their)):F2} times"));
        return 0;
    }
}
