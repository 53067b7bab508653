using System.Collections.Immutable;
using Pff.Compiler.Catalogs.OpenApi;
using Pff.Core.Text;

namespace Pff.Compiler.Importing.Postman;

/// <summary>A request of a collection.</summary>
/// <param name="Folder">The folders that it stands in, with slashes between them; empty where it stands in none.</param>
/// <param name="Auth">Its own authentication, or that of what it stands in; null where nothing says one.</param>
internal sealed record PostmanRequest(string Name, TextSpan Span, DocumentMap Node, string Folder, DocumentMap? Auth, DocumentList? Examples);

/// <summary>An address, taken apart; each part may have <c>{{variables}}</c>.</summary>
/// <param name="Base">Scheme and host, or the variable that holds them.</param>
/// <param name="Segments">The path.</param>
internal sealed record PostmanUrl(string Base, ImmutableArray<string> Segments, ImmutableArray<PostmanPair> Query, ImmutableDictionary<string, string> PathValues)
{
    public static PostmanUrl Read(DocumentNode? node, DocumentReport report)
    {
        if (node is DocumentScalar text)
        {
            return Split(text.Text, null, report);
        }

        if (report.Map(node, "url") is not { } map)
        {
            return Split(string.Empty, null, report);
        }

        var raw = map["raw"] is DocumentScalar whole ? whole.Text : Join(map, report);
        var url = Split(raw, map["query"], report);
        var values = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var variable in report.MapsOf(map, "variable"))
        {
            if (variable.TextOf("key") is { } key)
            {
                values[key] = (variable["value"] as DocumentScalar)?.Text ?? string.Empty;
            }
        }

        return url with { PathValues = values.ToImmutable() };
    }

    private static string Join(DocumentMap map, DocumentReport report)
    {
        var protocol = map.TextOf("protocol") is { } scheme ? scheme + "://" : string.Empty;
        var host = map["host"] is DocumentScalar text ? text.Text : string.Join('.', Texts(map, "host", report));
        var path = map["path"] is DocumentScalar whole ? whole.Text.TrimStart('/') : string.Join('/', Texts(map, "path", report));
        return $"{protocol}{host}/{path}";
    }

    private static IEnumerable<string> Texts(DocumentMap map, string name, DocumentReport report) =>
        report.ListOf(map, name).Select(n => n is DocumentScalar scalar ? scalar.Text : (n as DocumentMap)?.TextOf("value") ?? string.Empty);

    private static PostmanUrl Split(string raw, DocumentNode? query, DocumentReport report)
    {
        raw = raw.Split('#')[0].Trim();
        var mark = raw.IndexOf('?', StringComparison.Ordinal);
        var address = mark < 0 ? raw : raw[..mark];
        var pairs = query is DocumentList list ? PostmanPair.ReadAll(list, report)
            : mark < 0 ? []
            : [.. raw[(mark + 1)..].Split('&', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=', 2)).Select(p => new PostmanPair(p[0], p.Length > 1 ? p[1] : string.Empty, default))];
        var start = address.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme ? scheme + 3 : 0;
        var slash = address.IndexOf('/', start);
        var root = slash < 0 ? address : address[..slash];
        var path = slash < 0 ? string.Empty : address[slash..];
        return new PostmanUrl(root, [.. path.Split('/', StringSplitOptions.RemoveEmptyEntries)], pairs, ImmutableDictionary<string, string>.Empty);
    }
}

/// <summary>A header, or a part of a query.</summary>
internal sealed record PostmanPair(string Key, string Value, TextSpan Span)
{
    /// <summary>The values of the same key behind this one.</summary>
    public ImmutableArray<string> MoreValues { get; init; } = [];

    /// <summary>Pairs of one key as one, as a query has them that gives a list.</summary>
    public static IEnumerable<PostmanPair> Joined(IEnumerable<PostmanPair> pairs) =>
        pairs.GroupBy(p => p.Key, StringComparer.Ordinal).Select(g => g.First() with { MoreValues = [.. g.Skip(1).Select(p => p.Value)] });

    /// <summary>Those that are not switched off.</summary>
    public static ImmutableArray<PostmanPair> ReadAll(DocumentList list, DocumentReport report) =>
    [
        .. list.Items.Select(item => report.Map(item, "key")).OfType<DocumentMap>()
            .Where(m => m["disabled"] is not DocumentScalar { Kind: DocumentScalarKind.Bool, Text: "true" } && m.TextOf("key") is { Length: > 0 })
            .Select(m => new PostmanPair(m.TextOf("key")!, (m["value"] as DocumentScalar)?.Text ?? string.Empty, m["key"]!.Span)),
    ];
}
