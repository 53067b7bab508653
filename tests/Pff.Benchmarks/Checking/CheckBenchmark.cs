using Pff.Benchmarks.Processes;
using Pff.Compiler;

namespace Pff.Benchmarks.Checking;

/// <summary>How long checking takes: a large manifest when all is warm, after one edit, and the example from a cold start.</summary>
internal static class CheckBenchmark
{
    public static async Task<int> RunAsync(string[] args)
    {
        var arguments = new Arguments(args);
        var (rounds, lines, starts) = (arguments.Number("rounds", 30), arguments.Number("lines", 5_000), arguments.Number("starts", 15));
        if (CheckFiles.WithDocuments() is not { } files)
        {
            Console.Error.WriteLine("The telecom documents are not there: set PFF_DATA.");
            return 2;
        }

        files.Put(LargeManifest.Path, LargeManifest.Write(lines));
        var result = ManifestCompiler.Compile(LargeManifest.Path, files, new CompileSettings());
        foreach (var diagnostic in result.Diagnostics.DistinctBy(d => d.Code + d.Message.English).Take(arguments.Number("show", 3)))
        {
            Console.WriteLine($"{diagnostic.Code} line {diagnostic.Source.GetPosition(diagnostic.Span.Start).Line + 1}: {diagnostic.Message}");
        }

        Console.WriteLine($"{files[LargeManifest.Path].LineCount} lines, {result.Program?.Sequences.Length} sequences, {result.Diagnostics.Length} diagnostics; milliseconds, {rounds} rounds");
        Console.WriteLine(Times.Header);
        CheckPhases.Measure(files, rounds);
        EditTimes.Measure(files, lines, rounds);
        await ColdStart.MeasureAsync(starts);
        return 0;
    }

}
