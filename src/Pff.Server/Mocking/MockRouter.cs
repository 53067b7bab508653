using System.Collections.Immutable;

namespace Pff.Server.Mocking;

/// <summary>A route that takes a request's verb and path, and what its path captured.</summary>
internal readonly record struct RouteMatch(MockRoute Route, int Index, string[] Captures);

/// <summary>Finds the routes for a verb and path. Routes keep the order of the file.</summary>
internal sealed class MockRouter
{
    private readonly ImmutableArray<MockRoute> _routes;
    private readonly Dictionary<int, int[]> _bySegmentCount;

    public MockRouter(ImmutableArray<MockRoute> routes)
    {
        _routes = routes;
        _bySegmentCount = Enumerable.Range(0, routes.Length)
            .GroupBy(i => routes[i].Path.Length)
            .ToDictionary(group => group.Key, group => group.ToArray());
    }

    /// <summary>The next route, at or after <paramref name="position"/>, that takes the request; false where none is left.</summary>
    public bool TryFindNext(string verb, string[] segments, ref int position, out RouteMatch match)
    {
        if (_bySegmentCount.TryGetValue(segments.Length, out var candidates))
        {
            while (position < candidates.Length)
            {
                var index = candidates[position++];
                var route = _routes[index];
                if ((route.TakesAnyVerb || route.Verb == verb) && Takes(route, segments))
                {
                    match = new RouteMatch(route, index, Captures(route, segments));
                    return true;
                }
            }
        }

        match = default;
        return false;
    }

    private static bool Takes(MockRoute route, string[] segments)
    {
        for (var i = 0; i < segments.Length; i++)
        {
            var segment = route.Path[i];
            if (!segment.IsCapture && segment.Text != segments[i])
            {
                return false;
            }
        }

        return true;
    }

    private static string[] Captures(MockRoute route, string[] segments)
    {
        var count = 0;
        foreach (var segment in route.Path)
        {
            count += segment.IsCapture ? 1 : 0;
        }

        var captures = new string[count];
        for (int i = 0, at = 0; i < segments.Length; i++)
        {
            if (route.Path[i].IsCapture)
            {
                captures[at++] = segments[i];
            }
        }

        return captures;
    }
}
