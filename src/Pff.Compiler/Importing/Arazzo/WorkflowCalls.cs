using System.Collections.Immutable;
using Pff.Compiler.Catalogs.OpenApi;

namespace Pff.Compiler.Importing.Arazzo;

/// <summary>The inputs that steps give to workflows of their document, call by call.</summary>
internal sealed class WorkflowCalls
{
    private readonly ILookup<string, ImmutableHashSet<string>> _given;

    private WorkflowCalls(ILookup<string, ImmutableHashSet<string>> given) => _given = given;

    public static WorkflowCalls Of(DocumentMap root)
    {
        var components = (root["components"] as DocumentMap)?["parameters"] as DocumentMap;
        var steps = Maps(root["workflows"]).SelectMany(w => Maps(w["steps"]));
        return new WorkflowCalls(steps.Where(s => s.TextOf("workflowId") is not null).ToLookup(
            s => s.TextOf("workflowId")!,
            s => Maps(s["parameters"]).Select(p => NameOf(p, components)).OfType<string>().ToImmutableHashSet(StringComparer.Ordinal),
            StringComparer.Ordinal));
    }

    /// <summary>Whether no call leaves an input out.</summary>
    public bool AlwaysGive(string workflowId, string input) => _given[workflowId].All(given => given.Contains(input));

    private static string? NameOf(DocumentMap parameter, DocumentMap? components) => parameter.TextOf("reference") is { } reference
        ? (components?[reference.Split('.')[^1]] as DocumentMap)?.TextOf("name")
        : parameter.TextOf("name");

    private static IEnumerable<DocumentMap> Maps(DocumentNode? node) => (node as DocumentList)?.Items.OfType<DocumentMap>() ?? [];
}
