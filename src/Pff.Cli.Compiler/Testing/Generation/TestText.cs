using System.Text;
using Pff.Compiler.Testing;
using Pff.Core.Ir;
using Pff.Core.Plan;

namespace Pff.Cli.Compiler.Testing.Generation;

/// <summary>A world as a test, ready to be pasted into a manifest. JSON is YAML, so values are written as JSON.</summary>
internal static class TestText
{
    public static string Write(RowWorld world, string name)
    {
        var text = new StringBuilder();
        text.Append($"tests:\n  {Quote(name)}:\n    run: {world.Sequence}\n");
        var inputs = world.Inputs.Where(i => !i.Value.IsNull && !i.Value.IsAbsent).ToList();
        if (inputs.Count > 0)
        {
            text.Append($"    with: {{ {string.Join(", ", inputs.Select(i => $"{i.Name}: {Json(i.Value)}"))} }}\n");
        }

        text.Append("    mocks:\n");
        foreach (var mock in world.Mocks)
        {
            var answers = mock.Answers.Select(Answer).ToList();
            text.Append($"      {mock.Method.Name}: {(answers.Count == 1 ? answers[0] : $"[ {string.Join(", ", answers)} ]")}\n");
        }

        return text.Append("    expect: { outcome: succeeded }\n").ToString();
    }

    private static string Answer(MockAnswer answer) => answer switch
    {
        ReturningAnswer { Body: IrConstant body } => $"{{ returns: {Json(body.Value)} }}",
        FailingAnswer { RetryAfterMs: { } wait } failing => $"{{ fails: {{ status: {failing.Status}, retry_after: {wait}ms }} }}",
        FailingAnswer failing => $"{{ fails: {failing.Status} }}",
        SilentAnswer => "times out",
        BrokenAnswer => "drops connection",
        _ => throw new InvalidOperationException($"no text for {answer.GetType().Name}"),
    };

    private static string Json(in Value value) =>
        ValueJson.TryWrite(value, out var utf8, includesSecrets: true) is { } fault
            ? throw new InvalidOperationException($"a generated value has no JSON: {fault}")
            : Encoding.UTF8.GetString(utf8.Span);

    private static string Quote(string text) => Json(Value.Of(text));
}
