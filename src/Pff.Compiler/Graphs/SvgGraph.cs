using System.Globalization;
using System.Text;

namespace Pff.Compiler.Graphs;

/// <summary>A flow graph as a picture that needs no other program: dark on light, its text escaped, no script.</summary>
public static class SvgGraph
{
    /// <summary>A picture of more is of no use, and its layout would take long.</summary>
    public const int MaximumNodes = 1_000;

    private const double Margin = 24;
    private const double CharacterWidth = 7;
    private const double WideCharacterWidth = 13;
    private const double Padding = 18;
    private const double LineHeight = 16;
    private const int FirstWideCharacter = 0x1100;

    private const string Head = """
        <style>
          text { font: 12px "DejaVu Sans", Verdana, sans-serif; fill: #1a202c; text-anchor: middle }
          .detail { font-size: 11px; fill: #37474f }
          .label { font-size: 11px; fill: #37474f; paint-order: stroke; stroke: #ffffff; stroke-width: 4px }
          path.edge { fill: none; stroke: #455a64; stroke-width: 1.3 }
        </style>
        <defs><marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path d="M0 0 L10 5 L0 10 z" fill="#455a64"/></marker></defs>

        """;

    public static string Write(FlowGraph graph)
    {
        var layout = LayeredLayout.Of(graph, SizeOf);
        var (width, height) = (layout.Width + (2 * Margin), layout.Height + (2 * Margin));
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:F0}\" height=\"{height:F0}\" viewBox=\"{-Margin:F0} {-Margin:F0} {width:F0} {height:F0}\" role=\"img\">\n");
        text.Append(CultureInfo.InvariantCulture, $"<title>{Escape(graph.Name)}</title>\n");
        text.Append(Head);
        text.Append(CultureInfo.InvariantCulture, $"<rect x=\"{-Margin:F0}\" y=\"{-Margin:F0}\" width=\"{width:F0}\" height=\"{height:F0}\" fill=\"#ffffff\"/>\n");
        foreach (var route in layout.Routes)
        {
            Write(text, route);
        }

        foreach (var node in graph.Nodes)
        {
            Write(text, node, layout.Boxes[node.Number]);
        }

        // Labels lie above everything, because an edge may pass behind one.
        foreach (var route in layout.Routes.Where(r => r.Edge.Label is not null))
        {
            WriteLabel(text, route);
        }

        return text.Append("</svg>\n").ToString();
    }

    private static (double Width, double Height) SizeOf(FlowNode node)
    {
        var widest = Math.Max(WidthOf(node.Title), node.Detail is null ? 0 : WidthOf(node.Detail));
        return (widest + (2 * Padding), node.Detail is null ? 30 : 46);
    }

    private static double WidthOf(string text) =>
        text.EnumerateRunes().Sum(r => r.Value >= FirstWideCharacter ? WideCharacterWidth : CharacterWidth);

    private static void Write(StringBuilder text, Route route)
    {
        var path = new StringBuilder();
        var (x, y) = route.Points[0];
        path.Append(CultureInfo.InvariantCulture, $"M{x:F1} {y:F1}");
        foreach (var (nextX, nextY) in route.Points.Skip(1))
        {
            var middle = (y + nextY) / 2;
            path.Append(CultureInfo.InvariantCulture, $" C{x:F1} {middle:F1} {nextX:F1} {middle:F1} {nextX:F1} {nextY:F1}");
            (x, y) = (nextX, nextY);
        }

        var marker = route.Edge.Kind == FlowEdgeKind.Again ? "marker-start" : "marker-end";
        var dash = route.Edge.Kind switch
        {
            FlowEdgeKind.Next => "",
            FlowEdgeKind.Again => " stroke-dasharray=\"1.5 3\"",
            FlowEdgeKind.Error => " stroke-dasharray=\"6 4\"",
            _ => throw new ArgumentOutOfRangeException(nameof(route), route.Edge.Kind, null),
        };
        text.Append(CultureInfo.InvariantCulture, $"<path class=\"edge\" d=\"{path}\" {marker}=\"url(#arrow)\"{dash}/>\n");
    }

    private static void WriteLabel(StringBuilder text, Route route)
    {
        // Near the end at which the choice is made, where edges of one node have already parted.
        var isBack = route.Edge.Kind == FlowEdgeKind.Again;
        var (fromX, fromY) = isBack ? route.Points[^1] : route.Points[0];
        var (toX, toY) = isBack ? route.Points[^2] : route.Points[1];
        var (x, y) = (fromX + ((toX - fromX) * 0.5), fromY + ((toY - fromY) * 0.5) + 4);
        text.Append(CultureInfo.InvariantCulture, $"<text class=\"label\" x=\"{x:F1}\" y=\"{y:F1}\">{Escape(route.Edge.Label!)}</text>\n");
    }

    private static void Write(StringBuilder text, FlowNode node, Box box)
    {
        var colours = FlowColours.Of(node.Kind);
        var stroke = node.Kind == FlowKind.Irreversible ? 3 : 1.3;
        text.Append(CultureInfo.InvariantCulture, $"<g class=\"{node.Kind.ToString().ToLowerInvariant()}\">{ShapeOf(node.Kind, box)} fill=\"{colours.Fill}\" stroke=\"{colours.Line}\" stroke-width=\"{stroke}\"/>");
        var first = node.Detail is null ? box.Y + 4 : box.Y - 4;
        text.Append(CultureInfo.InvariantCulture, $"<text x=\"{box.X:F1}\" y=\"{first:F1}\">{Escape(node.Title)}</text>");
        if (node.Detail is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"<text class=\"detail\" x=\"{box.X:F1}\" y=\"{first + LineHeight:F1}\">{Escape(node.Detail)}</text>");
        }

        text.Append("</g>\n");
    }

    /// <summary>The element without its end, so that colours can follow.</summary>
    private static string ShapeOf(FlowKind kind, Box box)
    {
        var (left, right) = (box.X - (box.Width / 2), box.X + (box.Width / 2));
        const double Slant = 10;
        return kind switch
        {
            FlowKind.Condition or FlowKind.Assert => string.Create(
                CultureInfo.InvariantCulture,
                $"<polygon points=\"{left:F1},{box.Y:F1} {left + Slant:F1},{box.Top:F1} {right - Slant:F1},{box.Top:F1} {right:F1},{box.Y:F1} {right - Slant:F1},{box.Bottom:F1} {left + Slant:F1},{box.Bottom:F1}\""),
            FlowKind.Loop => string.Create(
                CultureInfo.InvariantCulture,
                $"<polygon points=\"{left + Slant:F1},{box.Top:F1} {right - Slant:F1},{box.Top:F1} {right:F1},{box.Bottom:F1} {left:F1},{box.Bottom:F1}\""),
            _ => string.Create(
                CultureInfo.InvariantCulture,
                $"<rect x=\"{left:F1}\" y=\"{box.Top:F1}\" width=\"{box.Width:F1}\" height=\"{box.Height:F1}\" rx=\"{RadiusOf(kind, box):F1}\""),
        };
    }

    private static double RadiusOf(FlowKind kind, Box box) => kind switch
    {
        FlowKind.Start or FlowKind.End or FlowKind.Skip or FlowKind.Fail or FlowKind.Return => box.Height / 2,
        FlowKind.Handler or FlowKind.Guard => 12,
        _ => 3,
    };

    /// <summary>As XML 1.0 wants it; what XML cannot have becomes a replacement character.</summary>
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '<':
                    escaped.Append("&lt;");
                    break;
                case '>':
                    escaped.Append("&gt;");
                    break;
                case '&':
                    escaped.Append("&amp;");
                    break;
                case '"':
                    escaped.Append("&quot;");
                    break;
                case < 0x20 or 0xFFFE or 0xFFFF:
                    escaped.Append('\uFFFD');
                    break;
                default:
                    escaped.Append(rune);
                    break;
            }
        }

        return escaped.ToString();
    }
}
