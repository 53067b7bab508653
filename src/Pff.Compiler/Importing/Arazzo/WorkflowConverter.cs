using System.Collections.Immutable;
using System.Globalization;
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
    private const int MaximumHandledStatuses = 8;

    private static readonly ImmutableHashSet<string> ActionKeys =
        ["name", "type", "criteria", "stepId", "workflowId", "retryAfter", "retryLimit", "reference", "value"];

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
        return WrittenNode.Map(
            ("description", description is null ? null : WrittenNode.Of(CelWriter.Literal(description))),
            ("inputs", new WrittenMap([.. workflow.Inputs.Select(i => new WrittenEntry(i.Variable, i.Declaration))])),
            ("steps", new WrittenList([.. nodes])));
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
            nodes.AddRange(Guarded(converted.Nodes, Handlers(step, index, before)));
            if (converted.Nodes is [WrittenMap { Entries: [{ Key: "fail" }, ..] }, ..])
            {
                return nodes;
            }

            var goesOn = true;
            foreach (var action in Actions(step, "onSuccess", "successActions"))
            {
                if (AfterSuccess(action, step, index, way, converted) is not var (condition, target))
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

    private static IEnumerable<WrittenNode> Guarded(ImmutableArray<WrittenNode> nodes, WrittenMap? handlers) =>
        handlers is null ? nodes
        : nodes is [WrittenMap only] ? [only.With("on_error", handlers)]
        : [WrittenNode.Map(("steps", new WrittenList(nodes)), ("on_error", handlers))];

    private IEnumerable<WrittenNode> End(ExpressionScope scope, bool mustEnd)
    {
        var columns = ImmutableArray.CreateBuilder<WrittenEntry>();
        foreach (var entry in _report.MapOf(workflow.Node, "outputs")?.Entries ?? [])
        {
            var isOpen = entry.Value is DocumentScalar scalar && scope.IsOfStepNotRun(scalar.Text);
            if (entry.Value is not DocumentScalar)
            {
                _report.NotCarried(entry.NameSpan, new($"The output '{entry.Name}'", $"A saída '{entry.Name}'"), new("it is no runtime expression", "não é uma expressão de execução"));
            }

            // What a step gives that has not run on this way is nothing.
            columns.Add(new WrittenEntry(
                entry.Name, isOpen || entry.Value is not DocumentScalar ? WrittenLiteral.Null : new ValueConverter(scope).Convert(entry.Value) ?? WrittenLiteral.Null));
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

    private (string? Condition, List<WrittenNode> Target)? AfterSuccess(DocumentMap action, ArazzoStep step, int index, Way way, ConvertedStep converted)
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
            : (conditions.Count == 0 ? null : string.Join(" && ", conditions), Target(action, way));
    }

    // Going on to the next step is what happens anyway, unless an action behind this one would do something else.
    private bool HasMoreActions(ArazzoStep step, DocumentMap action) => !ReferenceEquals(Actions(step, "onSuccess", "successActions").Last(), action);

    private List<WrittenNode> Target(DocumentMap action, Way way)
    {
        var type = _report.TextOf(action, "type")?.Text;
        switch (type)
        {
            case "end":
                return [.. End(way.Scope, mustEnd: true)];
            case "goto" when action.Find("stepId") is { Value: DocumentScalar id }:
                return GoTo(id, way);
            case "goto" when action.Find("workflowId") is { Value: DocumentScalar id }:
                return _converter.Callee(id, workflow) is { } callee
                    ? [WrittenNode.Map(("call", WrittenNode.Of(callee.Sequence)), ("args", StepConverter.SameNamed(callee, workflow))), .. End(way.Scope, mustEnd: true)]
                    : [StepConverter.Fail($"workflow '{id.Text}' was not carried over")];
            default:
                _report.NotCarried(DocumentReport.StartOf(action), Action(action), new("it is neither 'end' nor 'goto'", "não é nem 'end' nem 'goto'"));
                return [StepConverter.Fail("an action was not carried over")];
        }
    }

    private List<WrittenNode> GoTo(DocumentScalar id, Way way)
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

        return From(target, way with { Nesting = way.Nesting + 1 }, mustEnd: true);
    }

    private void Loop(ArazzoStep step, TextSpan span) => _report.NotCarried(
        span, new($"The way back to the step '{step.Id}'", $"O caminho de volta ao passo '{step.Id}'"), new("a manifest has no way back", "um manifesto não tem caminho de volta"));

    /// <summary>What happens where a step fails. By itself a failure ends the row, as it ends the workflow.</summary>
    private WrittenMap? Handlers(ArazzoStep step, int index, Way way)
    {
        var handlers = ImmutableArray.CreateBuilder<WrittenEntry>();
        foreach (var action in Actions(step, "onFailure", "failureActions"))
        {
            if (action.TextOf("type") == "retry")
            {
                _report.NotCarried(DocumentReport.StartOf(action), Action(action), new(
                    "how calls are repeated is said in the catalogue, under 'retry'", "como as chamadas se repetem se diz no catálogo, em 'retry'"));
                continue;
            }

            var scope = way.Scope with { Current = null };
            if (Criteria.FailuresWhere(_report.MapsOf(action, "criteria"), scope) is not { } statuses || KindsOf(statuses, action) is not { } kinds)
            {
                continue;
            }

            List<WrittenNode> steps = action.TextOf("type") == "end"
                ? [WrittenNode.Map(("fail", WrittenNode.Of("{{error.message}}")))]
                : Target(action, way);
            foreach (var kind in kinds.Where(k => handlers.All(h => h.Key != k && h.Key != "any")))
            {
                handlers.Add(new WrittenEntry(kind, new WrittenList([.. steps])));
            }
        }

        // Handlers that only fail do what happens without them.
        var onlyFails = handlers.All(h => h.Value is WrittenList { Items: [WrittenMap { Entries: [{ Key: "fail", Value: WrittenText { Text: "{{error.message}}" } }] }] });
        return onlyFails ? null : new WrittenMap(handlers.ToImmutable());
    }

    private ImmutableArray<string>? KindsOf(ImmutableArray<int> statuses, DocumentMap action)
    {
        if (statuses.Length == 200)
        {
            return ["any"];
        }

        if (statuses.Length == 100 && statuses[0] == 500)
        {
            return ["server_error"];
        }

        if (statuses.Length is > 0 and <= MaximumHandledStatuses)
        {
            return [.. statuses.Select(s => string.Create(CultureInfo.InvariantCulture, $"http_{s}"))];
        }

        _report.NotCarried(DocumentReport.StartOf(action), Action(action), new(
            "its criteria hold for no status, or for more than handlers can name", "seus critérios não valem para nenhum status, ou valem para mais do que se pode nomear"));
        return null;
    }

    private Origin Place(DocumentMap action) => new(_report.Source, DocumentReport.StartOf(action));

    private static LocalizedText Action(DocumentMap action) => action.TextOf("name") is { } name
        ? new($"The action '{name}'", $"A ação '{name}'")
        : new("The action", "A ação");
}
