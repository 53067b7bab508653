using System.Collections.Immutable;
using Pff.Compiler.Catalogs;
using Pff.Compiler.Catalogs.OpenApi;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Importing.Writing;
using Pff.Core.Diagnostics;

namespace Pff.Compiler.Importing.OpenApi;

/// <summary>
/// The security scheme of a document as a catalogue's <c>auth</c>, of which there is one: that which the document itself
/// requires, else the first that can be had. Secrets come from environment variables.
/// </summary>
internal sealed class SecuritySchemes(DocumentFile main, DocumentFiles documents, string prefix, DiagnosticBag diagnostics)
{
    public WrittenMap? Read()
    {
        var section = main.Root["securityDefinitions"] as DocumentMap
            ?? (main.Root["components"] as DocumentMap)?["securitySchemes"] as DocumentMap;
        if (section is null)
        {
            return null;
        }

        var required = Required();
        WrittenMap? chosen = null;
        var chosenName = string.Empty;
        foreach (var entry in section.Entries.OrderBy(e => required.IndexOf(e.Name) is >= 0 and var index ? index : int.MaxValue))
        {
            if (chosen is not null)
            {
                NotCarried(entry, new($"a catalogue has one, and '{chosenName}' is used", $"um catálogo tem um só, e '{chosenName}' é usado"));
            }
            else if (Follow(entry) is { } scheme && AuthOf(entry, scheme) is { } auth)
            {
                (chosen, chosenName) = (auth, entry.Name);
            }
        }

        return chosen;
    }

    private ImmutableArray<string> Required() => main.Root["security"] is DocumentList list
        ? [.. list.Items.OfType<DocumentMap>().SelectMany(m => m.Entries).Select(e => e.Name)]
        : [];

    private DocumentMap? Follow(DocumentEntry entry)
    {
        if (entry.Value is DocumentMap map && map.TextOf("$ref") is { } reference)
        {
            return documents.Resolve(reference, main, entry.Value.Span)?.Node as DocumentMap;
        }

        return entry.Value as DocumentMap;
    }

    private WrittenMap? AuthOf(DocumentEntry entry, DocumentMap scheme)
    {
        var type = scheme.TextOf("type");
        switch (type, scheme.TextOf("scheme")?.ToLowerInvariant())
        {
            case ("http", "bearer"):
                return Bearer();
            case ("http", "basic") or ("basic", _):
                return Inline("basic", WrittenNode.Map(("user", Secret("USER")), ("password", Secret("PASSWORD"))));
            case ("apiKey", _):
                return ApiKey(entry, scheme);
            case ("oauth2", _):
                return ClientCredentials(entry, scheme);
            case ("openIdConnect", _):
                NotCarried(entry, new("its token must come from outside: the catalogue sends it as a bearer token", "seu token deve vir de fora: o catálogo o envia como token bearer"));
                return Bearer();
            case ("mutualTLS", _):
                NotCarried(entry, new("the document does not say where the certificate is: add 'tls: { client_certificate: FILE }'", "o documento não diz onde está o certificado: acrescente 'tls: { client_certificate: ARQUIVO }'"));
                return null;
            default:
                NotCarried(entry, new("a catalogue knows bearer, basic, api_key and oauth2", "um catálogo conhece bearer, basic, api_key e oauth2"));
                return null;
        }
    }

    private WrittenMap? ApiKey(DocumentEntry entry, DocumentMap scheme)
    {
        if (scheme.TextOf("name") is not { Length: > 0 } name || scheme.TextOf("in") is not ("header" or "query")
            || (scheme.TextOf("in") == "header" && !CatalogueValues.IsHeaderName(name)))
        {
            NotCarried(entry, new("a key is sent in a header or in the query", "uma chave é enviada em um cabeçalho ou na consulta"));
            return null;
        }

        return Inline("api_key", WrittenNode.Map((scheme.TextOf("in")!, WrittenNode.Of(name)), ("env", WrittenNode.Of($"{prefix}_API_KEY"))));
    }

    private WrittenMap ClientCredentials(DocumentEntry entry, DocumentMap scheme)
    {
        // Swagger 2.0 has the flow in the scheme itself.
        var flow = scheme["flows"] is DocumentMap flows ? flows["clientCredentials"] as DocumentMap
            : scheme.TextOf("flow") == "application" ? scheme
            : null;
        var address = flow?.TextOf("tokenUrl");
        if (address is null || HostAddress.Check(address, main.Source, entry.NameSpan, new DiagnosticBag()) is null || HostAddress.IsInTheClear(address))
        {
            NotCarried(entry, new(
                "it has no client credentials flow with a whole https address: the catalogue sends a bearer token that comes from outside",
                "não tem um fluxo de credenciais de cliente com endereço https completo: o catálogo envia um token bearer que vem de fora"));
            return Bearer();
        }

        var scopes = flow!["scopes"] is DocumentMap { Entries.IsEmpty: false } map
            ? new WrittenList([.. map.Entries.Select(e => WrittenNode.Of(e.Name))])
            : null;
        return WrittenNode.Map(("oauth2", WrittenNode.Map(
            ("token_url", WrittenNode.Of(address)),
            ("client_id", Secret("CLIENT_ID")),
            ("client_secret", Secret("CLIENT_SECRET")),
            ("scopes", scopes))));
    }

    private WrittenMap Bearer() => Inline("bearer", WrittenNode.Map(("env", WrittenNode.Of($"{prefix}_TOKEN"))));

    private WrittenMap Secret(string suffix) => WrittenNode.Map(("env", WrittenNode.Of($"{prefix}_{suffix}"))) with { IsInline = true };

    private static WrittenMap Inline(string key, WrittenMap value) => WrittenNode.Map((key, value)) with { IsInline = true };

    private void NotCarried(DocumentEntry entry, LocalizedText reason) => diagnostics.Add(CompilerDiagnostics.NotCarried(
        main.Source, entry.NameSpan, new($"The security scheme '{entry.Name}'", $"O esquema de segurança '{entry.Name}'"), reason));
}
