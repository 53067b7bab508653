using System.Diagnostics;
using System.Globalization;
using System.Text;
using Pff.Backend.Emission;
using Pff.Core.Ir.Evaluation;
using Pff.Core.Plan;
using Pff.Core.Plan.Library;

namespace Pff.Benchmarks.Expressions;

/// <summary>
/// Compiled expressions against the same written by hand, call for call in turns, warm, in this process; and, where they
/// are CEL, against two libraries of npm on the same data in node, which runs before and after.
/// </summary>
internal static class ExpressionsBenchmark
{
    private const int WarmUpCalls = 200_000;
    private const int Passes = 8;
    private const int RoundsOfPass = 50;
    private const double RoundSeconds = 0.0003;
    private const double HandTarget = 1.3;
    private const double NpmTarget = 0.1;

    public static async Task<int> RunAsync(string[] arguments)
    {
        var cases = ExpressionCases.All;
        if (arguments is ["--show"])
        {
            Console.WriteLine(ExpressionCompiler.Explain([.. cases.Select(c => ExpressionCases.Check(c.Text))]));
            return 0;
        }

        var compiled = ExpressionCompiler.Compile([.. cases.Select(c => ExpressionCases.Check(c.Text))], CancellationToken.None).Load();
        var frame = ExpressionCases.MakeFrame();
        foreach (var (expression, run) in cases.Zip(compiled))
        {
            var results = new[] { run(frame), expression.ByHand(frame), Evaluator.Evaluate(ExpressionCases.Check(expression.Text), frame) };
            if (!Equality.AreEqual(results[0], results[1]) || !Equality.AreEqual(results[0], results[2]))
            {
                await Console.Error.WriteLineAsync($"{expression.Text}: compiled {results[0]}, by hand {results[1]}, evaluated {results[2]}");
                return 1;
            }
        }

        using var libraries = arguments is ["--no-npm"] ? null : await NpmLibraries.InstallAsync();
        var theirs = new List<NpmResult>();
        await AddAsync(theirs, libraries, frame);
        WarmUp(compiled, frame);
        var ours = MeasureAll(compiled, frame);
        await AddAsync(theirs, libraries, frame);
        Report(ours, theirs);
        return 0;
    }

    private static async Task AddAsync(List<NpmResult> results, NpmLibraries? libraries, Frame frame)
    {
        if (libraries is not null)
        {
            var texts = ExpressionCases.All.Where(c => c.IsCel).Select(c => c.Text).ToList();
            results.AddRange(await libraries.RunAsync(texts, ExpressionCases.ValuesOf(frame), ExpressionCases.Doubles));
        }
    }

    /// <summary>Twice, with time between for the just-in-time compiler to bring its best code.</summary>
    private static void WarmUp(IReadOnlyList<CompiledExpression> compiled, Frame frame)
    {
        for (var pass = 0; pass < 2; pass++)
        {
            foreach (var (expression, run) in ExpressionCases.All.Zip(compiled))
            {
                Time(run, frame, WarmUpCalls);
                Time(expression.ByHand, frame, WarmUpCalls);
            }

            Thread.Sleep(300);
        }
    }

    private static void Report(List<Measurement> ours, List<NpmResult> theirs)
    {
        Console.WriteLine("least ns a call of many rounds: compiled by PFF, by hand, their ratio; npm libraries, and PFF's share of their time; ! is above the target");
        Console.WriteLine("     PFF  by hand   ratio    cel-js   share   bufbuild   share    expression");
        string[] libraries = [NpmLibraries.MarcBachmann, NpmLibraries.Bufbuild];
        var shares = libraries.ToDictionary(library => library, _ => new List<double>());
        var cel = 0;
        for (var i = 0; i < ours.Count; i++)
        {
            var line = new StringBuilder(Text($"{ours[i].Compiled,8:F1} {ours[i].ByHand,8:F1} {ours[i].Ratio,7:F2}{Mark(ours[i].Ratio > HandTarget)}"));
            foreach (var library in libraries)
            {
                var times = theirs.Where(r => ExpressionCases.All[i].IsCel && r.Index == cel && r.Library == library && r.Error is null).ToList();
                if (times.Count == 0)
                {
                    line.Append("         -       - ");
                    continue;
                }

                var least = times.Min(r => r.Least);
                shares[library].Add(ours[i].Compiled / least);
                line.Append(Text($"{least,10:F0} {shares[library][^1],7:F3}{Mark(shares[library][^1] > NpmTarget)}"));
            }

            cel += ExpressionCases.All[i].IsCel ? 1 : 0;
            Console.WriteLine($"{line}   {ExpressionCases.All[i].Text}");
        }

        foreach (var error in theirs.Where(r => r.Error is not null).DistinctBy(r => (r.Index, r.Library)))
        {
            Console.WriteLine($"{error.Library} cannot: {ExpressionCases.All.Where(c => c.IsCel).ElementAt(error.Index).Text}: {error.Error}");
        }

        Summarize("C# by hand", [.. ours.Select(m => m.Ratio)], HandTarget);
        Summarize("C# by hand, medians", [.. ours.Select(m => m.MedianRatio)], HandTarget);
        foreach (var library in libraries.Where(library => shares[library].Count > 0))
        {
            Summarize(library, shares[library], NpmTarget);
        }
    }

    private static void Summarize(string comparedWith, List<double> ratios, double target) => Console.WriteLine(Text(
        $"to {comparedWith}: geometric mean {Mean(ratios):F3}, worst {ratios.Max():F3}, above {target}: {ratios.Count(r => r > target)} of {ratios.Count}"));

    private static string Mark(bool isAbove) => isAbove ? "!" : " ";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static double Mean(IEnumerable<double> ratios) => Math.Exp(ratios.Average(Math.Log));

    /// <summary>
    /// Nanoseconds a call. Many short rounds, most of which nothing interrupts, spread over the whole run by passes over
    /// all expressions; in a round the two take turns in beginning. The least of the rounds is what the code itself takes,
    /// the median of the rounds' ratios what a busy machine sees.
    /// </summary>
    private static List<Measurement> MeasureAll(IReadOnlyList<CompiledExpression> compiled, Frame frame)
    {
        var rounds = ExpressionCases.All.Select(_ => new List<(double Ours, double Theirs)>()).ToList();
        for (var pass = 0; pass < Passes; pass++)
        {
            for (var i = 0; i < rounds.Count; i++)
            {
                Measure(compiled[i], ExpressionCases.All[i].ByHand, frame, rounds[i]);
            }
        }

        return [.. rounds.Select(r => new Measurement(r.Min(x => x.Ours), r.Min(x => x.Theirs), r.Select(x => x.Ours / x.Theirs).Order().ElementAt(r.Count / 2)))];
    }

    private static void Measure(CompiledExpression compiled, CompiledExpression byHand, Frame frame, List<(double Ours, double Theirs)> rounds)
    {
        var calls = (int)Math.Clamp(RoundSeconds / Math.Max(1e-9, Time(byHand, frame, 2_000) / 2_000), 100, 100_000);
        for (var round = 0; round < RoundsOfPass; round++)
        {
            var first = Time(round % 2 == 0 ? compiled : byHand, frame, calls) / calls * 1e9;
            var second = Time(round % 2 == 0 ? byHand : compiled, frame, calls) / calls * 1e9;
            rounds.Add(round % 2 == 0 ? (first, second) : (second, first));
        }
    }

    /// <summary>Seconds for a number of calls, each result looked at.</summary>
    private static double Time(CompiledExpression expression, Frame frame, int calls)
    {
        var troubles = 0;
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < calls; i++)
        {
            troubles += expression(frame).IsAbsent ? 1 : 0;
        }

        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return troubles == 0 ? seconds : throw new InvalidOperationException("an expression gave nothing");
    }

    private sealed record Measurement(double Compiled, double ByHand, double MedianRatio)
    {
        public double Ratio => Compiled / ByHand;
    }
}
