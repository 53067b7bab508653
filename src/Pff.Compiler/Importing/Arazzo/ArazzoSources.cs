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
    private readonly HashSet<string> _others = new(StringComparer.Ordinal);
    private readonly HashSet<string> _promised = new(StringComparer.Ordinal);

    private ArazzoSources(DocumentReport report) => _report = report;

    public IEnumerable<ImportedApi> Apis => _apis.Values.OfType<ImportedApi>();

    private IEnumerable<string> Names => _apis.Keys;

    /// <summary>Whether a method has a name only, because the document of its operation is not here; that was said of the document.</summary>
    public bool IsPromised(string method) => _promised.Contains(method);

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
                sources._others.Add(name.Text);
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

        if (Split(id.Text) is not var (source, name) || (source is not null && !_apis.ContainsKey(source)))
        {
            return UnknownSource(id, id.Text[Prefix.Length..].Split('.')[0]);
        }

        var apis = source is null ? Apis.ToList() : [.. _apis.Where(a => a.Key == source).Select(a => a.Value).OfType<ImportedApi>()];
        var found = apis.SelectMany(a => a.Methods).FirstOrDefault(m => m.Operation.Node.OperationId == name || m.Operation.Name == name);
        return found is not null ? new CalledOperation(found.Name, found) : Missing(id, name, source, apis);
    }

    /// <summary>The source and the operation of <c>$sourceDescriptions.NAME.ID</c>; tools also write <c>NAME.ID</c>.</summary>
    private (string? Source, string Name)? Split(string id)
    {
        if (id.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return id[Prefix.Length..].Split('.', 2) is [var named, var operation] ? (named, operation) : null;
        }

        return id.Split('.', 2) is [var before, var rest] && _apis.ContainsKey(before) ? (before, rest) : (null, id);
    }

    private ImportedApi? Load(DocumentScalar name, DocumentScalar url, CatalogueTarget target, IFileSource files)
    {
        var folder = CataloguePaths.FolderOf(_report.File.Path);
        var path = SelfPath(url.Text, folder, files) ?? PathOf(url.Text, folder, files);
        if (path is null)
        {
            _report.Diagnostics.Add(CompilerDiagnostics.SourceNotHere(_report.Source, url.Span, name.Text, url.Text));
            return null;
        }

        // Each description has files and limits of its own.
        var documents = new DocumentFiles(files, _report.Diagnostics);
        return documents.Load(path, _report.Source, url.Span) is { } main && OpenApiImport.Read(documents, main, _report.Diagnostics) is { } import
            ? CatalogueBuilder.Build(main, import, documents, target, _report.Diagnostics)
            : null;
    }

    /// <summary>Where a source lies from where the document says that it is itself, if it is there.</summary>
    private string? SelfPath(string url, string folder, IFileSource files) =>
        !url.Contains("://", StringComparison.Ordinal) && _report.File.Root.TextOf("$self") is { Length: > 0 } self && !self.Contains("://", StringComparison.Ordinal)
        && CataloguePaths.Combine(folder, self) is { } own && CataloguePaths.Combine(CataloguePaths.FolderOf(own), url) is { } path
        && files.Read(path).Status == FileReadStatus.Found
            ? path
            : null;

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
        // {$sourceDescriptions.NAME.url}#/paths/~1pets~1{id}/get; tools leave the braces or the '.url' out.
        var text = reference.Text;
        var hash = text.IndexOf('#', StringComparison.Ordinal);
        var owner = hash < 0 ? string.Empty : text[..hash].TrimStart('{').TrimEnd('}');
        if (!owner.StartsWith(Prefix, StringComparison.Ordinal)
            || RuntimeExpression.Pointer(text[(hash + 1)..]) is not ["paths", var path, .. { Length: <= 1 } rest])
        {
            _report.Diagnostics.Add(CompilerDiagnostics.ExpressionNotUnderstood(_report.Source, reference.Span, text, new(
                "'{$sourceDescriptions.NAME.url}#/paths/PATH/VERB'", "'{$sourceDescriptions.NOME.url}#/paths/CAMINHO/VERBO'")));
            return null;
        }

        var source = owner[Prefix.Length..].Split('.')[0];
        if (!_apis.TryGetValue(source, out var api))
        {
            return UnknownSource(reference, source);
        }

        // Where a path has one operation, it is meant without its verb too.
        var ofPath = (api?.Methods ?? []).Where(m => m.Operation.Node.Path == path).ToList();
        var verb = rest is [var given] ? given : ofPath is [var only] ? only.Operation.Node.Verb : string.Empty;
        var found = ofPath.FirstOrDefault(m => m.Operation.Node.Verb.Equals(verb, StringComparison.OrdinalIgnoreCase));
        return found is not null ? new CalledOperation(found.Name, found) : Missing(reference, $"{verb} {path}".TrimStart(), source, api is null ? [] : [api]);
    }

    private CalledOperation? UnknownSource(DocumentScalar place, string name)
    {
        _report.Diagnostics.Add(CompilerDiagnostics.NamesNothing(_report.Source, place.Span, new("a source description", "uma descrição de origem"), name, Names));
        return null;
    }

    /// <summary>Where a document is not there, its operations keep their names, so that the manifest is right once it is.</summary>
    private CalledOperation? Missing(DocumentScalar place, string name, string? source, List<ImportedApi> apis)
    {
        bool IsAwaited(string api) => _apis[api] is null && !_others.Contains(api);
        if (source is null ? _apis.Keys.Any(IsAwaited) : IsAwaited(source))
        {
            var method = ImportedNames.Snake(name, "operation");
            _promised.Add(method);
            return new CalledOperation(method, null);
        }

        if (source is null ? _others.Count > 0 && apis.Count == 0 : _others.Contains(source))
        {
            _report.NotCarried(place.Span, new($"The operation '{name}'", $"A operação '{name}'"), new("it is in no OpenAPI document", "não está em nenhum documento OpenAPI"));
            return null;
        }

        _report.Diagnostics.Add(CompilerDiagnostics.NamesNothing(
            _report.Source, place.Span, new("an operation that can be called", "uma operação que se possa chamar"), name,
            apis.SelectMany(a => a.Methods).Select(m => m.Operation.Name)));
        return null;
    }

    private static LocalizedText Source(DocumentScalar name) => new($"The source '{name.Text}'", $"A origem '{name.Text}'");
}
