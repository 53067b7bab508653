using System.Collections.Immutable;
using Pff.Compiler.Diagnostics;
using Pff.Core.Diagnostics;

namespace Pff.Compiler.Catalogs.OpenApi;

/// <summary>
/// Puts the files of a description together in one JSON text that has only what methods and types need. References are
/// resolved here, by the compiler's own port and limits, so that the OpenAPI library never looks for anything.
/// </summary>
internal sealed class DescriptionBundler
{
    private static readonly ImmutableArray<string> Verbs = ["get", "put", "post", "delete", "options", "head", "patch"];
    private static readonly ImmutableArray<string> RootValues = ["host", "basePath", "schemes", "consumes", "produces", "servers"];
    private static readonly ImmutableArray<string> OperationValues = ["operationId", "summary", "description", "deprecated", "consumes", "produces"];

    private static readonly ImmutableArray<string> ParameterValues =
    [
        "name", "in", "description", "required", "deprecated", "style", "explode", "type", "format", "collectionFormat", "enum",
        "readOnly", "maxItems", "minItems", "pattern", "minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum",
    ];

    private readonly DocumentFiles _files;
    private readonly DiagnosticBag _diagnostics;
    private readonly DocumentFile _main;
    private readonly bool _isSwagger;
    private readonly BundleWriter _writer;
    private readonly SchemaBundler _schemas;
    private readonly ImmutableArray<OperationNode>.Builder _operations = ImmutableArray.CreateBuilder<OperationNode>();

    private DescriptionBundler(DocumentFiles files, DocumentFile main, bool isSwagger, bool allowsSiblings, BundleWriter writer, DiagnosticBag diagnostics)
    {
        _files = files;
        _diagnostics = diagnostics;
        _main = main;
        _isSwagger = isSwagger;
        _writer = writer;
        var prefix = isSwagger ? "#/definitions/" : "#/components/schemas/";
        _schemas = new SchemaBundler(files, writer, prefix, allowsSiblings, diagnostics);
    }

    /// <returns>Null where the file is no OpenAPI document of a supported version; a diagnostic then says so.</returns>
    public static DescriptionBundle? Bundle(DocumentFiles files, DocumentFile main, DiagnosticBag diagnostics)
    {
        var entry = main.Root.Find("swagger") ?? main.Root.Find("openapi");
        var version = (entry?.Value as DocumentScalar)?.Text ?? string.Empty;
        var isSwagger = entry?.Name == "swagger" && version is "2.0" or "2";
        if (!isSwagger && !(entry?.Name == "openapi" && (IsVersion(version, "3.0") || IsVersion(version, "3.1"))))
        {
            var span = entry?.Value.Span ?? new(main.Root.Span.Start, Math.Min(1, main.Root.Span.Length));
            diagnostics.Add(CompilerDiagnostics.NotAnOpenApiDocument(main.Source, span, entry is null ? null : $"{entry.Name}: {version}"));
            return null;
        }

        using var writer = new BundleWriter();
        return new DescriptionBundler(files, main, isSwagger, IsVersion(version, "3.1"), writer, diagnostics).Run(isSwagger ? "2.0" : version);
    }

    private static bool IsVersion(string version, string wanted) => version == wanted || version.StartsWith(wanted + ".", StringComparison.Ordinal);

    private DescriptionBundle Run(string version)
    {
        _writer.StartObject();
        _writer.Text(_isSwagger ? "swagger" : "openapi", version);
        _writer.StartObject("info");
        _writer.Text("title", "bundle");
        _writer.Text("version", "1");
        _writer.EndObject();
        CopyValues(_main.Root, RootValues);
        WritePaths();
        if (!_isSwagger)
        {
            _writer.StartObject("components");
        }

        _writer.StartObject(_isSwagger ? "definitions" : "schemas");
        _schemas.WriteNamed();
        _writer.EndObject();
        if (!_isSwagger)
        {
            _writer.EndObject();
        }

        _writer.EndObject();
        if (_writer.IsFull)
        {
            _diagnostics.Add(CompilerDiagnostics.DocumentTooLarge(_main.Source, new(_main.Root.Span.Start, 1), DocumentLimits.MaximumNodeCount));
        }

        return new DescriptionBundle
        {
            Json = _writer.Finish(),
            IsSwagger = _isSwagger,
            Operations = _operations.ToImmutable(),
            SchemaNames = _schemas.DisplayNames,
            DirectedSchemas = _schemas.DirectedSchemas(),
        };
    }

    private void WritePaths()
    {
        _writer.StartObject("paths");
        if (_main.Root.Find("paths") is { } paths && AsMap(paths, _main) is { } map)
        {
            foreach (var entry in map.Entries.Where(e => e.Name.StartsWith('/')))
            {
                if (Follow(entry.Value, _main) is var (file, node) && AsMap(node, file, entry.Name) is { } item)
                {
                    WritePathItem(entry.Name, item, file);
                }
            }
        }

        _writer.EndObject();
    }

    private void WritePathItem(string path, DocumentMap item, DocumentFile file)
    {
        _writer.StartObject(path);
        WriteParameters(item, file);
        foreach (var entry in item.Entries.Where(e => Verbs.Contains(e.Name)))
        {
            if (AsMap(entry, file) is { } operation)
            {
                _operations.Add(new OperationNode(path, entry.Name, operation.TextOf("operationId"), file, entry));
                WriteOperation(entry.Name, operation, file);
            }
        }

        _writer.EndObject();
    }

    private void WriteOperation(string verb, DocumentMap operation, DocumentFile file)
    {
        _writer.StartObject(verb);
        CopyValues(operation, OperationValues);
        WriteParameters(operation, file);
        if (operation.Find("requestBody") is { } body && Follow(body.Value, file) is var (bodyFile, bodyNode) && AsMap(bodyNode, bodyFile, body.Name) is { } request)
        {
            _writer.StartObject("requestBody");
            CopyValues(request, ["required", "description"]);
            WriteContent(request, bodyFile);
            _writer.EndObject();
        }

        _writer.StartObject("responses");
        if (operation.Find("responses") is { } responses && AsMap(responses, file) is { } map)
        {
            foreach (var entry in map.Entries.Where(e => e.Name is "default" or ['2', ..]))
            {
                if (Follow(entry.Value, file) is var (responseFile, node) && AsMap(node, responseFile, entry.Name) is { } response)
                {
                    WriteResponse(entry.Name, response, responseFile);
                }
            }
        }

        _writer.EndObject();
        _writer.EndObject();
    }

    private void WriteResponse(string status, DocumentMap response, DocumentFile file)
    {
        _writer.StartObject(status);
        _writer.Text("description", response.TextOf("description") ?? string.Empty);
        WriteSchema(response, file);
        WriteContent(response, file);
        _writer.EndObject();
    }

    private void WriteParameters(DocumentMap owner, DocumentFile file)
    {
        if (owner.Find("parameters") is not { } entry)
        {
            return;
        }

        if (entry.Value is not DocumentList list)
        {
            Report(entry.Value, file, entry.Name, new("a list", "uma lista"));
            return;
        }

        _writer.StartArray(entry.Name);
        foreach (var item in list.Items)
        {
            if (Follow(item, file) is var (parameterFile, node) && AsMap(node, parameterFile, entry.Name) is { } parameter)
            {
                WriteParameter(parameter, parameterFile);
            }
        }

        _writer.EndArray();
    }

    private void WriteParameter(DocumentMap parameter, DocumentFile file)
    {
        if (parameter.TextOf("name") is null || parameter.TextOf("in") is null)
        {
            Report(parameter, file, "parameters", new("a mapping with 'name' and 'in'", "um mapeamento com 'name' e 'in'"));
            return;
        }

        _writer.StartObject();
        CopyValues(parameter, ParameterValues);
        if (parameter["items"] is DocumentMap items)
        {
            _writer.Name("items");
            _schemas.Write(items, file);
        }

        WriteSchema(parameter, file);
        WriteContent(parameter, file);
        _writer.EndObject();
    }

    private void WriteContent(DocumentMap owner, DocumentFile file)
    {
        if (owner.Find("content") is not { } entry || AsMap(entry, file) is not { } content)
        {
            return;
        }

        _writer.StartObject("content");
        foreach (var media in content.Entries)
        {
            if (media.Value is DocumentMap map)
            {
                _writer.StartObject(media.Name);
                WriteSchema(map, file);
                _writer.EndObject();
            }
        }

        _writer.EndObject();
    }

    private void WriteSchema(DocumentMap owner, DocumentFile file)
    {
        if (owner["schema"] is { } schema)
        {
            _writer.Name("schema");
            _schemas.Write(schema, file);
        }
    }

    private void CopyValues(DocumentMap map, ImmutableArray<string> names)
    {
        foreach (var name in names)
        {
            if (map[name] is { } value)
            {
                _writer.Name(name);
                _writer.Copy(value);
            }
        }
    }

    /// <summary>What a path item, parameter, body or response is once its references are followed; it is written in place.</summary>
    private (DocumentFile File, DocumentNode Node)? Follow(DocumentNode node, DocumentFile file)
    {
        var (startFile, start) = (file, node);
        for (var i = 0; i < DocumentLimits.MaximumReferenceChain; i++)
        {
            if (_writer.IsFull)
            {
                return null;
            }

            if (node is not DocumentMap map || map.Find("$ref") is not { Value: DocumentScalar reference })
            {
                return (file, node);
            }

            if (_files.Resolve(reference.Text, file, reference.Span) is not { } target)
            {
                return null;
            }

            (file, node) = (target.File, target.Node);
        }

        _diagnostics.Add(CompilerDiagnostics.ReferenceToItself(startFile.Source, start.Span, ((DocumentMap)start).TextOf("$ref") ?? string.Empty));
        return null;
    }

    private DocumentMap? AsMap(DocumentEntry entry, DocumentFile file) => AsMap(entry.Value, file, entry.Name);

    private DocumentMap? AsMap(DocumentNode node, DocumentFile file, string name)
    {
        if (node is DocumentMap map)
        {
            return map;
        }

        Report(node, file, name, new("a mapping", "um mapeamento"));
        return null;
    }

    private void Report(DocumentNode node, DocumentFile file, string name, LocalizedText expected) =>
        _diagnostics.Add(CompilerDiagnostics.DocumentHasWrongShape(file.Source, node.Span, name, expected, node.Description));
}
