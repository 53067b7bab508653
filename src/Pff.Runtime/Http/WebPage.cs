using System.Net.Http.Headers;

namespace Pff.Runtime.Http;

/// <summary>
/// Tells a page for people from an answer for programs. A portal that wants a login, or a proxy, answers anything with such a
/// page and often with 200. Servers that send JSON and call it HTML are not rare, so the text has to be one as well.
/// </summary>
internal static class WebPage
{
    public static bool Is(HttpContentHeaders headers, ReadOnlySpan<byte> body) =>
        WithoutMark(body).TrimStart(" \t\r\n"u8) is [(byte)'<', ..]
        && headers.ContentType?.MediaType is { } name
        && (name.Equals("text/html", StringComparison.OrdinalIgnoreCase) || name.Equals("application/xhtml+xml", StringComparison.OrdinalIgnoreCase));

    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> body) => body is [0xEF, 0xBB, 0xBF, .. var rest] ? rest : body;
}
