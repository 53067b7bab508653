using System.Collections.Immutable;

namespace Pff.Compiler.Catalogs.OpenApi;

/// <summary>An operation where the description declares it.</summary>
/// <param name="Path">The template, as written.</param>
/// <param name="Verb">In small letters, as written.</param>
/// <param name="OperationId">Null where it has none.</param>
internal sealed record OperationNode(string Path, string Verb, string? OperationId, DocumentFile File, DocumentEntry Entry)
{
    public DocumentMap Node => (DocumentMap)Entry.Value;
}

/// <summary>
/// A description in one piece: its only references are to named schemas within it, each of which exists, and it has
/// nothing that no method or type needs.
/// </summary>
internal sealed record DescriptionBundle
{
    /// <summary>JSON in UTF-8, of the same OpenAPI version as the description.</summary>
    public required ReadOnlyMemory<byte> Json { get; init; }

    /// <summary>Whether the description is Swagger 2.0.</summary>
    public required bool IsSwagger { get; init; }

    public required ImmutableArray<OperationNode> Operations { get; init; }

    /// <summary>What the description calls each schema of the bundle, whose own names are safe in references.</summary>
    public required ImmutableDictionary<string, string> SchemaNames { get; init; }

    /// <summary>Schemas that differ between requests and responses: they, or what they contain, have <c>readOnly</c> or <c>writeOnly</c>.</summary>
    public required ImmutableHashSet<string> DirectedSchemas { get; init; }
}
