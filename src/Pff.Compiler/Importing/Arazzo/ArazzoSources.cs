using System.Collections.Immutable;
using Pff.Compiler.Catalogs;
using Pff.Compiler.Catalogs.OpenApi;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Importing.OpenApi;
using Pff.Compiler.Manifest;
using Pff.Core.Diagnostics;
using Pff.Core.Ports;
using Pff.Core.Text;

namespace Pff.Compiler.Importing.Arazzo;

/// <summary>The OpenAPI documents that an Arazzo document names, each with a catalogue of its own.</summary>
internal sealed class ArazzoSources
{
    private const string Prefix = "$sourceDescriptions.";

    private readonly DocumentReport _report;
    private readonly Dictionary<string, ImportedApi?> _apis = new(StringComparer.Ordinal);

    private ArazzoSources(DocumentReport report) => _report = report;

    public IEnumerable<ImportedApi> Apis => _apis.Values.OfType<ImportedApi>();

    private IEnumerable<string> Names => _apis.Keys;

    public static ArazzoSources Read(DocumentReport report, string folder, IFileSource files)
    {
        var sources = new ArazzoSources(report);
        var methodNames = new ImportedNames();
        var apiNames = new ImportedNames();
        foreach (var node in report.MapsOf(report.File.Root, "sourceDescriptions"))
        {
            if (report.TextOf(node, "name") is not { } name || report.TextOf(node, "url") is not { } url)
            {
                report.Missing(DocumentReport.StartOf(node), "sourceDescriptions", node["name"] is null ? "name" : "url");
                continue;
            }

            if (sources._apis.Count == DocumentLimits.MaximumFileCount)
            {
                report.Diagnostics.Add(CompilerDiagnostics.TooManyDocuments(report.Source, name.Span, DocumentLimits.MaximumFileCount));
                break;
            }

            var type = node.TextOf("type") ?? "openapi";
            if (type != "openapi")
            {
                report.NotCarried(name.Span, Source(name), new($"its type is '{type}', and only OpenAPI documents have methods", $"seu tipo é '{type}', e só documentos OpenAPI têm métodos"));
                sources._apis.TryAdd(name.Text, null);
                continue;
            }

            var api = apiNames.Take(name.Text, "api");
            var target = new CatalogueTarget(api, folder.Length == 0 ? $"apis/{api}.yaml" : $"{folder.TrimEnd('/')}/apis/{api}.yaml", methodNames);
            sources._apis.TryAdd(name.Text, sources.Load(name, url, target, files));
        }

        return sources;
    }

    /// <summary>The operation that a step calls; null where it names none, and a diagnostic then says so.</summary>
    public CalledOperation? Find(DocumentMap step)
    {
        if (_report.TextOf(step, "operationPath") is { } path)
        {
            return FindByPath(path);
        }

        if (_report.TextOf(step, "operationId") is not { } id)
        {
            return null;
        }

        var name = id.Text;
        var apis = Apis.ToList();
        if (name.StartsWith(Prefix, StringComparison.Ordinal))
        {
            var parts = name[Prefix.Length..].Split('.', 2);
            if (parts.Length < 2 || !_apis.TryGetValue(parts[0], out var api))
            {
                return UnknownSource(id, parts[0]);
            }

            apis = api is null ? [] : [api];
            name = parts[1];
        }

        var found = apis.SelectMany(a => a.Methods).FirstOrDefault(m => m.Operation.Node.OperationId == name || m.Operation.Name == name);
        return found is not null ? new CalledOperation(found.Name, found) : Missing(id, name, apis);
    }

    private ImportedApi? Load(DocumentScalar name, DocumentScalar url, CatalogueTarget target, IFileSource files)
    {
        var folder = CataloguePaths.FolderOf(_report.File.Path);
        var path = PathOf(url.Text, folder, files);
        if (path is null)
        {
            _report.NotCarried(url.Span, Source(name), new(
                $"only files at relative paths are read; copy '{url.Text}' beside this document", $"só se leem arquivos em caminhos relativos; copie '{url.Text}' para junto deste documento"));
            return null;
        }

        // Each description has files and limits of its own.
        var documents = new DocumentFiles(files, _report.Diagnostics);
        return documents.Load(path, _report.Source, url.Span) is { } main && OpenApiImport.Read(documents, main, _report.Diagnostics) is { } import
            ? CatalogueBuilder.Build(main, import, documents, target, _report.Diagnostics)
            : null;
    }

    /// <summary>Where a source lies; one that is on the web may lie beside the document under its own name.</summary>
    private static string? PathOf(string url, string folder, IFileSource files)
    {
        var isRemote = url.Contains("://", StringComparison.Ordinal);
        if (!isRemote)
        {
            return CataloguePaths.Combine(folder, url)
                ?? (url.StartsWith("../", StringComparison.Ordinal) ? SourcePaths.Combine(folder, url) : null);
        }

        var last = url.Split('?', '#')[0].TrimEnd('/').Split('/')[^1];
        return CataloguePaths.Combine(folder, last) is { } local && files.Read(local).Status == FileReadStatus.Found ? local : null;
    }

    private CalledOperation? FindByPath(DocumentScalar reference)
    {
        // {$sourceDescriptions.NAME.url}#/paths/~1pets~1{id}/get
        var text = reference.Text;
        var end = text.IndexOf('}', StringComparison.Ordinal);
        var hash = text.IndexOf('#', StringComparison.Ordinal);
        if (!text.StartsWith("{" + Prefix, StringComparison.Ordinal) || end < 0 || hash < end
            || RuntimeExpression.Pointer(text[(hash + 1)..]) is not ["paths", var path, var verb])
        {
            _report.Diagnostics.Add(CompilerDiagnostics.ExpressionNotUnderstood(_report.Source, reference.Span, text, new(
                "'{$sourceDescriptions.NAME.url}#/paths/PATH/VERB'", "'{$sourceDescriptions.NOME.url}#/paths/CAMINHO/VERBO'")));
            return null;
        }

        var source = text[(1 + Prefix.Length)..end].Split('.')[0];
        if (!_apis.TryGetValue(source, out var api))
        {
            return UnknownSource(reference, source);
        }

        var found = api?.Methods.FirstOrDefault(m => m.Operation.Node.Path == path && m.Operation.Node.Verb.Equals(verb, StringComparison.OrdinalIgnoreCase));
        return found is not null ? new CalledOperation(found.Name, found) : Missing(reference, $"{verb} {path}", api is null ? [] : [api]);
    }

    private CalledOperation? UnknownSource(DocumentScalar place, string name)
    {
        _report.Diagnostics.Add(CompilerDiagnostics.NamesNothing(_report.Source, place.Span, new("a source description", "uma descrição de origem"), name, Names));
        return null;
    }

    /// <summary>Where a document is not there, its operations keep their names, so that the manifest is right once it is.</summary>
    private CalledOperation? Missing(DocumentScalar place, string name, List<ImportedApi> apis)
    {
        if (_apis.Values.Any(a => a is null) || _apis.Count == 0)
        {
            _report.NotCarried(place.Span, new($"The operation '{name}'", $"A operação '{name}'"), new("its document could not be read", "seu documento não pôde ser lido"));
            return new CalledOperation(ImportedNames.Snake(name, "operation"), null);
        }

        _report.Diagnostics.Add(CompilerDiagnostics.NamesNothing(
            _report.Source, place.Span, new("an operation that can be called", "uma operação que se possa chamar"), name,
            apis.SelectMany(a => a.Methods).Select(m => m.Operation.Name)));
        return null;
    }

    private static LocalizedText Source(DocumentScalar name) => new($"The source '{name.Text}'", $"A origem '{name.Text}'");
}
