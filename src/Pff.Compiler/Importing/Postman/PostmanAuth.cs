using Pff.Compiler.Catalogs;
using Pff.Compiler.Catalogs.OpenApi;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Importing.Writing;

namespace Pff.Compiler.Importing.Postman;

/// <summary>
/// Authentication of a collection as <c>auth</c> of a catalogue. Its secrets are never copied: the catalogue names
/// environment variables for them.
/// </summary>
internal sealed class PostmanAuth(DocumentReport report, string prefix)
{
    /// <returns>Null where there is none, or it cannot be carried; a diagnostic then says so.</returns>
    public WrittenMap? Convert(DocumentMap auth)
    {
        var type = auth.TextOf("type") ?? "noauth";
        var values = Values(auth, type);
        switch (type)
        {
            case "noauth":
                return null;
            case "bearer":
                return Bearer(values);
            case "basic":
                return Inline("basic", WrittenNode.Map(("user", Secret(values, "username", "USER")), ("password", Secret(values, "password", "PASSWORD"))));
            case "apikey":
                var name = values.GetValueOrDefault("key")?.Text is { } key && CatalogueValues.IsHeaderName(key) ? key : "X-API-Key";
                var isQuery = values.GetValueOrDefault("in")?.Text == "query";
                return Inline("api_key", Secret(values, "value", "API_KEY") with
                {
                    Entries = [new(isQuery ? "query" : "header", WrittenNode.Of(name)), .. Secret(values, "value", "API_KEY").Entries],
                });
            case "oauth2":
                return OAuth(auth, values);
            default:
                report.NotCarried(DocumentReport.StartOf(auth), new($"The authentication '{type}'", $"A autenticação '{type}'"), new(
                    "a catalogue knows bearer, basic, api_key and oauth2", "um catálogo conhece bearer, basic, api_key e oauth2"));
                return null;
        }
    }

    private WrittenMap OAuth(DocumentMap auth, Dictionary<string, DocumentScalar> values)
    {
        var address = values.GetValueOrDefault("accessTokenUrl")?.Text ?? string.Empty;
        var isUsable = values.GetValueOrDefault("grant_type")?.Text == "client_credentials"
            && HostAddress.Check(address, report.Source, default, new()) is not null && !HostAddress.IsInTheClear(address);
        if (!isUsable)
        {
            report.NotCarried(DocumentReport.StartOf(auth), new("The way to a token", "A obtenção do token"), new(
                "it is not that of client credentials at a whole https address: the catalogue sends a bearer token that comes from outside",
                "não é o de credenciais de cliente em um endereço https completo: o catálogo envia um token bearer que vem de fora"));
            return Bearer(values);
        }

        var scopes = values.GetValueOrDefault("scope")?.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        return WrittenNode.Map(("oauth2", WrittenNode.Map(
            ("token_url", WrittenNode.Of(address)),
            ("client_id", Secret(values, "clientId", "CLIENT_ID")),
            ("client_secret", Secret(values, "clientSecret", "CLIENT_SECRET")),
            ("scopes", scopes.Length == 0 ? null : new WrittenList([.. scopes.Select(WrittenNode.Of)])))));
    }

    private WrittenMap Bearer(Dictionary<string, DocumentScalar> values) => Inline("bearer", Secret(values, "token", "TOKEN"));

    private WrittenMap Secret(Dictionary<string, DocumentScalar> values, string key, string suffix)
    {
        var variable = $"{prefix}_{suffix}";
        if (values.GetValueOrDefault(key) is { Text.Length: > 0 } value)
        {
            report.Diagnostics.Add(CompilerDiagnostics.SecretLeftBehind(report.Source, value.Span, key, variable));
        }

        return WrittenNode.Map(("env", WrittenNode.Of(variable))) with { IsInline = true };
    }

    /// <summary>Version 2.0 has a mapping, version 2.1 a list of keys and values.</summary>
    private static Dictionary<string, DocumentScalar> Values(DocumentMap auth, string type)
    {
        var values = new Dictionary<string, DocumentScalar>(StringComparer.Ordinal);
        foreach (var entry in (auth[type] as DocumentMap)?.Entries ?? [])
        {
            if (entry.Value is DocumentScalar scalar)
            {
                values[entry.Name] = scalar;
            }
        }

        foreach (var item in ((auth[type] as DocumentList)?.Items ?? []).OfType<DocumentMap>())
        {
            if (item.TextOf("key") is { } key && item["value"] is DocumentScalar value)
            {
                values[key] = value;
            }
        }

        return values;
    }

    private static WrittenMap Inline(string key, WrittenMap value) => WrittenNode.Map((key, value with { IsInline = true })) with { IsInline = true };
}
