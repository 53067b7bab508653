using System.Globalization;
using Pff.Benchmarks.Processes;

namespace Pff.Benchmarks.Throughput;

/// <summary>Whether memory grows with the rows.</summary>
internal static class MemoryBenchmark
{
    public static async Task<int> RunAsync(string[] args)
    {
        var arguments = new Arguments(args);
        var few = arguments.Number("rows", 20_000);
        var many = arguments.Number("more", 200_000);
        var workers = arguments.Number("workers", 20);

        var programs = await PublishedPrograms.PublishAsync();
        await using var workspace = await Workspace.CreateAsync(many, "0ms");
        var contestants = new Contestants(programs, workspace, workers);
        await contestants.CompileAsync();
        var peaks = new List<double>();
        foreach (var rows in new[] { few, many })
        {
            var table = await workspace.WriteCustomersAsync(rows);
            foreach (var (name, run) in new (string, Func<Task<Usage>>)[]
            {
                ("baseline, fsynced journal", () => contestants.RunBaselineAsync(table, hasJournal: true)),
                ("pff", () => contestants.RunPffAsync(table)),
            })
            {
                await workspace.Mock.ResetAsync();
                var usage = await run();
                await workspace.CheckAsync(name, rows, usage);
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"{rows,8} rows  {name,-28} {usage.PeakMegabytes,6:F0} MB at most, {rows / usage.Wall.TotalSeconds:F0} rows/s"));
                if (name == "pff")
                {
                    peaks.Add(usage.PeakMegabytes);
                }
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"pff: {100 * ((peaks[1] / peaks[0]) - 1):F0} % more memory for {many / few} times the rows"));
        return 0;
    }
}
