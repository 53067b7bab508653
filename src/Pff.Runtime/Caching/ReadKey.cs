using System.Text;
using Pff.Runtime.Http;

namespace Pff.Runtime.Caching;

/// <summary>
/// What makes two reads the same: method, path, query, headers and body. The credentials belong to the method's API,
/// of which a run has one identity.
/// </summary>
internal readonly record struct ReadKey(MethodClient Method, string PathAndQuery, string Rest)
{
    public static ReadKey Of(MethodClient method, RenderedRequest request) =>
        new(method, request.PathAndQuery, request.Body is null && request.Headers.Length == 0 ? string.Empty : RestOf(request));

    /// <summary>What the key holds on to, in bytes, roughly.</summary>
    public int SizeBytes => (PathAndQuery.Length + Rest.Length) * sizeof(char);

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
