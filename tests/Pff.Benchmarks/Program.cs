using Pff.Benchmarks.Checking;
using Pff.Benchmarks.Expressions;
using Pff.Benchmarks.Processes;
using Pff.Benchmarks.Throughput;

// Each benchmark is a word and what it does with the rest of the command line; it prints what it measured.
var benchmarks = new SortedDictionary<string, (string Help, Func<string[], Task<int>> Run)>(StringComparer.Ordinal)
{
    ["check"] = ("[--rounds 30] [--lines 5000]: checking a large manifest, again after an edit, and the example from a cold start", CheckBenchmark.RunAsync),
    ["compile"] = ("how long the backend takes for 50 expressions", CompileBenchmark.RunAsync),
    ["expressions"] = ("[--show|--no-npm]: 30 compiled expressions against the same written by hand, and against two CEL libraries of npm", ExpressionsBenchmark.RunAsync),
    ["large"] = ("[--workbook 200000] [--csv 2000000]: peak memory of runs over large files", LargeFilesBenchmark.RunAsync),
    ["memory"] = ("[--rows 20000] [--more 200000]: peak memory by number of rows", MemoryBenchmark.RunAsync),
    ["mock"] = ("FILE: serves a mock file until its standard input ends", MockProcess.ServeAsync),
    ["startup"] = ("[--rounds 15]: one row, pff against the baseline program", StartupBenchmark.RunAsync),
    ["throughput"] = ("[--rows 20000] [--latency 0|20ms] [--rounds 5] [--workers 20]: rows per second, pff against the hand-written baseline", ThroughputBenchmark.RunAsync),
};

if (args.Length > 0 && benchmarks.TryGetValue(args[0], out var chosen))
{
    try
    {
        return await chosen.Run(args[1..]);
    }
    catch (WrongArgumentException wrong)
    {
        Console.Error.WriteLine(wrong.Message);
        return 2;
    }
}

foreach (var (name, benchmark) in benchmarks)
{
    Console.WriteLine($"{name} {benchmark.Help}");
}

return 2;
