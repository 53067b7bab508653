using System.Collections.Immutable;
using Pff.Compiler.Catalogs.OpenApi;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Importing.Writing;
using Pff.Core.Diagnostics;
using Pff.Core.Types;

namespace Pff.Compiler.Importing.Arazzo;

/// <summary>A step without its actions.</summary>
/// <param name="Nodes">What it becomes: the call, its criteria, its outputs.</param>
/// <param name="After">What expressions mean once it has run.</param>
/// <param name="Successes">The statuses with which it may have succeeded.</param>
internal sealed record ConvertedStep(ImmutableArray<WrittenNode> Nodes, ExpressionScope After, ImmutableArray<int> Successes)
{
    /// <summary>Whether a row fails here whatever happens.</summary>
    public bool IsEnd { get; init; }

    /// <summary>Whether the step can fail by criteria of its own.</summary>
    public bool HasCriteria { get; init; }
}

internal sealed class StepConverter(ArazzoDocument document, ArazzoSources sources)
{
    private static readonly ImmutableHashSet<string> Keys =
    [
        "stepId", "description", "operationId", "operationPath", "workflowId", "parameters", "requestBody", "successCriteria", "onSuccess", "onFailure", "outputs",
        "dependsOn", "timeout",
    ];

    private readonly DocumentReport _report = document.Report;

    public ConvertedStep Convert(ArazzoStep step, ExpressionScope scope)
    {
        CalledOperation? operation = null;
        string? result = null;
        var inside = scope;
        WrittenMap? call;
        if (_report.TextOf(step.Node, "workflowId") is { } workflow)
        {
            call = Call(workflow, step, scope, out result);
        }
        else
        {
            operation = sources.Find(step.Node);
            call = operation is null ? null : CallMethod(step, operation, scope, out result, out inside);
        }

        var none = new StepResult(step, result, ImmutableDictionary<string, string>.Empty);
        if (call is null)
        {
            NameUncalled(step);
            return new ConvertedStep(
                [Fail($"step '{step.Id}' was not carried over")], scope with { Current = none, Done = scope.Done.SetItem(step.Id, none) }, []) { IsEnd = true };
        }

        document.NameOtherKeys(step.Node, Keys);
        NameOrder(step, scope);
        var nodes = ImmutableArray.CreateBuilder<WrittenNode>();
        nodes.Add(call);
        inside = inside with { Current = none };
        var successes = Criteria.SuccessesOf(operation, _report.MapsOf(step.Node, "successCriteria"), inside);
        var neverSucceeds = AddCriteria(step, inside, successes, nodes);
        var hasCriteria = nodes.Skip(1).Any(n => n is WrittenMap map && map.Entries.Any(e => e.Value is WrittenText { Text: FailureSet.CriterionCode }));
        if (neverSucceeds)
        {
            nodes.Add(Fail($"a criterion of step '{step.Id}' was not carried over"));
        }

        var outputs = neverSucceeds ? none.Outputs : AddOutputs(step, inside, nodes);
        var done = none with { Outputs = outputs };
        return new ConvertedStep(nodes.ToImmutable(), inside with { Current = done, Done = scope.Done.SetItem(step.Id, done) }, successes)
        {
            IsEnd = neverSucceeds,
            HasCriteria = hasCriteria,
        };
    }

    private WrittenMap CallMethod(ArazzoStep step, CalledOperation operation, ExpressionScope scope, out string? result, out ExpressionScope inside)
    {
        var arguments = new ArgumentConverter(document, scope, operation);
        result = NeedsResult(step) ? step.Variable : null;
        var call = WrittenNode.Map(
            ("name", WrittenNode.Of(step.Id)),
            ("method", WrittenNode.Of(operation.MethodName) with { Origin = new Origin(_report.Source, step.Span) }),
            ("args", arguments.Convert(step)),
            ("save_as", result is null ? null : WrittenNode.Of(result))) with
        {
            Origin = new Origin(_report.Source, step.Span),
        };
        inside = scope with { Sent = arguments.Sent };
        return call;
    }

    /// <summary>What stands where something could not be carried, so that no row goes on as if it had been.</summary>
    public static WrittenMap Fail(string message) => WrittenNode.Map(("fail", WrittenNode.Map(
        ("code", WrittenNode.Of("NOT_CARRIED")), ("message", WrittenNode.Of(CelWriter.Literal(message))))));

    /// <summary>Where a step names nothing to call; what it names and is not there was reported where it was looked for.</summary>
    private void NameUncalled(ArazzoStep step)
    {
        if (step.Node["channelPath"] is not null)
        {
            _report.NotCarried(step.Span, new($"The step '{step.Id}'", $"O passo '{step.Id}'"), new("it sends or awaits a message, and is no HTTP request", "envia ou aguarda uma mensagem, e não é uma requisição HTTP"));
        }
        else if (step.Node["operationId"] is null && step.Node["operationPath"] is null && step.Node["workflowId"] is null)
        {
            _report.NotCarried(step.Span, new($"The step '{step.Id}'", $"O passo '{step.Id}'"), new("it calls no operation and no workflow", "não chama nenhuma operação nem workflow"));
        }
    }

    /// <summary>Steps run one after another, so that one may depend on those before it and on no other.</summary>
    private void NameOrder(ArazzoStep step, ExpressionScope scope)
    {
        const string Prefix = "$steps.";
        foreach (var item in _report.ListOf(step.Node, "dependsOn").OfType<DocumentScalar>())
        {
            var name = item.Text.StartsWith(Prefix, StringComparison.Ordinal) ? item.Text[Prefix.Length..] : item.Text;
            if (!scope.Done.ContainsKey(name))
            {
                _report.NotCarried(item.Span, new($"That '{step.Id}' waits for '{name}'", $"Que '{step.Id}' espere por '{name}'"), new("it has not run at this place", "ele ainda não executou neste ponto"));
            }
        }

        if (step.Node.Find("timeout") is { } timeout)
        {
            _report.NotCarried(timeout.NameSpan, new("'timeout'", "'timeout'"), new(
                "how long a call may take is said in the catalogue, under 'timeouts'", "quanto uma chamada pode demorar se diz no catálogo, em 'timeouts'"));
        }
    }

    private WrittenMap? Call(DocumentScalar id, ArazzoStep step, ExpressionScope scope, out string? result)
    {
        result = null;
        if (Callee(id, scope.Workflow) is not { } callee)
        {
            return null;
        }

        // What the workflow's own parameters put into requests concerns no workflow that it runs.
        var parameters = ArgumentConverter.Parameters(document, scope.Workflow, step.Node).Where(p => !p.IsShared || p.Node["in"] is null);
        result = callee.Outputs is { Entries.IsEmpty: false } ? step.Variable : null;
        return WrittenNode.Map(
            ("name", WrittenNode.Of(step.Id)),
            ("call", WrittenNode.Of(callee.Sequence)),
            ("args", Arguments(parameters, callee, scope)),
            ("save_as", result is null ? null : WrittenNode.Of(result))) with
        {
            Origin = new Origin(_report.Source, step.Span),
        };
    }

    /// <summary>The arguments with which an action runs a workflow: its parameters, or, where it has none, what has the same names.</summary>
    public WrittenMap? ActionArguments(DocumentMap action, ArazzoWorkflow callee, ExpressionScope scope) => action["parameters"] is null
        ? SameNamed(callee, scope.Workflow)
        : Arguments(ArgumentConverter.Parameters(document, null, action), callee, scope);

    private WrittenMap? Arguments(IEnumerable<StepParameter> parameters, ArazzoWorkflow callee, ExpressionScope scope)
    {
        var arguments = ImmutableArray.CreateBuilder<WrittenEntry>();
        foreach (var parameter in parameters)
        {
            if (callee.Input(parameter.Name) is not { } input)
            {
                _report.Diagnostics.Add(CompilerDiagnostics.NamesNothing(
                    _report.Source, parameter.Node["name"]!.Span, new($"an input of the workflow '{callee.Id}'", $"uma entrada do workflow '{callee.Id}'"), parameter.Name,
                    callee.Inputs.Select(i => i.Name)));
            }
            else if (new ValueConverter(scope).Convert(parameter.Value) is { } converted && arguments.All(a => a.Key != input.Variable))
            {
                arguments.Add(new WrittenEntry(input.Variable, converted));
            }
        }

        return arguments.Count == 0 ? null : new WrittenMap(arguments.ToImmutable());
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

    /// <returns>Whether the step takes for a success only what a manifest takes for a failure.</returns>
    private bool AddCriteria(ArazzoStep step, ExpressionScope scope, ImmutableArray<int> successes, ImmutableArray<WrittenNode>.Builder nodes)
    {
        var neverSucceeds = false;
        foreach (var criterion in _report.MapsOf(step.Node, "successCriteria"))
        {
            if (Criteria.OnSuccess(criterion, scope, successes) is not { } term)
            {
                continue;
            }

            if (term.Constant == false && Criteria.IsOfOtherSuccess(criterion, scope))
            {
                var declared = string.Join(", ", successes);
                Criteria.NotCarried(criterion, scope, new(
                    $"the API's document declares no such success (only {declared}), and a manifest takes every status from 200 to 299 as one",
                    $"o documento da API não declara esse sucesso (só {declared}), e um manifesto aceita todo status de 200 a 299 como sucesso"));
            }
            else if (term.Constant == false)
            {
                neverSucceeds = true;
                Criteria.NotCarried(criterion, scope, new("a manifest takes only a status from 200 to 299 as a success", "um manifesto só aceita um status de 200 a 299 como sucesso"));
            }
            else if (term.Constant is null)
            {
                // Without a message, a row says which condition did not hold.
                var message = criterion.Find(Criteria.MessageKey) is { Value: DocumentScalar said } ? new ValueConverter(scope).Convert(said, PffType.Text) : null;
                nodes.Add(WrittenNode.Map(
                    ("assert", WrittenNode.Of(CelWriter.Template(term.Text)) with { Origin = new Origin(_report.Source, criterion["condition"]!.Span) }),
                    ("code", WrittenNode.Of(_report.TextOf(criterion, Criteria.CodeKey)?.Text ?? FailureSet.CriterionCode)),
                    ("message", message)));
            }
        }

        return neverSucceeds;
    }

    private bool IsOfWorkflow(ArazzoStep step, DocumentEntry output) =>
        output.Value is DocumentScalar { Text: var text } && text == $"$outputs.{output.Name}"
        && step.Node.TextOf("workflowId") is { } id && document.Find(id)?.Outputs?.Find(output.Name) is not null;

    private ImmutableDictionary<string, string> AddOutputs(ArazzoStep step, ExpressionScope scope, ImmutableArray<WrittenNode>.Builder nodes)
    {
        var values = ImmutableArray.CreateBuilder<WrittenEntry>();
        var outputs = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var entry in _report.MapOf(step.Node, "outputs")?.Entries ?? [])
        {
            if (scope.Current?.Result is { } result && IsOfWorkflow(step, entry))
            {
                // The sequence's own output has a name by itself.
                outputs.Add(entry.Name, CelWriter.Path(result, [entry.Name]));
            }
            else if (new ValueConverter(scope).Output(entry) is { } value)
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
