using System.Globalization;
using Pff.Benchmarks.Processes;

namespace Pff.Benchmarks.Throughput;

internal static class ThroughputBenchmark
{
    public static async Task<int> RunAsync(string[] args)
    {
        var arguments = new Arguments(args);
        var rows = arguments.Number("rows", 20_000);
        var rounds = arguments.Number("rounds", 5);
        var workers = arguments.Number("workers", 20);
        var latency = arguments.Text("latency", "0ms");
        latency = latency == "0" ? "0ms" : latency;
        var only = arguments.Text("only", "all");

        var programs = await PublishedPrograms.PublishAsync();
        await using var workspace = await Workspace.CreateAsync(rows, latency);
        var contestants = new Contestants(programs, workspace, workers);
        var table = await workspace.WriteCustomersAsync(rows);
        var all = new List<(string Name, Func<Task<Usage>> Run)>
        {
            ("baseline", () => contestants.RunBaselineAsync(table, hasJournal: false)),
            ("baseline, fsynced journal", () => contestants.RunBaselineAsync(table, hasJournal: true)),
        };
        if (only != "baseline")
        {
            await contestants.CompileAsync();
            all.Add(("pff", () => contestants.RunPffAsync(table)));
        }

        if (only == "answers")
        {
            all.RemoveRange(0, 2);
            all.Add(("pff, answers dropped", () => contestants.RunPffAsync(table, "--drop-answers")));
        }

        Console.WriteLine($"{rows} rows of three calls, {workers} workers, latency {latency}, {rounds} rounds, {Environment.ProcessorCount} cores");
        var measured = all.ToDictionary(contestant => contestant.Name, _ => new List<Usage>());
        for (var round = 0; round <= rounds; round++)
        {
            // Who goes first alternates; the first round warms the mock and the disk and does not count.
            foreach (var (name, run) in round % 2 == 0 ? all : Enumerable.Reverse(all))
            {
                await workspace.Mock.ResetAsync();
                var mockBefore = workspace.Mock.Cpu;
                var usage = await run();
                var mockCpu = workspace.Mock.Cpu - mockBefore;
                await workspace.CheckAsync(name, rows, usage);
                if (round > 0)
                {
                    measured[name].Add(usage);
                    Print($"round {round}", name, rows, usage, mockCpu);
                    if (only == "answers")
                    {
                        Console.WriteLine($"          journal: {contestants.JournalBytes / 1_000_000.0:F1} MB");
                    }
                }
            }
        }

        Console.WriteLine();
        foreach (var (name, usages) in measured)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-28} median {Median(usages.Select(u => rows / u.Wall.TotalSeconds)),8:F0} rows/s {Median(usages.Select(u => u.Cpu.TotalSeconds)),7:F2} CPU-s {usages.Max(u => u.PeakMegabytes),7:F0} MB at most"));
        }

        if (only != "answers" && measured.TryGetValue("pff", out var pff))
        {
            PrintRatio("pff / baseline with the same durability", pff, measured["baseline, fsynced journal"]);
            PrintRatio("pff / baseline without a journal", pff, measured["baseline"]);
        }

        return 0;
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? 0 : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    // Rows per second of the one by those of the other, round by round: what disturbs a round disturbs both.
    private static void PrintRatio(string what, List<Usage> ours, List<Usage> theirs)
    {
        var ratios = ours.Zip(theirs, (our, their) => their.Wall / our.Wall).ToArray();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{what}: {Median(ratios):F2} times the rows per second (rounds from {ratios.Min():F2} to {ratios.Max():F2})"));
    }

    private static void Print(string round, string name, int rows, Usage usage, TimeSpan mockCpu) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{round,-9} {name,-28} {rows / usage.Wall.TotalSeconds,8:F0} rows/s {usage.Wall.TotalSeconds,7:F2} s {usage.Cpu.TotalSeconds,7:F2} CPU-s {usage.PeakMegabytes,6:F0} MB (mock {mockCpu.TotalSeconds:F2} CPU-s)"));
}
