using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Pff.Compiler.Catalogs;
using Pff.Compiler.Catalogs.OpenApi;
using Pff.Compiler.Importing.Writing;
using Pff.Core.Diagnostics;
using Pff.Core.Text;

namespace Pff.Compiler.Importing.Postman;

/// <summary>A request as a method and as the step that calls it.</summary>
/// <param name="Variables">The variables that the step uses, and whether each stands for a text.</param>
internal sealed record ConvertedRequest(WrittenMap Declaration, WrittenMap Step, ImmutableDictionary<string, bool> Variables)
{
    /// <summary>Whether a row fails here whatever happens.</summary>
    public bool IsEnd { get; init; }
}

internal sealed class RequestConverter(PostmanRequest request, PostmanUrl url, string method, BodyShapes shapes, Func<string, string> variableOf, DocumentReport report)
{
    private static readonly ImmutableArray<string> Verbs = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

    private static readonly ImmutableHashSet<string> RequestKeys = ["method", "url", "header", "body", "auth", "description"];

    private readonly ImportedNames _names = new();
    private readonly Dictionary<string, WrittenNode> _parameters = new(StringComparer.Ordinal);
    private readonly Dictionary<string, WrittenNode> _arguments = new(StringComparer.Ordinal);
    private readonly Dictionary<string, WrittenNode> _headers = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, bool> _variables = new(StringComparer.Ordinal);
    private WrittenNode? _body;
    private bool _lostBody;

    /// <returns>Null where it cannot be carried; a diagnostic then says why.</returns>
    public ConvertedRequest? Convert()
    {
        var verb = (request.Node.TextOf("method") ?? "GET").ToUpperInvariant();
        if (!Verbs.Contains(verb))
        {
            report.NotCarried(request.Node["method"]!.Span, new($"'{request.Name}'", $"'{request.Name}'"), new($"a method has no verb '{verb}'", $"um método não tem o verbo '{verb}'"));
            return null;
        }

        foreach (var entry in request.Node.Entries.Where(e => !RequestKeys.Contains(e.Name)))
        {
            report.NotCarried(entry.NameSpan, new($"'{entry.Name}' of '{request.Name}'", $"'{entry.Name}' de '{request.Name}'"), new("a method has nothing like it", "um método não tem nada parecido"));
        }

        var path = Path();
        foreach (var pair in PostmanPair.Joined(url.Query))
        {
            AddParameter(pair, "query");
        }

        AddHeaders();
        AddBody(verb);
        var effect = verb switch { "GET" or "HEAD" or "OPTIONS" => "read", "DELETE" => "irreversible", _ => "write" };
        var declaration = WrittenNode.Map(
            ("request", WrittenNode.Of($"{verb} {path}")),
            ("effect", WrittenNode.Of(effect)),
            ("parameters", Map(_parameters)),
            ("body", _body),
            ("headers", Map(_headers)),
            ("returns", Returns() is { } type ? WrittenNode.Of(type) : null));

        // Without its body the request would mean something else.
        var step = _lostBody
            ? Arazzo.StepConverter.Fail($"the body of '{request.Name}' was not carried over")
            : WrittenNode.Map(("name", WrittenNode.Of(request.Name)), ("method", WrittenNode.Of(method)), ("args", Map(_arguments)));
        return new ConvertedRequest(declaration, step, _variables.ToImmutableDictionary()) { IsEnd = _lostBody };
    }

    private static WrittenMap? Map(Dictionary<string, WrittenNode> entries) =>
        entries.Count == 0 ? null : new WrittenMap([.. entries.Select(e => new WrittenEntry(e.Key, e.Value))]);

    /// <summary><c>/customers/:id/{{part}}</c> is <c>/customers/{id}/{part}</c>.</summary>
    private string Path()
    {
        var path = new StringBuilder();
        foreach (var segment in url.Segments)
        {
            path.Append('/');
            if (segment is [':', _, ..])
            {
                var name = _names.Take(segment[1..], "part");
                path.Append('{').Append(name).Append('}');
                AddPlace(name, url.PathValues.GetValueOrDefault(segment[1..]) is { Length: > 0 } value ? value : "{{" + segment[1..] + "}}");
                continue;
            }

            var at = 0;
            while (segment.IndexOf("{{", at, StringComparison.Ordinal) is >= 0 and var open && segment.IndexOf("}}", open, StringComparison.Ordinal) is > 0 and var close)
            {
                var name = _names.Take(segment[(open + 2)..close], "part");
                path.Append(Literal(segment[at..open])).Append('{').Append(name).Append('}');
                AddPlace(name, segment[open..(close + 2)]);
                at = close + 2;
            }

            path.Append(Literal(segment[at..]));
        }

        return path.Length == 0 ? "/" : path.ToString();
    }

    private static string Literal(string text) => text.All(u => u is > ' ' and <= '~' and not ('{' or '}' or '#' or '\\' or '?')) ? text : Uri.EscapeDataString(Uri.UnescapeDataString(text));

    private void AddPlace(string name, string value)
    {
        _parameters[name] = WrittenNode.Of("text");
        _arguments[name] = Text(value) ?? WrittenNode.Of(CelWriter.Literal(name));
    }

    private void AddParameter(PostmanPair pair, string location)
    {
        var name = _names.Take(pair.Key, "value");
        _parameters[name] = WrittenNode.Map(
            ("in", WrittenNode.Of(location)),
            ("name", name == pair.Key ? null : WrittenNode.Of(pair.Key)),
            ("type", WrittenNode.Of(pair.MoreValues.IsEmpty ? "text" : "list<text>")),
            ("required", WrittenLiteral.Of(false))) with
        {
            IsInline = true,
        };
        var values = pair.MoreValues.Insert(0, pair.Value).Select(v => Text(v)).ToList();
        if (!values.Contains(null))
        {
            _arguments[name] = pair.MoreValues.IsEmpty ? values[0]! : new WrittenList([.. values.OfType<WrittenNode>()]);
        }
    }

    private void AddHeaders()
    {
        var headers = request.Node["header"] switch
        {
            DocumentList list => PostmanPair.ReadAll(list, report),
            DocumentScalar text => [.. text.Text.Split('\n').Select(l => l.Split(':', 2)).Where(p => p.Length == 2).Select(p => new PostmanPair(p[0].Trim(), p[1].Trim(), text.Span))],
            _ => ImmutableArray<PostmanPair>.Empty,
        };
        foreach (var header in headers)
        {
            if (header.Key.ToLowerInvariant() is "content-type" or "accept")
            {
                NameUnlessJson(header);
            }
            else if (IsSecret(header.Key))
            {
                report.NotCarried(header.Span, new($"The header '{header.Key}'", $"O cabeçalho '{header.Key}'"), new(
                    "it may hold a secret; say in the catalogue's 'auth' where that comes from", "ele pode conter um segredo; diga em 'auth' no catálogo de onde ele vem"));
            }
            else if (!CatalogueValues.IsHeaderName(header.Key))
            {
                report.NotCarried(header.Span, new($"The header '{header.Key}'", $"O cabeçalho '{header.Key}'"), new("no header has such a name", "nenhum cabeçalho tem esse nome"));
            }
            else if (header.Value.Contains("{{", StringComparison.Ordinal) || !CatalogueValues.IsHeaderValue(header.Value))
            {
                AddParameter(header, "header");
            }
            else if (header.Value.Length > 0)
            {
                _headers[header.Key] = WrittenNode.Of(header.Value);
            }
        }
    }

    private void NameUnlessJson(PostmanPair header)
    {
        if (!header.Value.Contains("json", StringComparison.OrdinalIgnoreCase) && header.Value is not ("*/*" or ""))
        {
            report.NotCarried(header.Span, new($"The header '{header.Key}: {header.Value}'", $"O cabeçalho '{header.Key}: {header.Value}'"), new(
                "methods send and receive JSON", "métodos enviam e recebem JSON"));
        }
    }

    private static bool IsSecret(string header)
    {
        var name = header.ToLowerInvariant();
        return name is "authorization" or "cookie" or "proxy-authorization" || name.Contains("token") || name.Contains("secret") || name.Contains("password") || name.Contains("api-key") || name.Contains("apikey");
    }

    private void AddBody(string verb)
    {
        if (request.Node["body"] is not DocumentMap body || body.TextOf("mode") is not { } mode || body[mode] is not { } content
            || (content is DocumentScalar { Text: var raw } && raw.Trim().Length == 0) || content is DocumentList { Items.IsEmpty: true })
        {
            return;
        }

        if (mode != "raw" || verb is "GET" or "HEAD" || content is not DocumentScalar text || Json(text.Text) is not { } json)
        {
            _lostBody = true;
            report.NotCarried(content.Span, new($"The body of '{request.Name}'", $"O corpo de '{request.Name}'"), mode == "raw" && verb is not ("GET" or "HEAD")
                ? new("it is no JSON, and only JSON is sent", "não é JSON, e só se envia JSON")
                : mode == "raw" ? new($"'{verb}' sends none", $"'{verb}' não envia nenhum")
                : new($"only JSON is sent, and it is of mode '{mode}'", $"só se envia JSON, e ele é de modo '{mode}'"));
            return;
        }

        if (json is not DocumentMap { Entries.IsEmpty: false } map)
        {
            _body = WrittenNode.Of(shapes.TypeOf(json, $"{method}_body"));
            _arguments["body"] = Value(json);
            return;
        }

        foreach (var entry in map.Entries)
        {
            var name = _names.Take(entry.Name, "value");
            _parameters[name] = WrittenNode.Map(
                ("in", WrittenNode.Of("body")),
                ("name", name == entry.Name ? null : WrittenNode.Of(entry.Name)),
                ("type", WrittenNode.Of(shapes.TypeOf(entry.Value, $"{method}_{ImportedNames.Snake(entry.Name, "value")}"))),
                ("required", WrittenLiteral.Of(false))) with
            {
                IsInline = true,
            };
            _arguments[name] = Value(entry.Value);
        }
    }

    /// <summary>The type of the first example of a success, as it is all that a collection says of responses.</summary>
    private string? Returns()
    {
        var example = (request.Examples?.Items ?? []).OfType<DocumentMap>()
            .FirstOrDefault(e => e["code"] is DocumentScalar code && code.Text is ['2', _, _] && e.TextOf("body") is { Length: > 0 });
        return example is not null && Json(example.TextOf("body")!) is { } json ? shapes.TypeOf(json, $"{method}_result") : null;
    }

    private DocumentNode? Json(string text) =>
        JsonDocumentReader.Read(new SourceText(report.Source.Path, PostmanText.QuoteBare(PostmanText.WithoutComments(text), "\\u0001")), new DiagnosticBag());

    private WrittenNode Value(DocumentNode node)
    {
        switch (node)
        {
            case DocumentScalar { Kind: DocumentScalarKind.Text } text when text.Text.StartsWith(BodyShapes.BareVariable, StringComparison.Ordinal):
                return (WrittenNode?)Text("{{" + text.Text[1..] + "}}", isText: false) ?? WrittenLiteral.Null;
            case DocumentScalar { Kind: DocumentScalarKind.Text } text:
                return (WrittenNode?)Text(text.Text) ?? WrittenLiteral.Null;
            case DocumentScalar { Kind: DocumentScalarKind.Null }:
                return WrittenLiteral.Null;
            case DocumentScalar scalar:
                return new WrittenLiteral(scalar.Text);
            case DocumentList list:
                return new WrittenList([.. list.Items.Select(Value)]);
            case DocumentMap map:
                return new WrittenMap([.. map.Entries.Select(e => new WrittenEntry(e.Name, Value(e.Value)))]);
            default:
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"no value for {node.GetType().Name}"));
        }
    }

    /// <summary>A text with the sequence's names for its variables; null where one of them has no counterpart, which is then said.</summary>
    private WrittenText? Text(string text, bool isText = true)
    {
        var names = PostmanText.Names(text).ToList();
        foreach (var name in names)
        {
            if (name.StartsWith('$') || name.Length == 0)
            {
                report.NotCarried(request.Span, new($"The value '{text}' in '{request.Name}'", $"O valor '{text}' em '{request.Name}'"), new(
                    "a row gives the same values however often it is run, so nothing is made up", "uma linha dá os mesmos valores sempre que executa, então nada é inventado"));
                return null;
            }
        }

        foreach (var name in names)
        {
            _variables[name] = _variables.GetValueOrDefault(name, true) && isText;
        }

        return WrittenNode.Of(names.Count == 0 ? CelWriter.Literal(text) : PostmanText.Replace(text, name => CelWriter.Template(variableOf(name))));
    }
}
