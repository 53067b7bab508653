using System.Globalization;
using System.Text;

namespace Pff.Compiler.Graphs;

/// <summary>A flow graph in Mermaid's language, which many wikis draw.</summary>
public static class MermaidGraph
{
    private const string Classes = """
          classDef read fill:#e3f0fc,stroke:#2b6cb0,color:#1a202c
          classDef write fill:#fdebd0,stroke:#b7651b,color:#1a202c
          classDef irreversible fill:#fadbd8,stroke:#b03a2e,stroke-width:3px,color:#1a202c
          classDef decision fill:#fef9e0,stroke:#8a7a1f,color:#1a202c
          classDef ending fill:#eceff1,stroke:#546e7a,color:#1a202c
          classDef handler fill:#f5e6f7,stroke:#7b3f8c,color:#1a202c

        """;

    public static string Write(FlowGraph graph)
    {
        var text = new StringBuilder("flowchart TD\n");
        foreach (var node in graph.Nodes)
        {
            var (open, close) = ShapeOf(node.Kind);
            var detail = node.Detail is null ? "" : "<br/>" + Escape(node.Detail);
            text.Append(CultureInfo.InvariantCulture, $"  n{node.Number}{open}\"{Escape(node.Title)}{detail}\"{close}{ClassOf(node.Kind)}\n");
        }

        foreach (var edge in graph.Edges)
        {
            var arrow = edge.Kind == FlowEdgeKind.Error ? "-.->" : "-->";
            var label = edge.Label is null ? "" : $"|\"{Escape(edge.Label)}\"|";
            text.Append(CultureInfo.InvariantCulture, $"  n{edge.From} {arrow}{label} n{edge.To}\n");
        }

        return text.Append(Classes).ToString();
    }

    private static (string Open, string Close) ShapeOf(FlowKind kind) => kind switch
    {
        FlowKind.Start or FlowKind.End or FlowKind.Skip or FlowKind.Fail or FlowKind.Return => ("([", "])"),
        FlowKind.Condition or FlowKind.Assert => ("{{", "}}"),
        FlowKind.Loop => ("[/", "\\]"),
        FlowKind.Parallel => ("[/", "/]"),
        FlowKind.CallSequence => ("[[", "]]"),
        FlowKind.Handler or FlowKind.Guard => ("(", ")"),
        FlowKind.Read or FlowKind.Write or FlowKind.Irreversible or FlowKind.Assign => ("[", "]"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    private static string ClassOf(FlowKind kind) => kind switch
    {
        FlowKind.Read => ":::read",
        FlowKind.Write => ":::write",
        FlowKind.Irreversible => ":::irreversible",
        FlowKind.Condition or FlowKind.Assert or FlowKind.Loop or FlowKind.Parallel => ":::decision",
        FlowKind.Start or FlowKind.End or FlowKind.Skip or FlowKind.Fail or FlowKind.Return => ":::ending",
        FlowKind.Handler or FlowKind.Guard => ":::handler",
        FlowKind.Assign or FlowKind.CallSequence => "",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>Every character that Mermaid, Markdown or HTML could take for its own becomes a number.</summary>
    private static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) || rune.Value is ' ' or '.' or ',' or '_' or '-' or '+' or '?' or '!' or '…' or '(' or ')' or ':' or '/' or '\'' or '=')
            {
                escaped.Append(rune);
            }
            else
            {
                escaped.Append(CultureInfo.InvariantCulture, $"#{rune.Value};");
            }
        }

        return escaped.ToString();
    }
}
