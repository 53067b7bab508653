using System.Collections.Immutable;
using Pff.Core.Plan;

namespace Pff.Compiler.Catalogs;

/// <summary>Path templates: <c>/customers/{id}</c>.</summary>
internal static class MethodPath
{
    /// <param name="template">The path as written; braces that do not pair stand for themselves.</param>
    /// <param name="parameterOf">Gives the index of the parameter with a name.</param>
    public static ImmutableArray<PathSegment> Parse(string template, Func<string, int> parameterOf)
    {
        var segments = ImmutableArray.CreateBuilder<PathSegment>();
        var at = 0;
        while (at < template.Length)
        {
            var open = template.IndexOf('{', at);
            var close = open < 0 ? -1 : template.IndexOf('}', open);
            if (close < 0 || close == open + 1)
            {
                break;
            }

            if (open > at)
            {
                segments.Add(new PathSegment(template[at..open], -1));
            }

            segments.Add(new PathSegment(null, parameterOf(template[(open + 1)..close])));
            at = close + 1;
        }

        if (at < template.Length || segments.Count == 0)
        {
            segments.Add(new PathSegment(template[at..], -1));
        }

        return segments.ToImmutable();
    }
}
