using System.Collections.Immutable;
using Pff.Compiler.Catalogs;
using Pff.Compiler.Catalogs.OpenApi;
using Pff.Compiler.Importing.Writing;
using Pff.Core.Diagnostics;
using Pff.Core.Text;

namespace Pff.Compiler.Importing.Postman;

/// <summary>The catalogue of the requests to one host.</summary>
internal sealed class PostmanApi(string name, string address, DocumentReport report)
{
    private readonly ImmutableArray<WrittenEntry>.Builder _methods = ImmutableArray.CreateBuilder<WrittenEntry>();
    private readonly string _prefix = name.ToUpperInvariant();
    private WrittenMap? _auth;
    private readonly HashSet<DocumentMap> _authSources = new(ReferenceEqualityComparer.Instance);
    private readonly List<PostmanRequest> _withoutAuth = [];
    private TextSpan _place;

    public string Name { get; } = name;

    public BodyShapes Shapes { get; } = new();

    public void Add(string method, WrittenMap declaration, PostmanRequest request)
    {
        _methods.Add(new WrittenEntry(method, declaration));
        _place = _methods.Count == 1 ? request.Span : _place;
        if (request.Auth is null || request.Auth.TextOf("type") is null or "noauth")
        {
            _withoutAuth.Add(request);
        }
        else if (_authSources.Add(request.Auth))
        {
            AddAuth(request.Auth, request);
        }
    }

    /// <summary>The first one holds for all; others are named.</summary>
    private void AddAuth(DocumentMap auth, PostmanRequest request)
    {
        var isFirst = _auth is null;
        var converted = new PostmanAuth(isFirst ? report : new DocumentReport(report.File, new DiagnosticBag()), _prefix).Convert(auth);
        if (isFirst)
        {
            _auth = converted;
        }
        else if (converted is null || YamlWriter.Write(converted).Text != YamlWriter.Write(_auth!).Text)
        {
            report.NotCarried(request.Span, new($"The authentication of '{request.Name}'", $"A autenticação de '{request.Name}'"), new(
                "a catalogue has one for all of its methods, that of the first request with one", "um catálogo tem uma só para todos os métodos, a da primeira requisição que tem uma"));
        }
    }

    public GeneratedFile Write(string folder, string title)
    {
        foreach (var request in _withoutAuth.Where(_ => _auth is not null))
        {
            report.NotCarried(request.Span, new($"That '{request.Name}' is sent without authentication", $"Que '{request.Name}' seja enviada sem autenticação"), new(
                "a catalogue has one for all of its methods", "um catálogo tem uma só para todos os seus métodos"));
        }

        var root = WrittenNode.Map(
            ("api", WrittenNode.Of(Name)),
            ("hosts", WrittenNode.Of(Host())),
            ("auth", _auth),
            ("types", Shapes.Types),
            ("methods", new WrittenMap(_methods.ToImmutable())));
        var path = folder.Length == 0 ? $"apis/{Name}.yaml" : $"{folder.TrimEnd('/')}/apis/{Name}.yaml";
        return new GeneratedFile(path, YamlWriter.Write(root, title, "Types are those of the examples; effects follow the verbs.").Text);
    }

    private string Host()
    {
        var whole = address.Contains("://", StringComparison.Ordinal) ? address : "https://" + address;
        if (address.Length == 0 || HostAddress.Check(whole, report.Source, default, new DiagnosticBag()) is not { } host)
        {
            var placeholder = $"https://{Name.Replace('_', '-')}.example.invalid";
            report.NotCarried(_place, new($"The host '{address}'", $"O host '{address}'"), new(
                $"the collection gives no address for it; replace '{placeholder}'", $"a coleção não dá um endereço para ele; troque '{placeholder}'"));
            return placeholder;
        }

        if (_auth is null || !HostAddress.IsInTheClear(host))
        {
            return host;
        }

        report.NotCarried(_place, new($"The scheme of '{host}'", $"O esquema de '{host}'"), new(
            "a secret is never sent in the clear, so the catalogue says https", "um segredo nunca é enviado às claras, então o catálogo diz https"));
        return string.Concat("https://", host.AsSpan(7));
    }
}
