using System.Collections.Immutable;
using Pff.Compiler.Catalogs.OpenApi;
using Pff.Compiler.Catalogs.Overrides;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Manifest;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Core.Text;

namespace Pff.Compiler.Catalogs;

/// <summary>A catalogue before it is compared with the others.</summary>
/// <param name="ApiName">Where the API is named, for messages.</param>
/// <param name="Declared">The methods that the catalogue itself names.</param>
/// <param name="Imported">Those that <c>import: all</c> adds: where two catalogues have one of the same name, both are qualified.</param>
internal sealed record CatalogueDraft(
    ApiDescriptor Api, YamlScalar ApiName, ImmutableArray<MethodSymbol> Declared, ImmutableArray<MethodSymbol> Imported, ImmutableArray<SourceFile> Sources);

/// <summary>Reads one catalogue and what it imports.</summary>
internal sealed class CatalogueReader
{
    private const string ImportAll = "all";

    private readonly CatalogueSection _section;
    private readonly DocumentFiles _documents;
    private readonly DiagnosticBag _diagnostics;
    private readonly string _path;

    private CatalogueReader(CatalogueSection section, string path, IFileSource files, DiagnosticBag diagnostics)
    {
        _section = section;
        _path = path;
        _diagnostics = diagnostics;
        _documents = new DocumentFiles(files, diagnostics);
    }

    /// <returns>Null where there is no such file, or it names no API; a diagnostic then says so.</returns>
    public static CatalogueDraft? Read(string path, IFileSource files, HostOverlay overlay, DiagnosticBag diagnostics)
    {
        var read = files.Read(path);
        if (read.Text is not { } source)
        {
            diagnostics.Add(CompilerDiagnostics.CatalogueNotReadable(new SourceText(path, string.Empty), default, path, read.Status));
            return null;
        }

        var document = YamlReader.Read(source, diagnostics);
        if (document.Root is not { } root || CatalogueSection.Open(root, new("a catalogue", "um catálogo"), diagnostics) is not { } section)
        {
            return null;
        }

        var reader = new CatalogueReader(section, path, files, diagnostics);
        return reader.Run(new SourceFile(path, read.Sha256 ?? string.Empty), overlay, document.IsComplete);
    }

    /// <summary>The usable addresses of a list, or of one text.</summary>
    public static ImmutableArray<string> ReadHosts(YamlNode node, CatalogueSection section) =>
    [
        .. CatalogueSettings.Texts(node, section)
            .Select(s => HostAddress.Check(s.Text, s.Source, s.Span, section.Diagnostics))
            .OfType<string>()
            .Distinct(),
    ];

    private CatalogueDraft? Run(SourceFile file, HostOverlay overlay, bool isComplete)
    {
        var name = _section.Text("api");
        if (name is null && _section.Map.Find("api") is null && isComplete)
        {
            _section.ReportMissing("api");
        }

        if (name is not null && !CatalogueValues.IsName(name.Text))
        {
            _diagnostics.Add(CompilerDiagnostics.NotACatalogueName(name, new("an API", "uma API")));
        }

        var openApi = _section.Text("openapi");
        var import = openApi is null ? null : Import(openApi);
        var api = new ApiDescriptor
        {
            Name = name?.Text ?? string.Empty,
            Hosts = [],
            Auth = CatalogueSettings.Auth(_section.Section("auth", new("'auth'", "'auth'"))),
            Limits = CatalogueSettings.Limits(_section.Section("limits", new("'limits'", "'limits'"))),
            Connections = CatalogueConnections.Read(_section),
            Timeouts = CatalogueSettings.Timeouts(_section.Section("timeouts", new("'timeouts'", "'timeouts'")), new TimeoutSettings()),
            Retry = CatalogueSettings.Retry(_section.Section("retry", new("'retry'", "'retry'")), new RetrySettings()),
            Breaker = CatalogueSettings.Breaker(_section.Section("breaker", new("'breaker'", "'breaker'"))),
            Outliers = CatalogueSettings.Outliers(_section.Section("outliers", new("'outliers'", "'outliers'"))),
            Cache = CatalogueCache.OfApi(_section.Section("cache", new("'cache'", "'cache'"))),
            Journal = CatalogueJournal.Read(_section.Section("journal", new("'journal'", "'journal'")), new JournalSettings()),
        };
        api = api with { Hedge = CatalogueSettings.Hedge(_section.Section("hedge", new("'hedge'", "'hedge'")), new HedgeSettings(), api.Timeouts) };
        api = api with { Hosts = Hosts(api, name, openApi, import, overlay, isComplete) };
        CatalogueConnections.CheckToken(_section, api.Auth);
        var types = new CatalogueTypes(_section.Find("types")?.Value, import, _diagnostics);
        var overrides = Overrides(types, import);
        var context = new MethodContext(api, types, import, _section.Map.Find("openapi") is not null, openApi?.Text ?? string.Empty, _diagnostics);
        var (declared, imported) = Methods(context, overrides);
        var bound = new CacheRules([.. declared, .. imported], api.Cache, _diagnostics).Bind();
        (declared, imported) = (bound[..declared.Length], bound[declared.Length..]);
        _section.Close();
        return name is null ? null : new CatalogueDraft(api, name, declared, imported, [file, .. _documents.Sources]);
    }

    private CatalogueOverrides? Overrides(CatalogueTypes types, OpenApiImport? import)
    {
        if (_section.Find("overrides") is not { } entry)
        {
            return null;
        }

        if (import is null)
        {
            // A document that could not be read is already reported.
            if (_section.Map.Find("openapi") is null)
            {
                _diagnostics.Add(CompilerDiagnostics.NeedsOpenApi(entry.Key));
            }

            return null;
        }

        var declared = (_section.Map.Find("methods")?.Value as YamlMapping)?.Entries.Select(e => e.Key.Text) ?? [];
        var overrides = new CatalogueOverrides(
            new OverrideReader(types, _diagnostics).Read(entry.Value),
            import,
            [.. import.Operations.Select(o => o.Name).Concat(declared).Distinct(StringComparer.Ordinal)],
            _diagnostics);
        import.Override(overrides.OfSchemas);
        return overrides;
    }

    private OpenApiImport? Import(YamlScalar openApi)
    {
        var path = openApi.Text.Contains("://", StringComparison.Ordinal) ? null : CataloguePaths.Combine(CataloguePaths.FolderOf(_path), openApi.Text);
        if (path is null)
        {
            _diagnostics.Add(CompilerDiagnostics.RemoteReference(openApi.Source, openApi.Span, openApi.Text));
            return null;
        }

        return _documents.Load(path, openApi.Source, openApi.Span) is { } main ? OpenApiImport.Read(_documents, main, _diagnostics) : null;
    }

    private ImmutableArray<string> Hosts(
        ApiDescriptor api, YamlScalar? name, YamlScalar? openApi, OpenApiImport? import, HostOverlay overlay, bool isComplete)
    {
        var entry = _section.Find("hosts");
        var own = entry is null ? [] : ReadHosts(entry.Value, _section);
        var hosts = overlay.HostsOf(api.Name) ?? own;
        if (hosts.IsEmpty && entry is null)
        {
            // A document's servers may be examples or relative; only whole addresses are of use.
            hosts = [.. (import?.Servers ?? []).Select(s => HostAddress.Check(s, _section.Map.Source, default, new DiagnosticBag())).OfType<string>().Distinct()];
        }

        var documentIsMissing = _section.Map.Find("openapi") is not null && import is null;
        if (hosts.IsEmpty && entry is null && name is not null && isComplete && !documentIsMissing)
        {
            var place = openApi ?? name;
            _diagnostics.Add(CompilerDiagnostics.NoHosts(place.Source, place.Span, name.Text));
        }

        if (hosts.FirstOrDefault(HostAddress.IsInTheClear) is { } clear)
        {
            ReportClear(api, entry?.Value, clear);
        }

        return hosts;
    }

    /// <param name="clear">A host that is spoken to without TLS.</param>
    private void ReportClear(ApiDescriptor api, YamlNode? hosts, string clear)
    {
        var token = hosts is YamlSequence list ? list.Items.OfType<YamlScalar>().FirstOrDefault(i => i.Text.TrimEnd('/') == clear) ?? hosts : hosts;
        if (api.Auth is not NoAuth)
        {
            var place = token ?? _section.Map.Find("auth")!.Key;
            _diagnostics.Add(CompilerDiagnostics.SecretSentInTheClear(place.Source, place.Span, clear));
        }

        if (api.Connections.ClientCertificate is not null)
        {
            var place = token ?? _section.Map.Find("tls")!.Key;
            _diagnostics.Add(CompilerDiagnostics.CertificateNotShown(place.Source, place.Span, clear));
        }
    }

    private (ImmutableArray<MethodSymbol> Declared, ImmutableArray<MethodSymbol> Imported) Methods(
        MethodContext context, CatalogueOverrides? overrides)
    {
        var declarations = new MethodDeclarations(context);
        var declared = ImmutableArray.CreateBuilder<MethodSymbol>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        var entry = _section.Find("methods");
        if (entry?.Value is YamlMapping map)
        {
            foreach (var method in map.Entries)
            {
                names.Add(method.Key.Text);
                if (declarations.Read(method) is { } symbol)
                {
                    declared.Add(symbol);
                }
            }
        }
        else if (entry is not null)
        {
            CatalogueSection.ReportNode(entry.Value, new("a mapping of methods", "um mapeamento de métodos"), _diagnostics);
        }

        var imported = ImmutableArray.CreateBuilder<MethodSymbol>();
        foreach (var operation in OperationsToImport(context, entry is not null))
        {
            if (!names.Contains(operation.Name) && !declarations.ImportedOperations.Contains(operation.Name)
                && context.Import!.Import(operation, context.Api.Name, _diagnostics) is { } symbol)
            {
                imported.Add(symbol);
            }
        }

        if (overrides is null)
        {
            return (declared.ToImmutable(), imported.ToImmutable());
        }

        var amended = overrides.Amend([.. declared, .. imported], declarations.HandWritten, names);
        return (amended[..declared.Count], amended[declared.Count..]);
    }

    private ImmutableArray<ImportableOperation> OperationsToImport(MethodContext context, bool hasMethods)
    {
        if (_section.Find("import") is not { } entry)
        {
            return hasMethods || context.Import is null ? [] : context.Import.Operations;
        }

        if (!context.HasOpenApi)
        {
            _diagnostics.Add(CompilerDiagnostics.NeedsOpenApi(entry.Key));
            return [];
        }

        if (context.Import is not { } import)
        {
            return [];
        }

        if (entry.Value is YamlScalar { Text: ImportAll })
        {
            return import.Operations;
        }

        var wanted = ImmutableArray.CreateBuilder<ImportableOperation>();
        foreach (var id in CatalogueSettings.Texts(entry.Value, _section))
        {
            if (import.Operations.FirstOrDefault(o => o.Name == id.Text) is { } operation)
            {
                wanted.Add(operation);
            }
            else
            {
                _diagnostics.Add(CompilerDiagnostics.UnknownOperation(id, context.DocumentName, import.Operations.Select(o => o.Name).Append(ImportAll)));
            }
        }

        return [.. wanted.Distinct()];
    }
}
