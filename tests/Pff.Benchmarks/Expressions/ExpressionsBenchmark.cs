using System.Diagnostics;
using System.Globalization;
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
    private const int Rounds = 25;
    private const double RoundSeconds = 0.004;

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
        var ours = cases.Zip(compiled, (expression, run) => Measure(run, expression.ByHand, frame)).ToList();
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
        Console.WriteLine("least ns a call of several rounds: compiled by PFF, by hand, their ratio; npm libraries, and PFF's share of their time");
        Console.WriteLine("     PFF  by hand   ratio    cel-js   share  bufbuild   share   expression");
        var cel = 0;
        var shares = new List<double>();
        for (var i = 0; i < ours.Count; i++)
        {
            var (text, isCel) = (ExpressionCases.All[i].Text, ExpressionCases.All[i].IsCel);
            var columns = new[] { NpmLibraries.MarcBachmann, NpmLibraries.Bufbuild }.Select(library =>
            {
                var least = isCel ? theirs.Where(r => r.Index == cel && r.Library == library && r.Error is null).Select(r => r.Least).DefaultIfEmpty(double.NaN).Min() : double.NaN;
                var share = ours[i].Compiled / least;
                shares.AddRange(double.IsNaN(share) ? [] : [share]);
                return double.IsNaN(least) ? "         -       -" : string.Create(CultureInfo.InvariantCulture, $"{least,10:F0} {share,7:F3}");
            }).ToList();
            cel += isCel ? 1 : 0;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{ours[i].Compiled,8:F1} {ours[i].ByHand,8:F1} {ours[i].Ratio,7:F2}{columns[0]}{columns[1]}   {text}"));
        }

        foreach (var error in theirs.Where(r => r.Error is not null).DistinctBy(r => (r.Index, r.Library)))
        {
            Console.WriteLine($"{error.Library} cannot: {ExpressionCases.All.Where(c => c.IsCel).ElementAt(error.Index).Text}: {error.Error}");
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"to C# by hand: geometric mean {Mean(ours.Select(m => m.Ratio)):F2}, worst {ours.Max(m => m.Ratio):F2}, of medians {Mean(ours.Select(m => m.MedianRatio)):F2}"));
        if (shares.Count > 0)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"share of npm's time: geometric mean {Mean(shares):F3}, worst {shares.Max():F3}"));
        }
    }

    private static double Mean(IEnumerable<double> ratios) => Math.Exp(ratios.Average(Math.Log));

    /// <summary>
    /// Nanoseconds a call; the two take turns, so that both meet the same disturbances. The least of the rounds is what the
    /// code itself takes, the median of the rounds' ratios what a busy machine sees.
    /// </summary>
    private static Measurement Measure(CompiledExpression compiled, CompiledExpression byHand, Frame frame)
    {
        var calls = (int)Math.Clamp(RoundSeconds / Math.Max(1e-9, Time(byHand, frame, 10_000) / 10_000), 1_000, 2_000_000);
        var (ours, theirs, ratios) = (new double[Rounds], new double[Rounds], new double[Rounds]);
        for (var round = 0; round < Rounds; round++)
        {
            ours[round] = Time(compiled, frame, calls) / calls * 1e9;
            theirs[round] = Time(byHand, frame, calls) / calls * 1e9;
            ratios[round] = ours[round] / theirs[round];
        }

        Array.Sort(ratios);
        return new Measurement(ours.Min(), theirs.Min(), ratios[Rounds / 2]);
    }

    /// <summary>Seconds for a number of calls.</summary>
    private static double Time(CompiledExpression expression, Frame frame, int calls)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < calls; i++)
        {
            expression(frame);
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private sealed record Measurement(double Compiled, double ByHand, double MedianRatio)
    {
        public double Ratio => Compiled / ByHand;
    }
}
