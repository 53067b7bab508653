using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;

namespace Pff.Server.Mocking;

/// <summary>A request as it came, split but not decoded.</summary>
internal sealed class MockRequest
{
    /// <param name="verb">In capitals.</param>
    /// <param name="target">Path and query as sent.</param>
    public MockRequest(string verb, string target, IHeaderDictionary headers, ReadOnlyMemory<byte> body)
    {
        Verb = verb;
        Target = target;
        Headers = headers;
        Body = body;
        var question = target.IndexOf('?');
        Path = question < 0 ? target : target[..question];
        Query = question < 0 ? "" : target[(question + 1)..];
        Segments = Split(Path);
    }

    public string Verb { get; }

    public string Target { get; }

    public string Path { get; }

    public string Query { get; }

    /// <summary>The path's segments, unescaped; <c>/</c> has none.</summary>
    public string[] Segments { get; }

    public IHeaderDictionary Headers { get; }

    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>The same for requests that say the same.</summary>
    public ulong ContentHash() => MockChance.Hash(Body.Span, MockChance.Hash(Target, MockChance.Hash(Verb)));

    public ulong PathHash() => MockChance.Hash(Path, MockChance.Hash(Verb, 1));

    internal static string[] Split(string path)
    {
        var trimmed = path.AsSpan().Trim('/');
        if (trimmed.IsEmpty)
        {
            return [];
        }

        var segments = new string[trimmed.Count('/') + 1];
        var at = 0;
        foreach (var range in trimmed.Split('/'))
        {
            var segment = trimmed[range];
            segments[at++] = segment.Contains('%') ? Uri.UnescapeDataString(segment) : segment.ToString();
        }

        return segments;
    }
}
