using Microsoft.Extensions.Primitives;
using Pff.Core.Plan;
using Pff.Core.Plan.Library;

namespace Pff.Server.Mocking;

/// <summary>The parts of a request as values, each decoded when a route first needs it.</summary>
internal sealed class DecodedRequest(MockRequest request, MockChance chance)
{
    private MockNeeds _decoded;
    private Value _query;
    private Value _headers;
    private Value _body;
    private Value _count;

    /// <summary>False where the body is needed and is not JSON.</summary>
    public bool TryDecode(MockNeeds needs)
    {
        var missing = needs & ~_decoded;
        _decoded |= needs;
        if (missing == MockNeeds.None)
        {
            return true;
        }

        if (missing.HasFlag(MockNeeds.Query))
        {
            _query = DecodeQuery(request.Query);
        }

        if (missing.HasFlag(MockNeeds.Headers))
        {
            _headers = DecodeHeaders();
        }

        if (missing.HasFlag(MockNeeds.Count))
        {
            _count = Value.Of((long)chance.CountOf(request.PathHash()));
        }

        return !missing.HasFlag(MockNeeds.Body) || TryDecodeBody();
    }

    public void Fill(Value[] slots)
    {
        slots[(int)RequestSlot.Method] = Value.Of(request.Verb);
        slots[(int)RequestSlot.Path] = Value.Of(request.Path);
        slots[(int)RequestSlot.Query] = _query;
        slots[(int)RequestSlot.Headers] = _headers;
        slots[(int)RequestSlot.Body] = _body;
        slots[(int)RequestSlot.Count] = _count;
    }

    private bool TryDecodeBody()
    {
        if (request.Body.IsEmpty)
        {
            _body = Value.Null;
            return true;
        }

        var mediaType = request.Headers.ContentType.ToString();
        if (mediaType.Length > 0 && !mediaType.Contains("json", StringComparison.OrdinalIgnoreCase))
        {
            _body = Value.Of(System.Text.Encoding.UTF8.GetString(request.Body.Span));
            return true;
        }

        _body = JsonDecoding.Decode(request.Body);
        return !_body.IsFault;
    }

    private Value DecodeHeaders()
    {
        var names = new List<string>();
        var values = new List<Value>();
        foreach (var (name, value) in request.Headers)
        {
            names.Add(name.ToLowerInvariant());
            values.Add(Value.Of(value.ToString()));
        }

        return Value.Of(new RecordValue([.. names], [.. values]));
    }

    /// <summary>A name given once is a text, one given several times a list of texts.</summary>
    private static Value DecodeQuery(string query)
    {
        var parameters = new Dictionary<string, StringValues>(StringComparer.Ordinal);
        foreach (var range in query.AsSpan().Split('&'))
        {
            var pair = query.AsSpan()[range];
            if (pair.IsEmpty)
            {
                continue;
            }

            var equals = pair.IndexOf('=');
            var name = Unescape(equals < 0 ? pair : pair[..equals]);
            var value = equals < 0 ? "" : Unescape(pair[(equals + 1)..]);
            parameters[name] = StringValues.Concat(parameters.GetValueOrDefault(name), value);
        }

        return Value.Of(new RecordValue(
            [.. parameters.Keys],
            [.. parameters.Values.Select(given => given.Count == 1
                ? Value.Of(given.ToString())
                : Value.Of(new ListValue([.. given.Select(item => Value.Of(item ?? ""))])))]));
    }

    private static string Unescape(ReadOnlySpan<char> text) => Uri.UnescapeDataString(text.ToString().Replace('+', ' '));
}
