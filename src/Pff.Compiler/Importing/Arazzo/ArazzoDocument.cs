using System.Collections.Immutable;
using Pff.Compiler.Catalogs.OpenApi;
using Pff.Compiler.Diagnostics;
using Pff.Core.Diagnostics;
using Pff.Core.Text;

namespace Pff.Compiler.Importing.Arazzo;

/// <summary>The workflows of an Arazzo document and its reusable components.</summary>
internal sealed class ArazzoDocument
{
    public const int MaximumSteps = 3_000;

    private static readonly ImmutableHashSet<string> WorkflowKeys =
        ["workflowId", "summary", "description", "inputs", "dependsOn", "steps", "successActions", "failureActions", "outputs", "parameters"];

    private static readonly ImmutableHashSet<string> RootKeys =
        ["arazzo", "info", "sourceDescriptions", "workflows", "components", "$self"];

    private readonly Dictionary<string, ArazzoWorkflow> _byId = new(StringComparer.Ordinal);

    private ArazzoDocument(DocumentReport report) => Report = report;

    public DocumentReport Report { get; }

    public ImmutableArray<ArazzoWorkflow> Workflows { get; private set; } = [];

    public IEnumerable<string> WorkflowIds => _byId.Keys;

    /// <returns>Null where the file is no Arazzo document of a known version; a diagnostic then says so.</returns>
    public static ArazzoDocument? Read(DocumentReport report, DocumentFiles documents)
    {
        var root = report.File.Root;
        var version = (root["arazzo"] as DocumentScalar)?.Text;
        if (version is null || !(version.StartsWith("1.0.", StringComparison.Ordinal) || version.StartsWith("1.1.", StringComparison.Ordinal) || version is "1.0" or "1.1"))
        {
            var span = root["arazzo"]?.Span ?? DocumentReport.StartOf(root);
            report.Diagnostics.Add(CompilerDiagnostics.NotThisFormat(report.Source, span, new(
                "an Arazzo document: 'arazzo: 1.0.x' or 'arazzo: 1.1.x'", "um documento Arazzo: 'arazzo: 1.0.x' ou 'arazzo: 1.1.x'"), version));
            return null;
        }

        var document = new ArazzoDocument(report);
        if (root["workflows"] is null)
        {
            report.Missing(DocumentReport.StartOf(root), "arazzo", "workflows");
        }

        document.NameOtherKeys(root, RootKeys);
        document.ReadWorkflows(root, documents);
        return document;
    }

    public ArazzoWorkflow? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>What a <c>reference: $components.kind.name</c> stands for; the node itself where it is none.</summary>
    public DocumentMap? Reusable(DocumentMap node, string kind)
    {
        if (node.Find("reference") is not { } entry)
        {
            return node;
        }

        var prefix = $"$components.{kind}.";
        var components = Report.MapOf(Report.File.Root, "components") is { } all ? Report.MapOf(all, kind) : null;
        var text = (entry.Value as DocumentScalar)?.Text ?? string.Empty;
        var name = text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : text;
        if (components?[name] is { } found)
        {
            return Report.Map(found, name);
        }

        Report.Diagnostics.Add(CompilerDiagnostics.NamesNothing(
            Report.Source, entry.Value.Span, new($"one of the components under '{kind}'", $"um dos componentes em '{kind}'"), name,
            components?.Entries.Select(e => e.Name) ?? []));
        return null;
    }

    public void NameOtherKeys(DocumentMap node, ImmutableHashSet<string> known)
    {
        foreach (var entry in node.Entries.Where(e => !known.Contains(e.Name) && !e.Name.StartsWith("x-", StringComparison.Ordinal)))
        {
            Report.NotCarried(entry.NameSpan, new($"'{entry.Name}'", $"'{entry.Name}'"), new("a manifest has nothing like it", "um manifesto não tem nada parecido"));
        }
    }

    /// <summary>Gives each workflow the inputs of those that run before it, since nothing else gives them theirs.</summary>
    public void ShareInputs()
    {
        var extended = Workflows.Select(workflow =>
        {
            var inputs = workflow.Inputs.ToBuilder();
            var open = new Queue<string>(workflow.DependsOn);
            var seen = new HashSet<string>(StringComparer.Ordinal) { workflow.Id };
            while (open.TryDequeue(out var id))
            {
                if (!seen.Add(id) || Find(id) is not { } before)
                {
                    continue;
                }

                foreach (var input in before.Inputs.Where(i => inputs.All(own => own.Name != i.Name)))
                {
                    inputs.Add(input with { Variable = workflow.Names.Take(input.Variable, "input", keepsCase: true) });
                }

                before.DependsOn.ToList().ForEach(open.Enqueue);
            }

            return workflow with { Inputs = inputs.ToImmutable() };
        }).ToImmutableArray();
        foreach (var workflow in extended)
        {
            _byId[workflow.Id] = workflow;
        }

        Workflows = extended;
    }

    /// <summary>Whether running one workflow runs another, directly or not.</summary>
    public bool Reaches(string from, string to)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([from]);
        while (open.TryPop(out var id))
        {
            if (id == to)
            {
                return true;
            }

            if (seen.Add(id) && Find(id) is { } workflow)
            {
                Callees(workflow).ToList().ForEach(open.Push);
            }
        }

        return false;
    }

    private IEnumerable<string> Callees(ArazzoWorkflow workflow)
    {
        foreach (var id in workflow.DependsOn.Concat(workflow.Steps.Select(s => s.Node.TextOf("workflowId")).OfType<string>()))
        {
            yield return id;
        }

        var actions = workflow.Steps.Select(s => s.Node).Append(workflow.Node)
            .SelectMany(n => new[] { "onSuccess", "onFailure", "successActions", "failureActions" }.Select(k => n[k]))
            .OfType<DocumentList>().SelectMany(l => l.Items).OfType<DocumentMap>();
        foreach (var action in actions)
        {
            var kind = action.TextOf("reference")?.Split('.') is ["$components", var name, ..] ? name : "successActions";
            var components = (Report.File.Root["components"] as DocumentMap)?[kind] as DocumentMap;
            var target = action.TextOf("reference") is { } reference ? components?[reference.Split('.')[^1]] as DocumentMap : action;
            if (target?.TextOf("workflowId") is { } id)
            {
                yield return id;
            }
        }
    }

    private void ReadWorkflows(DocumentMap root, DocumentFiles documents)
    {
        var sequenceNames = new ImportedNames();
        var schemas = new InputSchemas(Report, documents, WorkflowCalls.Of(root));
        var workflows = ImmutableArray.CreateBuilder<ArazzoWorkflow>();
        var stepCount = 0;
        foreach (var node in Report.MapsOf(root, "workflows"))
        {
            if (Report.TextOf(node, "workflowId") is not { } id)
            {
                Report.Missing(DocumentReport.StartOf(node), "workflows", "workflowId");
                continue;
            }

            NameOtherKeys(node, WorkflowKeys);
            var names = new ImportedNames();
            var workflow = new ArazzoWorkflow(id.Text, id.Span, node, sequenceNames.Take(id.Text, "workflow"), DependsOn(node))
            {
                Inputs = schemas.Read(id.Text, node, names),
                Steps = ReadSteps(node, names, ref stepCount),
                Names = names,
            };
            if (!_byId.TryAdd(id.Text, workflow))
            {
                Report.NotCarried(id.Span, new($"The workflow '{id.Text}'", $"O workflow '{id.Text}'"), new("another has the same workflowId", "outro tem o mesmo workflowId"));
                continue;
            }

            workflows.Add(workflow);
        }

        Workflows = workflows.ToImmutable();
    }

    private ImmutableArray<string> DependsOn(DocumentMap workflow) =>
        [.. Report.ListOf(workflow, "dependsOn").OfType<DocumentScalar>().Select(s => s.Text).Distinct(StringComparer.Ordinal)];

    private ImmutableArray<ArazzoStep> ReadSteps(DocumentMap workflow, ImportedNames names, ref int count)
    {
        var steps = ImmutableArray.CreateBuilder<ArazzoStep>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in Report.MapsOf(workflow, "steps"))
        {
            if (++count > MaximumSteps)
            {
                Report.Diagnostics.Add(CompilerDiagnostics.TooMuchToImport(Report.Source, DocumentReport.StartOf(node), new("The number of steps", "O número de passos"), MaximumSteps));
                break;
            }

            var id = Report.TextOf(node, "stepId");
            if (id is null)
            {
                Report.Missing(DocumentReport.StartOf(node), "steps", "stepId");
            }
            else if (!ids.Add(id.Text))
            {
                Report.NotCarried(id.Span, new($"The name of the step '{id.Text}'", $"O nome do passo '{id.Text}'"), new("another has the same stepId", "outro tem o mesmo stepId"));
            }

            var span = id?.Span ?? DocumentReport.StartOf(node);
            var name = id?.Text ?? $"step {steps.Count + 1}";
            var variable = names.Take(name, "step");
            var outputs = Report.MapOf(node, "outputs")?.Entries.ToImmutableDictionary(e => e.Name, e => names.Take($"{variable}_{e.Name}", "output"), StringComparer.Ordinal);
            steps.Add(new ArazzoStep(name, span, node, variable, outputs ?? ImmutableDictionary<string, string>.Empty));
        }

        return steps.ToImmutable();
    }
}
