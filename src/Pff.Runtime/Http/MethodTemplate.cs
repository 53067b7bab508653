using System.Collections.Immutable;
using Pff.Core.Plan;

namespace Pff.Runtime.Http;

/// <summary>A method's descriptor with what is the same for every call of it worked out once.</summary>
internal sealed class MethodTemplate
{
    public MethodTemplate(MethodDescriptor descriptor)
    {
        Descriptor = descriptor;
        Path = [.. descriptor.Path.Select(s => s.Literal is null ? s : s with { Literal = PercentEncoding.EncodeLiteral(s.Literal) })];
        HasQuery = Path.Any(s => s.Literal?.Contains('?') == true);
        Query = Indexes(ParameterLocation.Query);
        Headers = Indexes(ParameterLocation.Header);
        BodyProperties = Indexes(ParameterLocation.BodyProperty);
        Body = Indexes(ParameterLocation.Body) is [var body, ..] ? body : -1;
        FixedHeaders = [.. descriptor.FixedHeaders.Select(h => KeyValuePair.Create(h.Name, h.Value))];
    }

    public MethodDescriptor Descriptor { get; }

    public ImmutableArray<PathSegment> Path { get; }

    /// <summary>Whether the path's literal text has a query already.</summary>
    public bool HasQuery { get; }

    public ImmutableArray<int> Query { get; }

    public ImmutableArray<int> Headers { get; }

    public ImmutableArray<int> BodyProperties { get; }

    /// <summary>The parameter that gives the whole body, or -1.</summary>
    public int Body { get; }

    public ImmutableArray<KeyValuePair<string, string>> FixedHeaders { get; }

    private ImmutableArray<int> Indexes(ParameterLocation location) =>
        [.. Enumerable.Range(0, Descriptor.Parameters.Length).Where(i => Descriptor.Parameters[i].Location == location)];
}
