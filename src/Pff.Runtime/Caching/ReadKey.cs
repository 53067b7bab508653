using System.Text;
using Pff.Core.Plan;
using Pff.Runtime.Http;

namespace Pff.Runtime.Caching;

/// <summary>
/// What makes two reads the same: method, path, query, headers and body, or the arguments that the method's rule names. The
/// credentials belong to the method's API, of which a run has one identity.
/// </summary>
/// <param name="Stamp">Of the <see cref="WriteFence"/>: what was read before a write is not the same read as one behind it.</param>
internal readonly record struct ReadKey(MethodClient Method, string PathAndQuery, string Rest, long Stamp)
{
    private const string Left = "-";

    /// <summary>Null where an argument that the rule names has no text, so that nobody can tell what is the same.</summary>
    public static ReadKey? Of(MethodClient method, RenderedRequest request, ReadOnlySpan<Value> arguments, long stamp)
    {
        if (method.Descriptor.CacheRule is { IsByParameters: true } rule)
        {
            return ByOf(rule, arguments) is { } by ? new ReadKey(method, by, string.Empty, stamp) : null;
        }

        return new ReadKey(
            method, request.PathAndQuery, request.Body is null && request.Headers.Length == 0 ? string.Empty : RestOf(request), stamp);
    }

    /// <summary>What the key holds on to, in bytes, roughly.</summary>
    public int SizeBytes => (PathAndQuery.Length + Rest.Length) * sizeof(char);

    /// <summary>What of the key is the same in every run.</summary>
    public string Text => PathAndQuery + "\n" + Rest;

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

    private static string RestOf(RenderedRequest request)
    {
        // A line break is in no header, so nothing can pass for something else.
        var rest = new StringBuilder();
        foreach (var (name, value) in request.Headers)
        {
            rest.Append(name).Append('\n').Append(value).Append('\n');
        }

        return rest.Append('\n').Append(Convert.ToBase64String(request.Body ?? [])).ToString();
    }
}
