using System.Globalization;
using System.Text;

namespace Pff.Compiler.Graphs;

/// <summary>A flow graph in the language of Graphviz.</summary>
public static class DotGraph
{
    public static string Write(FlowGraph graph)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"digraph \"{Escape(graph.Name)}\" {{\n");
        text.Append("  node [fontname=\"sans-serif\", fontsize=11, style=filled];\n  edge [fontname=\"sans-serif\", fontsize=10];\n");
        foreach (var node in graph.Nodes)
        {
            var detail = node.Detail is null ? "" : "\\n" + Escape(node.Detail);
            var colours = FlowColours.Of(node.Kind);
            var width = node.Kind == FlowKind.Irreversible ? ", penwidth=3" : "";
            text.Append(CultureInfo.InvariantCulture, $"  n{node.Number} [label=\"{Escape(node.Title)}{detail}\", shape={ShapeOf(node.Kind)}, fillcolor=\"{colours.Fill}\", color=\"{colours.Line}\"{width}];\n");
        }

        foreach (var edge in graph.Edges)
        {
            var label = edge.Label is null ? "" : $"label=\"{Escape(edge.Label)}\", ";
            var style = edge.Kind switch
            {
                FlowEdgeKind.Next => "style=solid",
                FlowEdgeKind.Again => "style=solid, constraint=false",
                FlowEdgeKind.Error => "style=dashed",
                _ => throw new ArgumentOutOfRangeException(nameof(graph), edge.Kind, null),
            };
            text.Append(CultureInfo.InvariantCulture, $"  n{edge.From} -> n{edge.To} [{label}{style}];\n");
        }

        return text.Append("}\n").ToString();
    }

    private static string ShapeOf(FlowKind kind) => kind switch
    {
        FlowKind.Start or FlowKind.End or FlowKind.Skip or FlowKind.Fail or FlowKind.Return => "oval",
        FlowKind.Condition or FlowKind.Assert => "hexagon",
        FlowKind.Loop => "house",
        FlowKind.Parallel => "parallelogram",
        FlowKind.CallSequence => "component",
        FlowKind.Handler or FlowKind.Guard => "octagon",
        FlowKind.Read or FlowKind.Write or FlowKind.Irreversible or FlowKind.Assign => "box",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    private static string Escape(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).ReplaceLineEndings(" ");
}
