using System.Collections.Immutable;

namespace Pff.Compiler.Graphs;

/// <summary>What a node of a flow graph stands for; each has its own shape and colour.</summary>
public enum FlowKind
{
    Start,

    /// <summary>The end that is reached by running out of steps.</summary>
    End,
    Read,
    Write,
    Irreversible,
    Condition,
    Loop,

    /// <summary>Where branches part that run side by side.</summary>
    Parallel,
    Assign,
    Assert,
    CallSequence,

    /// <summary>Where handlers begin to watch.</summary>
    Guard,
    Handler,
    Skip,
    Fail,
    Return,
}

/// <param name="Number">Its index in the graph; an edge that is no <see cref="FlowEdgeKind.Again"/> leads to a higher one.</param>
/// <param name="Title">What it does.</param>
/// <param name="Detail">A second line, or null.</param>
public sealed record FlowNode(int Number, FlowKind Kind, string Title, string? Detail);

public enum FlowEdgeKind
{
    Next,

    /// <summary>Back to a loop, for its next element.</summary>
    Again,

    /// <summary>To a handler.</summary>
    Error,
}

public sealed record FlowEdge(int From, int To, FlowEdgeKind Kind, string? Label);

/// <summary>The steps of one sequence as a graph, in no particular drawing's terms.</summary>
public sealed record FlowGraph(string Name, ImmutableArray<FlowNode> Nodes, ImmutableArray<FlowEdge> Edges);
