using System.Collections.Immutable;
using Pff.Compiler.Catalogs.OpenApi;
using Pff.Compiler.Diagnostics;
using Pff.Core.Diagnostics;
using Pff.Core.Text;

namespace Pff.Compiler.Importing.Postman;

/// <summary>The requests of a collection in their order, and its variables.</summary>
internal sealed class PostmanCollection
{
    private const int MaximumRequests = 2_000;

    private static readonly ImmutableHashSet<string> ItemKeys =
        ["name", "item", "request", "response", "event", "description", "id", "uid", "_postman_id", "auth", "variable"];

    private static readonly ImmutableHashSet<string> RootKeys = ["info", "item", "event", "auth", "variable", "description"];

    private readonly DocumentReport _report;
    private readonly ImmutableArray<PostmanRequest>.Builder _requests = ImmutableArray.CreateBuilder<PostmanRequest>();
    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);

    private PostmanCollection(DocumentReport report, string name)
    {
        _report = report;
        Name = name;
    }

    public string Name { get; }

    public ImmutableArray<PostmanRequest> Requests => _requests.ToImmutable();

    /// <summary>The values that the collection gives its variables.</summary>
    public IReadOnlyDictionary<string, string> Variables => _variables;

    /// <returns>Null where the file is no collection of a known version; a diagnostic then says so.</returns>
    public static PostmanCollection? Read(DocumentReport report)
    {
        var root = report.File.Root;
        var info = root["info"] as DocumentMap;
        var schema = info?.TextOf("schema");
        if (schema is null || !(schema.Contains("/v2.0", StringComparison.Ordinal) || schema.Contains("/v2.1", StringComparison.Ordinal)))
        {
            var span = info?["schema"]?.Span ?? DocumentReport.StartOf(root);
            report.Diagnostics.Add(CompilerDiagnostics.NotThisFormat(
                report.Source, span, new("a Postman collection of version 2.0 or 2.1", "uma coleção do Postman de versão 2.0 ou 2.1"), schema));
            return null;
        }

        var collection = new PostmanCollection(report, info!.TextOf("name") ?? "collection");
        collection.NameOthers(root, RootKeys);
        collection.NameScripts(root, collection.Name);
        collection.ReadVariables(root);
        collection.ReadItems(root, string.Empty, report.MapOf(root, "auth"));
        return collection;
    }

    /// <summary>A text with the variables in it that the collection gives a value.</summary>
    public string Expand(string text)
    {
        // A variable may name others; not for ever.
        for (var i = 0; i < 4 && text.Contains("{{", StringComparison.Ordinal) && text.Length < 2_000; i++)
        {
            text = PostmanText.Replace(text, name => _variables.GetValueOrDefault(name));
        }

        return text;
    }

    public void NameOthers(DocumentMap node, ImmutableHashSet<string> known)
    {
        foreach (var entry in node.Entries.Where(e => !known.Contains(e.Name)))
        {
            _report.NotCarried(entry.NameSpan, new($"'{entry.Name}'", $"'{entry.Name}'"), new("a manifest has nothing like it", "um manifesto não tem nada parecido"));
        }
    }

    private void ReadItems(DocumentMap owner, string folder, DocumentMap? auth)
    {
        foreach (var item in _report.MapsOf(owner, "item"))
        {
            var name = item.TextOf("name") ?? "request";
            var place = item["name"]?.Span ?? DocumentReport.StartOf(item);
            NameOthers(item, ItemKeys);
            NameScripts(item, name);
            ReadVariables(item);
            if (item["item"] is not null)
            {
                ReadItems(item, folder.Length == 0 ? name : $"{folder}/{name}", _report.MapOf(item, "auth") ?? auth);
            }
            else if (_requests.Count == MaximumRequests)
            {
                _report.Diagnostics.Add(CompilerDiagnostics.TooMuchToImport(_report.Source, place, new("The number of requests", "O número de requisições"), MaximumRequests));
                return;
            }
            else
            {
                AddRequest(item, name, place, folder, auth);
            }
        }
    }

    private void AddRequest(DocumentMap item, string name, TextSpan place, string folder, DocumentMap? auth)
    {
        // A request may be an address alone.
        var request = item["request"] is DocumentScalar { Kind: DocumentScalarKind.Text } address
            ? new DocumentMap([new DocumentEntry("url", address.Span, address)], address.Span)
            : _report.MapOf(item, "request");
        if (request is null)
        {
            _report.NotCarried(place, new($"'{name}'", $"'{name}'"), new("it has neither a request nor items", "não tem nem requisição nem itens"));
            return;
        }

        _requests.Add(new PostmanRequest(name, place, request, folder, _report.MapOf(request, "auth") ?? auth, item["response"] as DocumentList));
    }

    private void ReadVariables(DocumentMap owner)
    {
        foreach (var variable in _report.MapsOf(owner, "variable"))
        {
            if ((variable.TextOf("key") ?? variable.TextOf("id")) is { } key && variable["value"] is DocumentScalar { Kind: not DocumentScalarKind.Null } value)
            {
                _variables.TryAdd(key, value.Text);
            }
        }
    }

    private void NameScripts(DocumentMap owner, string name)
    {
        foreach (var script in _report.MapsOf(owner, "event").Where(HasText))
        {
            var listen = script.TextOf("listen") ?? "script";
            _report.NotCarried(DocumentReport.StartOf(script), new($"The script '{listen}' of '{name}'", $"O script '{listen}' de '{name}'"), new(
                "a manifest runs no scripts; write what it checks as 'assert' steps", "um manifesto não executa scripts; escreva o que ele verifica como passos 'assert'"));
        }
    }

    private static bool HasText(DocumentMap script) => (script["script"] as DocumentMap)?["exec"] switch
    {
        DocumentScalar text => text.Text.Trim().Length > 0,
        DocumentList lines => lines.Items.OfType<DocumentScalar>().Any(l => l.Text.Trim().Length > 0),
        _ => false,
    };
}
