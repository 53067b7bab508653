using System.Diagnostics;
using System.Globalization;
using Pff.Backend.Emission;
using Pff.Core.Ir.Evaluation;
using Pff.Core.Plan;
using Pff.Core.Plan.Library;

namespace Pff.Benchmarks.Expressions;

/// <summary>Compiled expressions against the same written by hand, call for call in turns, warm, in this process.</summary>
internal static class ExpressionsBenchmark
{
    private const int WarmUpCalls = 200_000;
    private const int Rounds = 15;
    private const double RoundSeconds = 0.005;

    public static Task<int> RunAsync(string[] arguments)
    {
        var cases = ExpressionCases.All;
        if (arguments is ["--show"])
        {
            Console.WriteLine(ExpressionCompiler.Explain([.. cases.Select(c => ExpressionCases.Check(c.Text))]));
            return Task.FromResult(0);
        }

        var compiled = ExpressionCompiler.Compile([.. cases.Select(c => ExpressionCases.Check(c.Text))], CancellationToken.None).Load();
        var frame = ExpressionCases.MakeFrame();
        foreach (var (expression, run) in cases.Zip(compiled))
        {
            var results = new[] { run(frame), expression.ByHand(frame), Evaluator.Evaluate(ExpressionCases.Check(expression.Text), frame) };
            if (!Equality.AreEqual(results[0], results[1]) || !Equality.AreEqual(results[0], results[2]))
            {
                Console.Error.WriteLine($"{expression.Text}: compiled {results[0]}, by hand {results[1]}, evaluated {results[2]}");
                return Task.FromResult(1);
            }
        }

        // Twice, with time between for the just-in-time compiler to bring its best code.
        for (var pass = 0; pass < 2; pass++)
        {
            foreach (var (expression, run) in cases.Zip(compiled))
            {
                Time(run, frame, WarmUpCalls);
                Time(expression.ByHand, frame, WarmUpCalls);
            }

            Thread.Sleep(300);
        }

        Console.WriteLine("compiled ns   by hand ns   ratio   expression");
        var ratios = new List<double>();
        foreach (var (expression, run) in cases.Zip(compiled))
        {
            var (ours, byHand) = Measure(run, expression.ByHand, frame);
            ratios.Add(ours / byHand);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{ours,11:F1} {byHand,12:F1} {ours / byHand,7:F2}   {expression.Text}"));
        }

        var mean = Math.Exp(ratios.Average(Math.Log));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"geometric mean of {ratios.Count} ratios: {mean:F2}; worst {ratios.Max():F2}"));
        return Task.FromResult(0);
    }

    /// <summary>Medians in nanoseconds a call; the two take turns, so that both meet the same disturbances.</summary>
    private static (double Compiled, double ByHand) Measure(CompiledExpression compiled, CompiledExpression byHand, Frame frame)
    {
        var calls = (int)Math.Clamp(RoundSeconds / Math.Max(1e-9, Time(byHand, frame, 10_000) / 10_000), 1_000, 2_000_000);
        var (ours, theirs) = (new double[Rounds], new double[Rounds]);
        for (var round = 0; round < Rounds; round++)
        {
            ours[round] = Time(compiled, frame, calls) / calls * 1e9;
            theirs[round] = Time(byHand, frame, calls) / calls * 1e9;
        }

        Array.Sort(ours);
        Array.Sort(theirs);
        return (ours[Rounds / 2], theirs[Rounds / 2]);
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
}
