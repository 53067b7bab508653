using System.Collections.Immutable;
using Pff.Compiler.Diagnostics;
using Pff.Core.Diagnostics;
using Pff.Core.Text;

namespace Pff.Compiler.Importing.Arazzo;

/// <summary>What runtime expressions mean at one place of a workflow.</summary>
internal sealed record ExpressionScope(DocumentReport Report, ArazzoWorkflow Workflow)
{
    /// <summary>The steps that have run on the way to this place.</summary>
    public ImmutableDictionary<string, StepResult> Done { get; init; } = ImmutableDictionary.Create<string, StepResult>(StringComparer.Ordinal);

    /// <summary>The variables that hold what the workflows before this one gave.</summary>
    public ImmutableDictionary<string, string> Before { get; init; } = ImmutableDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>The step whose answer <c>$response</c> and <c>$outputs</c> are; null before it is there.</summary>
    public StepResult? Current { get; init; }

    /// <summary>What the current step sends, by place and name: <c>path.id</c>; as expressions.</summary>
    public ImmutableDictionary<string, string> Sent { get; init; } = ImmutableDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>The expression of a runtime expression; null where there is none, and a diagnostic then says why.</summary>
    /// <param name="isSafe">Whether what its last field names may be missing, and gives null then.</param>
    public string? Resolve(string text, TextSpan span, bool isSafe = false)
    {
        if (RuntimeExpression.Parse(text) is not { } expression)
        {
            Report.Diagnostics.Add(CompilerDiagnostics.ExpressionNotUnderstood(
                Report.Source, span, text, new("for example '$inputs.id' or '$response.body#/id'", "por exemplo '$inputs.id' ou '$response.body#/id'")));
            return null;
        }

        return expression.Root switch
        {
            "inputs" => Input(expression, span, isSafe),
            "outputs" => Output(expression, span, isSafe),
            "response" => Response(text, expression, span, isSafe),
            "request" => Request(text, expression, span, isSafe),
            "steps" => StepOutput(text, expression, span, isSafe),
            "workflows" => WorkflowValue(text, expression, span, isSafe),
            _ => NotCarried(text, span, new("a manifest does not see it", "um manifesto não o vê")),
        };
    }

    /// <summary>Whether an expression leads to a step that has not run on the way to this place.</summary>
    public bool IsOfStepNotRun(string text) =>
        RuntimeExpression.Parse(text) is { Root: "steps", Names: [var step, ..] } && Workflow.IndexOf(step) >= 0 && !Done.ContainsKey(step);

    private string? Input(RuntimeExpression expression, TextSpan span, bool isSafe)
    {
        if (Workflow.Input(expression.Names[0]) is { } input)
        {
            return CelWriter.Path(input.Variable, expression.Path, isSafe);
        }

        Report.Diagnostics.Add(CompilerDiagnostics.NamesNothing(
            Report.Source, span, new("an input of this workflow", "uma entrada deste workflow"), expression.Names[0], Workflow.Inputs.Select(i => i.Name)));
        return null;
    }

    /// <summary>An output of the workflow that the current step ran.</summary>
    private string? Output(RuntimeExpression expression, TextSpan span, bool isSafe) => Current?.Result is { } result
        ? CelWriter.Path(result, [expression.Names[0], .. expression.Path], isSafe)
        : NotCarried("$outputs", span, new("no workflow has given outputs here", "nenhum workflow deu saídas aqui"));

    private string? Response(string text, RuntimeExpression expression, TextSpan span, bool isSafe)
    {
        if (expression.Names[0] != "body")
        {
            return NotCarried(text, span, new("a manifest sees only the body of a response", "um manifesto só vê o corpo de uma resposta"));
        }

        return Current?.Result is { } result
            ? CelWriter.Path(result, expression.Path, isSafe)
            : NotCarried(text, span, new("there is no response here", "não há resposta aqui"));
    }

    private string? Request(string text, RuntimeExpression expression, TextSpan span, bool isSafe)
    {
        var key = string.Join('.', expression.Names);
        if (Sent.TryGetValue(key, out var whole))
        {
            return CelWriter.Path(whole, expression.Path, isSafe);
        }

        // The parts of a body are known one by one.
        return expression is { Names: ["body"], Path: [var first, ..] } && Sent.TryGetValue($"body/{first}", out var part)
            ? CelWriter.Path(part, expression.Path[1..], isSafe)
            : NotCarried(text, span, new("the step sends nothing of that name", "o passo não envia nada com esse nome"));
    }

    private string? StepOutput(string text, RuntimeExpression expression, TextSpan span, bool isSafe)
    {
        var (id, kind, name) = (expression.Names[0], expression.Names[1], expression.Names[2]);
        var index = Workflow.IndexOf(id);
        if (index < 0)
        {
            Report.Diagnostics.Add(CompilerDiagnostics.NamesNothing(
                Report.Source, span, new("a step of this workflow", "um passo deste workflow"), id, Workflow.Steps.Select(s => s.Id)));
            return null;
        }

        if (kind != "outputs")
        {
            return NotCarried(text, span, new("of a step only its outputs are known", "de um passo só se conhecem as saídas"));
        }

        if (!Done.TryGetValue(id, out var done))
        {
            return NotCarried(text, span, new($"the step '{id}' has not run at this place", $"o passo '{id}' ainda não executou neste ponto"));
        }

        if (done.Outputs.TryGetValue(name, out var variable))
        {
            return CelWriter.Path(variable, expression.Path, isSafe);
        }

        if (done.Step.Outputs.ContainsKey(name))
        {
            return NotCarried(text, span, new("that output could not be carried over either", "essa saída também não pôde ser transposta"));
        }

        // A step that runs a workflow has that workflow's outputs too.
        if (done.Step.Node["workflowId"] is not null && done.Result is { } result)
        {
            return CelWriter.Path(result, [name, .. expression.Path], isSafe);
        }

        Report.Diagnostics.Add(CompilerDiagnostics.NamesNothing(
            Report.Source, span, new($"an output of the step '{id}'", $"uma saída do passo '{id}'"), name, done.Step.Outputs.Keys.Order(StringComparer.Ordinal)));
        return null;
    }

    private string? WorkflowValue(string text, RuntimeExpression expression, TextSpan span, bool isSafe)
    {
        var (id, kind, name) = (expression.Names[0], expression.Names[1], expression.Names[2]);
        if (kind == "inputs" && Workflow.Input(name) is { } input && (id == Workflow.Id || Before.ContainsKey(id)))
        {
            return CelWriter.Path(input.Variable, expression.Path, isSafe);
        }

        var result = Before.GetValueOrDefault(id)
            ?? (Current is { } current && current.Step.Node.TextOf("workflowId") == id ? current.Result : null)
            ?? Done.Values.FirstOrDefault(d => d.Step.Node.TextOf("workflowId") == id)?.Result;
        return kind == "outputs" && result is not null
            ? CelWriter.Path(result, [name, .. expression.Path], isSafe)
            : NotCarried(text, span, new(
                $"the workflow '{id}' has not run at this place; add it to 'dependsOn'", $"o workflow '{id}' ainda não executou neste ponto; adicione-o a 'dependsOn'"));
    }

    private string? NotCarried(string text, TextSpan span, LocalizedText reason)
    {
        var shown = text.Length > 60 ? text[..60] + "…" : text;
        Report.NotCarried(span, new($"'{shown}'", $"'{shown}'"), reason);
        return null;
    }
}
