using System.IO.Hashing;
using System.Runtime.CompilerServices;
using System.Text;
using Pff.Core.Plan;
using Pff.Runtime.Http;

namespace Pff.Runtime.Caching;

/// <summary>
/// What makes two reads the same: method, path, query, headers and body, or the arguments that the method's rule names. The
/// credentials belong to the method's API, of which a run has one identity.
/// </summary>
internal sealed class ReadKey : IEquatable<ReadKey>
{
    private const string Left = "-";

    private readonly MethodClient _method;

    /// <summary>The path with its query, or what stands for the arguments that the rule names.</summary>
    private readonly string _place;
    private readonly KeyValuePair<string, string>[] _headers;
    private readonly byte[]? _body;
    private readonly long _stamp;
    private readonly int _hash;

    private ReadKey(MethodClient method, string place, KeyValuePair<string, string>[] headers, byte[]? body, long stamp)
    {
        (_method, _place, _headers, _body, _stamp) = (method, place, headers, body, stamp);
        _hash = HashCode.Combine(RuntimeHelpers.GetHashCode(method), place, stamp, body is null ? 0 : XxHash3.HashToUInt64(body));
    }

    /// <summary>Null where an argument that the rule names has no text, so that nobody can tell what is the same.</summary>
    /// <param name="stamp">Of the <see cref="WriteFence"/>: what was read before a write is not the same read as one behind it.</param>
    public static ReadKey? Of(MethodClient method, RenderedRequest request, ReadOnlySpan<Value> arguments, long stamp) =>
        method.Descriptor.CacheRule is not { IsByParameters: true } rule ? OfRequest(method, request, stamp)
        : ByOf(rule, arguments) is { } by ? new ReadKey(method, by, [], null, stamp)
        : null;

    public static ReadKey OfRequest(MethodClient method, RenderedRequest request, long stamp) =>
        new(method, request.PathAndQuery, request.Headers, request.Body, stamp);

    public MethodClient Method => _method;

    /// <summary>What the key holds on to, in bytes, roughly.</summary>
    public int SizeBytes =>
        ((_place.Length + _headers.Sum(h => h.Key.Length + h.Value.Length)) * sizeof(char)) + (_body?.Length ?? 0);

    /// <summary>What of the key is the same in every run.</summary>
    public string Text
    {
        get
        {
            // A line break is in no header, so nothing can pass for something else.
            var text = new StringBuilder(_place).Append('\n');
            foreach (var (name, value) in _headers)
            {
                text.Append(name).Append('\n').Append(value).Append('\n');
            }

            return text.Append('\n').Append(Convert.ToBase64String(_body ?? [])).ToString();
        }
    }

    public bool Equals(ReadKey? other) =>
        other is not null && _hash == other._hash && _method == other._method && _stamp == other._stamp && _place == other._place
        && _body is null == other._body is null && _body.AsSpan().SequenceEqual(other._body) && _headers.AsSpan().SequenceEqual(other._headers);

    public override bool Equals(object? obj) => Equals(obj as ReadKey);

    public override int GetHashCode() => _hash;

    private static string? ByOf(CacheRule rule, ReadOnlySpan<Value> arguments)
    {
        // Each with its length before it, so that nothing can pass for something else.
        var by = new StringBuilder();
        foreach (var index in rule.By)
        {
            var text = CallTags.TextOf(arguments[index]);
            if (text is null && !IsLeftOut(arguments[index]))
            {
                return null;
            }

            by.Append(text is null ? Left : $"{text.Length}:{text}");
        }

        return by.ToString();
    }

    private static bool IsLeftOut(in Value value) =>
        value.IsAbsent || value.IsNull || (value.TryGet<OptionalValue>(out var optional) && (!optional.HasValue || IsLeftOut(optional.Inner)));
}
