using System.Collections.Immutable;
using Pff.Compiler.Testing;
using Pff.Core.Diagnostics;
using Pff.Core.Ir;
using Pff.Core.Ir.Evaluation;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Core.Text;

namespace Pff.Cli.Compiler.Testing;

/// <summary>Something that a test expected and that did not come.</summary>
/// <param name="Details">Lines under it: the parts of a condition with their values.</param>
/// <param name="Span">The place in the test that says more, or null.</param>
internal sealed record TestProblem(LocalizedText Message, ImmutableArray<string> Details, TextSpan? Span);

/// <summary>Compares what came of a row with what its test expects.</summary>
internal sealed class ExpectationCheck(TestCase test, RowRun run)
{
    private readonly ImmutableArray<TestProblem>.Builder _problems = ImmutableArray.CreateBuilder<TestProblem>();

    public static ImmutableArray<TestProblem> Check(TestCase test, RowRun run)
    {
        var check = new ExpectationCheck(test, run);
        foreach (var problem in run.Problems)
        {
            check._problems.Add(new TestProblem(problem, [], null));
        }

        if (run.Result is { } row)
        {
            check.CheckRow(row);
        }

        return check._problems.ToImmutable();
    }

    private void CheckRow(RowResult row)
    {
        var expected = test.Expectation;
        var outcome = NameOf(row.Outcome);
        if (!expected.Outcomes.Contains(outcome))
        {
            Report("outcome", string.Join(" / ", expected.Outcomes), row.Failure is { } f ? $"{outcome} ({f.Code}: {f.Message.English})" : $"{outcome}{(row.Reason is null ? "" : $" ({row.Reason})")}");
        }

        if (expected.Code is { } code && code != row.Failure?.Code)
        {
            Report("code", code, row.Failure is { } f ? $"{f.Code} ({f.Message.English})" : "(nothing)");
        }

        CheckReturned(row, expected.Returns);
        CheckWrites(expected);
        var calls = run.Calls.Length;
        if (expected.Calls is { } count && (calls < count.AtLeast || calls > count.AtMost))
        {
            Report("calls", Show(count), $"{calls} ({string.Join(", ", run.Calls.Select(c => c.Method.Name))})");
        }

        CheckConditions(row, expected.Conditions);
    }

    private void CheckReturned(RowResult row, ImmutableArray<TestValue> columns)
    {
        var returned = ReturnedOf(row);
        foreach (var column in columns)
        {
            var expected = Evaluate(column.Value);
            var actual = returned.TryGet(Value.Of(column.Name), out var found) ? found : Value.Null;
            if (!RowValues.AreSame(expected, actual))
            {
                Report($"returns.{column.Name}", RowValues.Show(expected), RowValues.Show(actual), column.Value.Span);
            }
        }
    }

    private void CheckWrites(TestExpectation expectation)
    {
        if (expectation.Writes is not { } expected)
        {
            return;
        }

        var actual = run.Calls.Where(c => c.IsWrite).ToList();
        for (var i = 0; i < Math.Max(expected.Length, actual.Count); i++)
        {
            if (i >= actual.Count || i >= expected.Length || actual[i].Method.Name != expected[i].Method.Name)
            {
                Report(
                    $"writes[{i}]",
                    i < expected.Length ? expected[i].Method.Name : "(nothing)",
                    i < actual.Count ? $"{actual[i].Method.Name} {RowValues.Show(Value.Of(RowValues.ArgumentsOf(actual[i])))}" : "(nothing)");
                continue;
            }

            var arguments = RowValues.ArgumentsOf(actual[i]);
            foreach (var argument in expected[i].Arguments)
            {
                var wanted = Evaluate(argument.Value);
                var given = arguments.TryGet(Value.Of(argument.Name), out var found) ? found : Value.Null;
                if (!RowValues.AreSame(wanted, given))
                {
                    Report($"writes[{i}].{argument.Name}", RowValues.Show(wanted), RowValues.Show(given), argument.Value.Span);
                }
            }
        }
    }

    private void CheckConditions(RowResult row, ImmutableArray<IrExpression> conditions)
    {
        if (conditions.IsEmpty)
        {
            return;
        }

        var frame = FrameOf(row);
        foreach (var condition in conditions)
        {
            var value = Evaluator.Evaluate(condition, frame);
            if (!value.TryGetBool(out var holds) || !holds)
            {
                var message = new LocalizedText("a condition does not hold", "uma condição não vale");
                _problems.Add(new TestProblem(message, ConditionDisplay.Explain(condition, test.Source, frame), condition.Span));
            }
        }
    }

    private Frame FrameOf(RowResult row)
    {
        var frame = new Frame(TestScope.SlotCount, test.Now);
        var writes = run.Calls.Where(c => c.IsWrite).Select(c => Value.Of(new RecordValue(
            ["args", "method"], [Value.Of(RowValues.ArgumentsOf(c)), Value.Of(c.Method.Name)])));
        frame.Slots[TestScope.Writes] = Value.Of(new ListValue([.. writes]));
        frame.Slots[TestScope.Calls] = Value.Of((long)run.Calls.Length);
        frame.Slots[TestScope.Reads] = Value.Of((long)run.Calls.Count(c => !c.IsWrite));
        frame.Slots[TestScope.Attempts] = Value.Of((long)row.Attempts);
        frame.Slots[TestScope.Returned] = Value.Of(ReturnedOf(row));
        frame.Slots[TestScope.Outcome] = Value.Of(NameOf(row.Outcome));
        var failure = row.Failure;
        frame.Slots[TestScope.Error] = Value.Of(new RecordValue(
            ["code", "kind", "message", "status"],
            [
                Value.Of(failure?.Code ?? string.Empty),
                Value.Of(failure is null ? string.Empty : FailureKinds.NameOf(failure.Kind)),
                Value.Of(failure?.Message.English ?? string.Empty),
                Value.Of((long)(failure?.Status ?? 0)),
            ]));
        frame.Slots[TestScope.Reason] = Value.Of(row.Outcome == RowOutcome.Skipped ? row.Reason ?? string.Empty : string.Empty);
        frame.Slots[TestScope.Elapsed] = Value.Of(new Duration(
            run.Elapsed.Ticks / TimeSpan.TicksPerSecond, (int)(run.Elapsed.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick)));
        return frame;
    }

    private static MapValue ReturnedOf(RowResult row) =>
        row.Returned.Length > 0 && ValueJson.TryParse(row.Returned.Span, out var value) && value.TryGet<MapValue>(out var map) ? map : new RecordValue([], []);

    private Value Evaluate(IrExpression value) => Evaluator.Evaluate(value, new Frame(TestScope.SlotCount, test.Now));

    private static string NameOf(RowOutcome outcome) => outcome switch
    {
        RowOutcome.Succeeded => "succeeded",
        RowOutcome.Skipped => "skipped",
        RowOutcome.Failed => "failed",
        RowOutcome.Unknown => "unknown",
        _ => throw new InvalidOperationException($"no name for {outcome}"),
    };

    private static string Show(ExpectedCount count) =>
        count.AtLeast == count.AtMost ? $"{count.AtLeast}"
        : count.AtMost == long.MaxValue ? $"at_least {count.AtLeast}"
        : count.AtLeast == 0 ? $"at_most {count.AtMost}"
        : $"{count.AtLeast}..{count.AtMost}";

    private void Report(string what, string expected, string actual, TextSpan? span = null) => _problems.Add(new TestProblem(
        new($"{what}: expected {expected}, got {actual}", $"{what}: esperava {expected}, veio {actual}"), [], span));
}
