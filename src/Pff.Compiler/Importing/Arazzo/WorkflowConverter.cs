using System.Collections.Immutable;
using Pff.Compiler.Catalogs.OpenApi;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Importing.Writing;
using Pff.Core.Diagnostics;
using Pff.Core.Text;

namespace Pff.Compiler.Importing.Arazzo;

/// <summary>
/// The steps of a workflow in their order. A manifest has no goto: where an action leads elsewhere, what comes from there
/// on stands in its place, up to the end; only a way that leads back to a step that has run cannot be written so.
/// </summary>
internal sealed class WorkflowConverter(ArazzoDocument document, ArazzoSources sources, ArazzoWorkflow workflow)
{
    private const int MaximumNesting = 10;
    private const int MaximumConversions = 400;
    private const int MaximumNamedSteps = 5;

    private static readonly ImmutableHashSet<string> ActionKeys =
        ["name", "type", "criteria", "stepId", "workflowId", "parameters", "retryAfter", "retryLimit", "reference", "value"];

    private readonly DocumentReport _report = document.Report;
    private readonly StepConverter _converter = new(document, sources);
    private int _conversions;

    private sealed record Way(ExpressionScope Scope, ImmutableHashSet<int> Visited, int Nesting);

    public WrittenMap Convert()
    {
        var nodes = new List<WrittenNode>();
        var scope = RunBefore(new ExpressionScope(_report, workflow), nodes);
        nodes.AddRange(From(0, new Way(scope, [], 0), mustEnd: false));
        if (nodes.Count == 0)
        {
            nodes.Add(WrittenNode.Map(("return", new WrittenMap([]))));
        }

        var description = workflow.Node.TextOf("summary") ?? workflow.Node.TextOf("description");
        return UnusedResults.Remove(WrittenNode.Map(
            ("description", description is null ? null : WrittenNode.Of(CelWriter.Literal(description))),
            ("inputs", new WrittenMap([.. workflow.Inputs.Select(i => new WrittenEntry(i.Variable, i.Declaration))])),
            ("steps", new WrittenList([.. nodes]))));
    }

    private ExpressionScope RunBefore(ExpressionScope scope, List<WrittenNode> nodes)
    {
        foreach (var node in _report.ListOf(workflow.Node, "dependsOn").OfType<DocumentScalar>())
        {
            if (_converter.Callee(node, workflow) is not { } callee)
            {
                nodes.Add(StepConverter.Fail($"workflow '{node.Text}' was not carried over"));
                continue;
            }

            if (scope.Before.ContainsKey(callee.Id))
            {
                continue;
            }

            if (workflow.DependsOn.Any(other => other != callee.Id && document.Reaches(other, callee.Id)))
            {
                _report.NotCarried(node.Span, new($"That '{callee.Id}' runs once", $"Que '{callee.Id}' execute uma vez"), new(
                    "another workflow that runs before this one runs it too, and a sequence runs each time it is called",
                    "outro workflow que executa antes deste também o executa, e uma sequência executa a cada chamada"));
            }

            var variable = workflow.Names.Take($"{callee.Id}_result", "result");
            var hasOutputs = callee.Outputs is { Entries.IsEmpty: false };
            nodes.Add(WrittenNode.Map(
                ("call", WrittenNode.Of(callee.Sequence)),
                ("args", StepConverter.SameNamed(callee, workflow)),
                ("save_as", hasOutputs ? WrittenNode.Of(variable) : null)));
            scope = scope with { Before = scope.Before.SetItem(callee.Id, variable) };
        }

        return scope;
    }

    /// <param name="mustEnd">Whether the way may not go on behind what is returned.</param>
    private List<WrittenNode> From(int index, Way way, bool mustEnd)
    {
        var nodes = new List<WrittenNode>();
        for (; index < workflow.Steps.Length; index++)
        {
            var step = workflow.Steps[index];
            if (way.Visited.Contains(index) || !IsAffordable(step, way))
            {
                if (way.Visited.Contains(index))
                {
                    Loop(step, step.Span);
                }

                nodes.Add(StepConverter.Fail($"the way to step '{step.Id}' was not carried over"));
                return nodes;
            }

            var converted = _converter.Convert(step, way.Scope);
            var before = way with { Visited = way.Visited.Add(index) };
            way = before with { Scope = converted.After with { Current = null, Sent = ImmutableDictionary<string, string>.Empty } };
            if (converted.IsEnd)
            {
                nodes.AddRange(converted.Nodes);
                NameWhatFollows(step, index);
                return nodes;
            }

            nodes.AddRange(new FailureActions(_report, converted, before.Scope, action => Target(action, before, mustEnd: true))
                .Around(converted.Nodes, Actions(step, "onFailure", "failureActions")));

            var goesOn = true;
            foreach (var action in Actions(step, "onSuccess", "successActions"))
            {
                if (AfterSuccess(action, step, index, way, converted, mustEnd) is not var (condition, target))
                {
                    continue;
                }

                if (condition is not null)
                {
                    nodes.Add(WrittenNode.Map(("when", WrittenNode.Of(CelWriter.Template(condition)) with { Origin = Place(action) }), ("steps", new WrittenList([.. target]))));
                    continue;
                }

                nodes.AddRange(target);
                goesOn = false;
                break;
            }

            if (!goesOn)
            {
                return nodes;
            }
        }

        nodes.AddRange(End(way.Scope, mustEnd));
        return nodes;
    }

    private bool IsAffordable(ArazzoStep step, Way way)
    {
        if (++_conversions <= MaximumConversions + workflow.Steps.Length && way.Nesting <= MaximumNesting)
        {
            return true;
        }

        _report.NotCarried(step.Span, new($"A way to the step '{step.Id}'", $"Um caminho até o passo '{step.Id}'"), new(
            "the actions of this workflow make too many ways", "as ações deste workflow formam caminhos demais"));
        return false;
    }

    /// <summary>Behind a step that fails nothing runs, and nothing that stands there would be found out by itself.</summary>
    private void NameWhatFollows(ArazzoStep step, int index)
    {
        var rest = string.Join(", ", workflow.Steps.Skip(index + 1).Take(MaximumNamedSteps).Select(s => $"'{s.Id}'"));
        if (rest.Length > 0)
        {
            var more = workflow.Steps.Length - index - 1 > MaximumNamedSteps ? ", …" : string.Empty;
            _report.NotCarried(step.Span, new($"What follows the step '{step.Id}' ({rest}{more})", $"O que vem depois do passo '{step.Id}' ({rest}{more})"), new(
                "the row fails before it", "a linha falha antes disso"));
        }
    }

    private IEnumerable<WrittenNode> End(ExpressionScope scope, bool mustEnd)
    {
        var columns = ImmutableArray.CreateBuilder<WrittenEntry>();
        foreach (var entry in _report.MapOf(workflow.Node, "outputs")?.Entries ?? [])
        {
            var isOpen = entry.Value is DocumentScalar scalar && scope.IsOfStepNotRun(scalar.Text);

            // What a step gives that has not run on this way is nothing.
            columns.Add(new WrittenEntry(entry.Name, (isOpen ? null : new ValueConverter(scope).Output(entry)) ?? WrittenLiteral.Null));
        }

        return columns.Count > 0 || mustEnd ? [WrittenNode.Map(("return", new WrittenMap(columns.ToImmutable())))] : [];
    }

    /// <summary>The actions of a step, and those of the workflow that it does not replace by name.</summary>
    private IEnumerable<DocumentMap> Actions(ArazzoStep step, string own, string shared)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in _report.MapsOf(step.Node, own).Concat(_report.MapsOf(workflow.Node, shared)))
        {
            if (document.Reusable(node, shared) is { } action && (action.TextOf("name") is not { } name || names.Add(name)))
            {
                document.NameOtherKeys(action, ActionKeys);
                yield return action;
            }
        }
    }

    private (string? Condition, List<WrittenNode> Target)? AfterSuccess(DocumentMap action, ArazzoStep step, int index, Way way, ConvertedStep converted, bool mustEnd)
    {
        var conditions = new List<string>();
        foreach (var criterion in _report.MapsOf(action, "criteria"))
        {
            if (Criteria.OnSuccess(criterion, converted.After, converted.Successes) is not { } term || term.Constant == false)
            {
                return null;
            }

            conditions.AddRange(term.Constant == true ? [] : [term.Text]);
        }

        var isNext = action.TextOf("type") == "goto" && action.TextOf("stepId") is { } next && workflow.IndexOf(next) == index + 1;
        return isNext && conditions.Count == 0 && !HasMoreActions(step, action)
            ? null
            : conditions.Count == 0 ? (null, Target(action, way, mustEnd))
            : (string.Join(" && ", conditions), Target(action, way, mustEnd: true));
    }

    // Going on to the next step is what happens anyway, unless an action behind this one would do something else.
    private bool HasMoreActions(ArazzoStep step, DocumentMap action) => !ReferenceEquals(Actions(step, "onSuccess", "successActions").Last(), action);

    /// <param name="mustEnd">Whether something stands behind the target that it may not come to.</param>
    private List<WrittenNode> Target(DocumentMap action, Way way, bool mustEnd)
    {
        var type = _report.TextOf(action, "type")?.Text;
        switch (type)
        {
            case "end":
                return [.. End(way.Scope, mustEnd)];
            case "goto" when action.Find("stepId") is { Value: DocumentScalar id }:
                return GoTo(id, way, mustEnd);
            case "goto" when action.Find("workflowId") is { Value: DocumentScalar id }:
                return _converter.Callee(id, workflow) is { } callee
                    ? [WrittenNode.Map(("call", WrittenNode.Of(callee.Sequence)), ("args", _converter.ActionArguments(action, callee, way.Scope))), .. End(way.Scope, mustEnd)]
                    : [StepConverter.Fail($"workflow '{id.Text}' was not carried over")];
            case null:
                _report.Missing(DocumentReport.StartOf(action), action.TextOf("name") ?? "action", "type");
                return [StepConverter.Fail("an action was not carried over")];
            default:
                _report.NotCarried(DocumentReport.StartOf(action), FailureActions.NameOf(action), new("it leads nowhere that a manifest can say", "ela não leva a nada que um manifesto possa dizer"));
                return [StepConverter.Fail("an action was not carried over")];
        }
    }

    private List<WrittenNode> GoTo(DocumentScalar id, Way way, bool mustEnd)
    {
        var target = workflow.IndexOf(id.Text);
        if (target < 0)
        {
            _report.Diagnostics.Add(CompilerDiagnostics.NamesNothing(
                _report.Source, id.Span, new("a step of this workflow", "um passo deste workflow"), id.Text, workflow.Steps.Select(s => s.Id)));
            return [StepConverter.Fail($"the way to step '{id.Text}' was not carried over")];
        }

        if (way.Visited.Contains(target))
        {
            Loop(workflow.Steps[target], id.Span);
            return [StepConverter.Fail($"the way back to step '{id.Text}' was not carried over")];
        }

        return From(target, way with { Nesting = way.Nesting + 1 }, mustEnd);
    }

    private void Loop(ArazzoStep step, TextSpan span) => _report.NotCarried(
        span, new($"The way back to the step '{step.Id}'", $"O caminho de volta ao passo '{step.Id}'"), new("a manifest has no way back", "um manifesto não tem caminho de volta"));

    private Origin Place(DocumentMap action) => new(_report.Source, DocumentReport.StartOf(action));
}
