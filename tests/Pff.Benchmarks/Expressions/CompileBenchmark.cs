using System.Diagnostics;
using System.Globalization;
using Pff.Backend.Emission;
using Pff.Core.Ir;
using Pff.Core.Plan;

namespace Pff.Benchmarks.Expressions;

/// <summary>How long the backend takes for a plan of 50 expressions: the first time in a process, and when warm.</summary>
internal static class CompileBenchmark
{
    private const int ExpressionCount = 50;
    private const int Rounds = 15;

    public static Task<int> RunAsync(string[] arguments)
    {
        var expressions = Enumerable.Range(0, ExpressionCount)
            .Select(i => ExpressionCases.Check(ExpressionCases.All[i % ExpressionCases.All.Length].Text)).ToList();

        var cold = Time(() => ExpressionCompiler.Compile(expressions, CancellationToken.None));
        var compiled = ExpressionCompiler.Compile(expressions, CancellationToken.None);
        var frame = ExpressionCases.MakeFrame();
        var load = Time(() => compiled.Load());
        var run = TimeAll(compiled.Load(), frame);
        var emission = Median(() => ExpressionCompiler.Explain(expressions));
        var warm = Median(() => ExpressionCompiler.Compile(expressions, CancellationToken.None));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            {ExpressionCount} expressions, milliseconds of wall time
            compile, first in the process  {cold,8:F1}
            compile, warm (median)         {warm,8:F1}
              of which writing the C#      {emission,8:F1}
            load the assembly              {load,8:F1}
            call each for the first time   {run,8:F1}
            assembly bytes                 {compiled.Assembly.Length,8}
            """));
        return Task.FromResult(0);
    }

    private static double TimeAll(IEnumerable<CompiledExpression> expressions, Frame frame) => Time(() =>
    {
        foreach (var expression in expressions)
        {
            expression(frame);
        }
    });

    private static double Median(Action action)
    {
        var times = Enumerable.Range(0, Rounds).Select(_ => Time(action)).Order().ToList();
        return times[Rounds / 2];
    }

    private static double Time(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
