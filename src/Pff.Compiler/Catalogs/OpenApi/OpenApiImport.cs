using System.Collections.Immutable;
using System.Text;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;
using Pff.Compiler.Catalogs.Overrides;
using Pff.Compiler.Diagnostics;
using Pff.Core.Diagnostics;
using Pff.Core.Text;
using Pff.Core.Types;

namespace Pff.Compiler.Catalogs.OpenApi;

/// <summary>An operation that can be imported, by the name that methods know it by.</summary>
/// <param name="Name">Its operationId; where it has none, or another has it already, made from verb and path.</param>
internal sealed record ImportableOperation(string Name, OperationNode Node)
{
    public TextSpan Span =>
        Node.Node.Find("operationId") is { Value: DocumentScalar id } ? id.Span : Node.Entry.NameSpan;
}

/// <summary>An OpenAPI description, read: its servers and operations, of which each is typed when it is asked for.</summary>
internal sealed class OpenApiImport
{
    private readonly OpenApiDocument _document;
    private readonly DescriptionBundle _bundle;

    // Schemas as the document has them, and as the catalogue does.
    private readonly SchemaTypes _originals;
    private SchemaTypes _types;

    private OpenApiImport(OpenApiDocument document, DescriptionBundle bundle, DiagnosticBag diagnostics)
    {
        _document = document;
        _bundle = bundle;
        _originals = MakeTypes(ImmutableDictionary<string, ImmutableArray<TypePatch>>.Empty);
        _types = _originals;
        Operations = NameAll(bundle.Operations, diagnostics);
        Servers = [.. (document.Servers ?? []).Select(UrlOf).OfType<string>()];
    }

    public ImmutableArray<ImportableOperation> Operations { get; }

    /// <summary>The base addresses, as the document gives them: they may be relative.</summary>
    public ImmutableArray<string> Servers { get; }

    /// <summary>What the document calls the schemas that operations use.</summary>
    public IEnumerable<string> SchemaNames => _bundle.SchemaNames.Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    /// <summary>The types that the document itself gives a schema: in responses, then in requests.</summary>
    public ImmutableArray<PffType> OriginalsOf(string schemaName) =>
    [
        .. IdsOf(schemaName).SelectMany(id => new[]
        {
            _originals.TypeOf(id, SchemaDirection.Response), _originals.TypeOf(id, SchemaDirection.Request),
        }),
    ];

    /// <summary>From here on operations have the catalogue's types where it overrides the document's.</summary>
    public void Override(ImmutableDictionary<string, ImmutableArray<TypePatch>> patches) => _types = MakeTypes(patches);

    /// <summary>
    /// The type of a schema for a catalogue that names it; null where there is none. The fields of an object are those
    /// that overrides leave it with, whenever they are read.
    /// </summary>
    public PffType? FindSchema(string schemaName)
    {
        if (IdsOf(schemaName).FirstOrDefault() is not { } id)
        {
            return null;
        }

        return _originals.TypeOf(id, SchemaDirection.Response) is ObjectType known
            ? new ObjectType(known.Name, () => ((ObjectType)_types.TypeOf(id, SchemaDirection.Response)).Fields, known.Additional)
            : _originals.TypeOf(id, SchemaDirection.Response);
    }

    /// <returns>Null where the file is no OpenAPI document; a diagnostic then says so.</returns>
    public static OpenApiImport? Read(DocumentFiles files, DocumentFile main, DiagnosticBag diagnostics)
    {
        if (DescriptionBundler.Bundle(files, main, diagnostics) is not { } bundle)
        {
            return null;
        }

        var settings = new OpenApiReaderSettings
        {
            RuleSet = ValidationRuleSet.GetEmptyRuleSet(),
            LoadExternalRefs = false,
            DefaultContentType = [MediaTypes.Json],
        };
        ReadResult result;
        try
        {
            using var stream = new MemoryStream(bundle.Json.ToArray(), writable: false);
            result = OpenApiModelFactory.Load(stream, "json", settings);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The library throws whatever it meets on texts that it did not think of; to the user they are wrong documents.
            diagnostics.Add(CompilerDiagnostics.DocumentIsInvalid(main.Source, StartOf(main), "/", OneLine(exception.Message)));
            return null;
        }

        foreach (var error in result.Diagnostic?.Errors ?? [])
        {
            var pointer = error.Pointer?.TrimStart('#') is { Length: > 0 } given ? given : "/";
            diagnostics.Add(CompilerDiagnostics.DocumentIsInvalid(main.Source, PlaceOf(pointer, main), pointer, OneLine(error.Message)));
        }

        return result.Document is null ? null : new OpenApiImport(result.Document, bundle, diagnostics);
    }

    /// <returns>Null where it cannot be called; a diagnostic then says why.</returns>
    public MethodSymbol? Import(ImportableOperation operation, string api, DiagnosticBag diagnostics)
    {
        var node = operation.Node;
        if (_document.Paths?.TryGetValue(node.Path, out var item) != true || item is null
            || item.Operations?.TryGetValue(new HttpMethod(node.Verb.ToUpperInvariant()), out var declared) != true || declared is null)
        {
            diagnostics.Add(CompilerDiagnostics.OperationCannotBeCalled(
                node.File.Source, operation.Span, operation.Name, new("the document is wrong there", "o documento está errado ali")));
            return null;
        }

        return new OperationReader(operation, item, declared, _bundle.IsSwagger, _types, diagnostics).Read(api);
    }

    private IEnumerable<string> IdsOf(string schemaName) =>
        _bundle.SchemaNames.Where(n => n.Value == schemaName).Select(n => n.Key).Order(StringComparer.Ordinal);

    private SchemaTypes MakeTypes(ImmutableDictionary<string, ImmutableArray<TypePatch>> patches) => new(
        _document.Components?.Schemas ?? new Dictionary<string, IOpenApiSchema>(), _bundle.SchemaNames, _bundle.DirectedSchemas, patches);

    private static ImmutableArray<ImportableOperation> NameAll(ImmutableArray<OperationNode> nodes, DiagnosticBag diagnostics)
    {
        var operations = ImmutableArray.CreateBuilder<ImportableOperation>(nodes.Length);
        var taken = nodes.Select(n => n.OperationId?.Trim()).OfType<string>().Where(id => id.Length > 0).ToHashSet(StringComparer.Ordinal);
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in nodes)
        {
            var id = node.OperationId?.Trim();
            var isRepeated = id is { Length: > 0 } && !used.Add(id);
            var name = id is { Length: > 0 } && !isRepeated ? id : Unused(NameFromPath(node), taken);
            taken.Add(name);
            var operation = new ImportableOperation(name, node);
            if (isRepeated)
            {
                diagnostics.Add(CompilerDiagnostics.OperationRepeatsId(node.File.Source, operation.Span, id!, name));
            }

            operations.Add(operation);
        }

        return operations.MoveToImmutable();
    }

    private static string Unused(string name, HashSet<string> taken)
    {
        for (var i = 2; ; i++)
        {
            var candidate = i == 2 && !taken.Contains(name) ? name : $"{name}_{i}";
            if (!taken.Contains(candidate))
            {
                return candidate;
            }
        }
    }

    /// <summary><c>GET /customers/{id}/orders</c> is <c>get_customers_by_id_orders</c>.</summary>
    private static string NameFromPath(OperationNode node)
    {
        var name = new StringBuilder(node.Verb);
        foreach (var segment in node.Path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            name.Append('_').Append(segment.StartsWith('{') ? "by_" : string.Empty);
            foreach (var unit in segment.Where(u => u is not ('{' or '}')))
            {
                name.Append(char.IsAsciiLetterOrDigit(unit) ? char.ToLowerInvariant(unit) : '_');
            }
        }

        return name.ToString();
    }

    private static string? UrlOf(OpenApiServer server)
    {
        var url = server.Url;
        foreach (var (name, variable) in server.Variables ?? new Dictionary<string, OpenApiServerVariable>())
        {
            url = url?.Replace("{" + name + "}", variable.Default, StringComparison.Ordinal);
        }

        return url;
    }

    /// <summary>The nearest place in the main file to a pointer into the bundle.</summary>
    private static TextSpan PlaceOf(string pointer, DocumentFile main)
    {
        DocumentNode node = main.Root;
        var span = StartOf(main);
        foreach (var segment in pointer.Split('/').Skip(1))
        {
            var name = segment.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (node is not DocumentMap map || map.Find(name) is not { } entry)
            {
                break;
            }

            (node, span) = (entry.Value, entry.NameSpan);
        }

        return span;
    }

    private static TextSpan StartOf(DocumentFile main) => new(main.Root.Span.Start, Math.Min(1, main.Root.Span.Length));

    private static string OneLine(string message) => string.Join(' ', message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
}
