using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Pff.Core.Ir;
using Pff.Core.Ir.Hashing;
using Pff.Core.Plan;

namespace Pff.Compiler.Testing;

/// <summary>
/// What a test says, as a text: equal for two tests that run the same row in the same world and expect the same of it, however and
/// wherever they are written.
/// </summary>
internal static class TestMeaning
{
    public static string Of(TestCase test)
    {
        var text = new StringBuilder().Append(test.Sequence).Append(" at ").Append(test.Now.ToString()).Append('\n');
        Add(text, "with", test.Inputs);
        foreach (var mock in test.Mocks.OrderBy(m => NameOf(m.Method), StringComparer.Ordinal))
        {
            text.Append("mock ").Append(NameOf(mock.Method)).Append('\n').AppendJoin('\n', mock.Answers.Select(Of)).Append('\n');
        }

        var expected = test.Expectation;
        text.Append("expect ").AppendJoin(' ', expected.Outcomes).Append(" code ").Append(expected.Code).Append('\n');
        Add(text, "returns", expected.Returns);
        foreach (var write in expected.Writes ?? [])
        {
            Add(text, "writes " + NameOf(write.Method), write.Arguments);
        }

        return text.Append(expected.Writes is { Length: var writes } ? $"{writes} writes" : "any writes").Append('\n')
            .Append(expected.Calls?.ToString()).Append('\n')
            .AppendJoin('\n', expected.Conditions.Select(Of)).ToString();
    }

    private static string Of(MockAnswer answer)
    {
        var what = answer switch
        {
            ReturningAnswer returning => "returns " + Of(returning.Body),
            FailingAnswer failing => string.Create(
                CultureInfo.InvariantCulture, $"fails {failing.Status} {failing.RetryAfterMs} {(failing.Body is { } body ? Of(body) : "without a body")}"),
            SilentAnswer => "times out",
            BrokenAnswer => "drops connection",
            _ => throw new InvalidOperationException($"no meaning of {answer.GetType().Name}"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{what} delay {answer.DelayMs} when {(answer.When is { } when ? Of(when) : "always")}");
    }

    /// <summary>The order in which values are given has no meaning.</summary>
    private static void Add(StringBuilder text, string what, ImmutableArray<TestValue> values) =>
        text.Append(what).Append(' ').AppendJoin(' ', values.OrderBy(v => v.Name, StringComparer.Ordinal).Select(v => $"{v.Name}={Of(v.Value)}")).Append('\n');

    private static string Of(IrExpression expression) => SemanticHash.Of(expression, TestScope.SlotCount);

    private static string NameOf(MethodDescriptor method) => $"{method.Api}.{method.Name}";
}
