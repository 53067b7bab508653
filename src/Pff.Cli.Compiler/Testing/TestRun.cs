using System.Collections.Immutable;
using Pff.Compiler.Testing;
using Pff.Core.Ir.Evaluation;
using Pff.Core.Plan;

namespace Pff.Cli.Compiler.Testing;

/// <summary>How one test ended.</summary>
/// <param name="File">The file in which it stands.</param>
/// <param name="DurationMs">Of the real clock.</param>
internal sealed record TestResult(TestCase Test, string File, RowRun Run, ImmutableArray<TestProblem> Problems, double DurationMs)
{
    public bool IsGood => Problems.IsEmpty;
}

/// <summary>Runs tests one after the other.</summary>
internal static class TestRun
{
    public static async Task<TestResult> RunAsync(TestTarget target, TestCase test, CancellationToken cancellation)
    {
        var started = TimeProvider.System.GetTimestamp();
        var inputs = test.Inputs.Select(i => (i.Name, Evaluator.Evaluate(i.Value, new Frame(TestScope.SlotCount, test.Now))));
        var world = new RowWorld(test.Sequence, [.. inputs], test.Now, test.Mocks);
        var run = await target.Runner.RunAsync(world, target.Coverage, cancellation);
        var problems = ExpectationCheck.Check(test, run);
        return new TestResult(test, test.Source.Path, run, problems, TimeProvider.System.GetElapsedTime(started).TotalMilliseconds);
    }
}
