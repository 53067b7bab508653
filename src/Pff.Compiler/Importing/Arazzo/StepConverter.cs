using System.Collections.Immutable;
using Pff.Compiler.Catalogs.OpenApi;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Importing.Writing;
using Pff.Core.Diagnostics;

namespace Pff.Compiler.Importing.Arazzo;

/// <summary>A step without its actions.</summary>
/// <param name="Nodes">What it becomes: the call, its criteria, its outputs.</param>
/// <param name="After">What expressions mean once it has run.</param>
/// <param name="Successes">The statuses with which it may have succeeded.</param>
internal sealed record ConvertedStep(ImmutableArray<WrittenNode> Nodes, ExpressionScope After, ImmutableArray<int> Successes);

internal sealed class StepConverter(ArazzoDocument document, ArazzoSources sources)
{
    private static readonly ImmutableHashSet<string> Keys =
    [
        "stepId", "description", "operationId", "operationPath", "workflowId", "parameters", "requestBody", "successCriteria", "onSuccess", "onFailure", "outputs",
    ];

    private readonly DocumentReport _report = document.Report;

    public ConvertedStep Convert(ArazzoStep step, ExpressionScope scope)
    {
        document.NameOtherKeys(step.Node, Keys);
        var nodes = ImmutableArray.CreateBuilder<WrittenNode>();
        CalledOperation? operation = null;
        string? result;
        var inside = scope;
        if (_report.TextOf(step.Node, "workflowId") is { } workflow)
        {
            var call = Call(workflow, step, scope, out result);
            nodes.Add(call);
        }
        else
        {
            operation = sources.Find(step.Node);
            if (operation is null)
            {
                nodes.Add(NotCarriedStep(step));
                result = null;
            }
            else
            {
                var arguments = new ArgumentConverter(document, scope, operation);
                result = NeedsResult(step) ? step.Variable : null;
                nodes.Add(WrittenNode.Map(
                    ("name", WrittenNode.Of(step.Id)),
                    ("method", WrittenNode.Of(operation.MethodName)),
                    ("args", arguments.Convert(step)),
                    ("save_as", result is null ? null : WrittenNode.Of(result))) with
                {
                    Origin = new Origin(_report.Source, step.Span),
                });
                inside = scope with { Sent = arguments.Sent };
            }
        }

        var none = new StepResult(step, result, ImmutableDictionary<string, string>.Empty);
        inside = inside with { Current = none };
        var successes = Criteria.SuccessesOf(operation);
        AddCriteria(step, inside, successes, nodes);
        var outputs = AddOutputs(step, inside, nodes);
        var done = none with { Outputs = outputs };
        return new ConvertedStep(nodes.ToImmutable(), inside with { Current = done, Done = scope.Done.SetItem(step.Id, done) }, successes);
    }

    /// <summary>What stands where something could not be carried, so that no row goes on as if it had been.</summary>
    public static WrittenMap Fail(string message) => WrittenNode.Map(("fail", WrittenNode.Map(
        ("code", WrittenNode.Of("NOT_CARRIED")), ("message", WrittenNode.Of(CelWriter.Literal(message))))));

    private WrittenMap NotCarriedStep(ArazzoStep step)
    {
        if (step.Node["operationId"] is null && step.Node["operationPath"] is null)
        {
            _report.NotCarried(step.Span, new($"The step '{step.Id}'", $"O passo '{step.Id}'"), new("it calls no operation and no workflow", "não chama nenhuma operação nem workflow"));
        }

        return Fail($"step '{step.Id}' was not carried over");
    }

    private WrittenMap Call(DocumentScalar id, ArazzoStep step, ExpressionScope scope, out string? result)
    {
        result = null;
        if (Callee(id, scope.Workflow) is not { } callee)
        {
            return NotCarriedStep(step);
        }

        var arguments = ImmutableArray.CreateBuilder<WrittenEntry>();
        foreach (var (parameter, value) in ArgumentConverter.Parameters(document, scope.Workflow, step.Node))
        {
            var name = parameter.TextOf("name")!;
            if (callee.Input(name) is not { } input)
            {
                _report.Diagnostics.Add(CompilerDiagnostics.NamesNothing(
                    _report.Source, parameter["name"]!.Span, new($"an input of the workflow '{callee.Id}'", $"uma entrada do workflow '{callee.Id}'"), name,
                    callee.Inputs.Select(i => i.Name)));
            }
            else if (new ValueConverter(scope).Convert(value) is { } converted && arguments.All(a => a.Key != input.Variable))
            {
                arguments.Add(new WrittenEntry(input.Variable, converted));
            }
        }

        result = callee.Outputs is { Entries.IsEmpty: false } ? step.Variable : null;
        return WrittenNode.Map(
            ("name", WrittenNode.Of(step.Id)),
            ("call", WrittenNode.Of(callee.Sequence)),
            ("args", arguments.Count == 0 ? null : new WrittenMap(arguments.ToImmutable())),
            ("save_as", result is null ? null : WrittenNode.Of(result)));
    }

    /// <summary>The workflow that is run at a place; null where that is not possible, and a diagnostic then says why.</summary>
    public ArazzoWorkflow? Callee(DocumentScalar id, ArazzoWorkflow caller)
    {
        if (id.Text.StartsWith("$sourceDescriptions.", StringComparison.Ordinal))
        {
            _report.NotCarried(id.Span, new($"The workflow '{id.Text}'", $"O workflow '{id.Text}'"), new("it is in another document", "está em outro documento"));
            return null;
        }

        if (document.Find(id.Text) is not { } callee)
        {
            _report.Diagnostics.Add(CompilerDiagnostics.NamesNothing(
                _report.Source, id.Span, new("a workflow of this document", "um workflow deste documento"), id.Text, document.WorkflowIds));
            return null;
        }

        if (document.Reaches(callee.Id, caller.Id))
        {
            _report.NotCarried(id.Span, new($"The workflow '{id.Text}'", $"O workflow '{id.Text}'"), new("it leads back here, and no sequence runs itself", "ele leva de volta para cá, e nenhuma sequência executa a si mesma"));
            return null;
        }

        return callee;
    }

    /// <summary>Arguments for the inputs of a workflow that has none of its own at this place: those of the same name.</summary>
    public static WrittenMap? SameNamed(ArazzoWorkflow callee, ArazzoWorkflow caller)
    {
        var entries = callee.Inputs.Where(i => caller.Input(i.Name) is not null)
            .Select(i => new WrittenEntry(i.Variable, WrittenNode.Of(CelWriter.Template(caller.Input(i.Name)!.Variable)))).ToImmutableArray();
        return entries.IsEmpty ? null : new WrittenMap(entries);
    }

    private static bool NeedsResult(ArazzoStep step) =>
        step.Node["outputs"] is not null || step.Node["successCriteria"] is not null || step.Node["onSuccess"] is not null;

    private void AddCriteria(ArazzoStep step, ExpressionScope scope, ImmutableArray<int> successes, ImmutableArray<WrittenNode>.Builder nodes)
    {
        foreach (var criterion in _report.MapsOf(step.Node, "successCriteria"))
        {
            if (Criteria.OnSuccess(criterion, scope, successes) is not { } term)
            {
                continue;
            }

            if (term.Constant == false)
            {
                Criteria.NotCarried(criterion, scope, new("a manifest takes only a status from 200 to 299 as a success", "um manifesto só aceita um status de 200 a 299 como sucesso"));
            }
            else if (term.Constant is null)
            {
                var condition = criterion["condition"]!;
                var text = ((DocumentScalar)condition).Text;
                nodes.Add(WrittenNode.Map(
                    ("assert", WrittenNode.Of(CelWriter.Template(term.Text)) with { Origin = new Origin(_report.Source, condition.Span) }),
                    ("code", WrittenNode.Of("CRITERION")),
                    ("message", WrittenNode.Of(CelWriter.Literal($"{step.Id}: {(text.Length > 200 ? text[..200] : text)}")))));
            }
        }
    }

    private ImmutableDictionary<string, string> AddOutputs(ArazzoStep step, ExpressionScope scope, ImmutableArray<WrittenNode>.Builder nodes)
    {
        var values = ImmutableArray.CreateBuilder<WrittenEntry>();
        var outputs = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var entry in _report.MapOf(step.Node, "outputs")?.Entries ?? [])
        {
            if (entry.Value is not DocumentScalar)
            {
                _report.NotCarried(entry.NameSpan, new($"The output '{entry.Name}'", $"A saída '{entry.Name}'"), new("it is no runtime expression", "não é uma expressão de execução"));
            }
            else if (new ValueConverter(scope).Convert(entry.Value) is { } value)
            {
                var variable = step.Outputs[entry.Name];
                outputs.Add(entry.Name, variable);
                values.Add(new WrittenEntry(variable, value));
            }
        }

        if (values.Count > 0)
        {
            nodes.Add(WrittenNode.Map(("let", new WrittenMap(values.ToImmutable()))));
        }

        return outputs.ToImmutable();
    }
}
