using System.Collections.Immutable;

namespace Pff.Compiler.Graphs;

/// <summary>A box by its middle.</summary>
internal readonly record struct Box(double X, double Y, double Width, double Height)
{
    public double Top => Y - (Height / 2);

    public double Bottom => Y + (Height / 2);
}

/// <param name="Points">From the upper end to the lower one, through the gaps between boxes.</param>
internal sealed record Route(FlowEdge Edge, ImmutableArray<(double X, double Y)> Points);

/// <summary>
/// Places a graph in layers: a node is one layer below the lowest of those that lead to it. An edge over several layers
/// has a place of its own in each of them, so that it crosses no box; an edge back to a loop is placed as if it led
/// down. Within the layers the order is improved by the neighbours' middle, and then each place is drawn to its
/// neighbours as far as the order allows.
/// </summary>
internal sealed class LayeredLayout
{
    private const int OrderingSweeps = 8;
    private const int PlacingSweeps = 12;
    private const double LayerGap = 44;
    private const double BoxGap = 28;
    private const double EdgeWidth = 14;

    private readonly List<Place> _places = [];
    private readonly List<List<Place>> _layers = [];
    private readonly List<(FlowEdge Edge, List<Place> Way)> _ways = [];

    private LayeredLayout()
    {
    }

    public required ImmutableArray<Box> Boxes { get; init; }

    public required ImmutableArray<Route> Routes { get; init; }

    public double Width { get; private init; }

    public double Height { get; private init; }

    public static LayeredLayout Of(FlowGraph graph, Func<FlowNode, (double Width, double Height)> sizeOf)
    {
        var work = new LayeredLayout { Boxes = [], Routes = [] };
        work.Layer(graph, sizeOf);
        work.Order();
        work.PlaceAcross();
        var height = work.PlaceDown();
        var left = work._places.Min(p => p.X - (p.Width / 2));
        foreach (var place in work._places)
        {
            place.X -= left;
        }

        return new LayeredLayout
        {
            Boxes = [.. work._places.Take(graph.Nodes.Length).Select(p => new Box(p.X, p.Y, p.Width, p.Height))],
            Routes = [.. work._ways.Select(w => new Route(w.Edge, Points(w.Way)))],
            Width = work._places.Max(p => p.X + (p.Width / 2)),
            Height = height,
        };
    }

    private void Layer(FlowGraph graph, Func<FlowNode, (double Width, double Height)> sizeOf)
    {
        var incoming = graph.Edges.Where(e => e.Kind != FlowEdgeKind.Again).ToLookup(e => e.To);
        foreach (var node in graph.Nodes)
        {
            var (width, height) = sizeOf(node);
            Add(incoming[node.Number].Select(e => _places[e.From].Layer + 1).DefaultIfEmpty(0).Max(), width, height);
        }

        foreach (var edge in graph.Edges)
        {
            var (upper, lower) = edge.Kind == FlowEdgeKind.Again ? (edge.To, edge.From) : (edge.From, edge.To);
            var way = new List<Place> { _places[upper] };
            for (var layer = _places[upper].Layer + 1; layer < _places[lower].Layer; layer++)
            {
                way.Add(Add(layer, EdgeWidth, 0));
            }

            way.Add(_places[lower]);
            for (var i = 1; i < way.Count; i++)
            {
                way[i - 1].Below.Add(way[i]);
                way[i].Above.Add(way[i - 1]);
            }

            _ways.Add((edge, way));
        }
    }

    private Place Add(int layer, double width, double height)
    {
        while (_layers.Count <= layer)
        {
            _layers.Add([]);
        }

        var place = new Place(layer, width, height) { Rank = _layers[layer].Count };
        _layers[layer].Add(place);
        _places.Add(place);
        return place;
    }

    private void Order()
    {
        for (var sweep = 0; sweep < OrderingSweeps; sweep++)
        {
            var isDown = sweep % 2 == 0;
            foreach (var layer in isDown ? _layers : Enumerable.Reverse(_layers))
            {
                var sorted = layer.OrderBy(p => Middle(isDown ? p.Above : p.Below, n => n.Rank, p.Rank)).ToList();
                layer.Clear();
                layer.AddRange(sorted);
                for (var i = 0; i < sorted.Count; i++)
                {
                    sorted[i].Rank = i;
                }
            }
        }
    }

    private void PlaceAcross()
    {
        foreach (var layer in _layers)
        {
            Settle(layer, _ => 0);
        }

        for (var sweep = 0; sweep < PlacingSweeps; sweep++)
        {
            var isDown = sweep % 2 == 0;
            foreach (var layer in isDown ? _layers : Enumerable.Reverse(_layers))
            {
                Settle(layer, p => Middle(isDown ? p.Above : p.Below, n => n.X, p.X));
            }
        }
    }

    /// <summary>
    /// The places nearest to where each wants to be, in order and without touching: neighbours that would overlap become
    /// one block around the mean of their wishes, until none does.
    /// </summary>
    private static void Settle(List<Place> layer, Func<Place, double> wish)
    {
        var blocks = new List<(double Sum, int Count, int First)>();
        var offsets = new double[layer.Count];
        for (var i = 0; i < layer.Count; i++)
        {
            offsets[i] = i == 0 ? 0 : offsets[i - 1] + (layer[i - 1].Width / 2) + BoxGap + (layer[i].Width / 2);
            blocks.Add((wish(layer[i]) - offsets[i], 1, i));
            while (blocks.Count > 1 && blocks[^2].Sum / blocks[^2].Count > blocks[^1].Sum / blocks[^1].Count)
            {
                var merged = (blocks[^2].Sum + blocks[^1].Sum, blocks[^2].Count + blocks[^1].Count, blocks[^2].First);
                blocks.RemoveRange(blocks.Count - 2, 2);
                blocks.Add(merged);
            }
        }

        foreach (var (sum, count, first) in blocks)
        {
            for (var i = first; i < first + count; i++)
            {
                layer[i].X = (sum / count) + offsets[i];
            }
        }
    }

    private double PlaceDown()
    {
        var y = 0.0;
        foreach (var layer in _layers)
        {
            var height = layer.Max(p => p.Height);
            foreach (var place in layer)
            {
                place.Y = y + (height / 2);
            }

            y += height + LayerGap;
        }

        return y - LayerGap;
    }

    private static double Middle(List<Place> neighbours, Func<Place, double> of, double otherwise) =>
        neighbours.Count == 0 ? otherwise : neighbours.Average(of);

    private static ImmutableArray<(double X, double Y)> Points(List<Place> way)
    {
        var points = ImmutableArray.CreateBuilder<(double X, double Y)>(way.Count);
        points.Add((way[0].X, way[0].Y + (way[0].Height / 2)));
        points.AddRange(way.Skip(1).Take(way.Count - 2).Select(p => (p.X, p.Y)));
        points.Add((way[^1].X, way[^1].Y - (way[^1].Height / 2)));
        return points.ToImmutable();
    }

    /// <summary>A node, or an edge where it passes a layer.</summary>
    private sealed class Place(int layer, double width, double height)
    {
        public int Layer { get; } = layer;

        public double Width { get; } = width;

        public double Height { get; } = height;

        public int Rank { get; set; }

        public double X { get; set; }

        public double Y { get; set; }

        public List<Place> Above { get; } = [];

        public List<Place> Below { get; } = [];
    }
}
