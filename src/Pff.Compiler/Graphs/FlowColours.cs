namespace Pff.Compiler.Graphs;

/// <summary>The colours of a kind of node: dark lines and text on light grounds. The text says the same, for who sees no colours.</summary>
internal sealed record FlowColours(string Fill, string Line)
{
    public static FlowColours Of(FlowKind kind) => kind switch
    {
        FlowKind.Read => new("#e3f0fc", "#2b6cb0"),
        FlowKind.Write => new("#fdebd0", "#b7651b"),
        FlowKind.Irreversible => new("#fadbd8", "#b03a2e"),
        FlowKind.Condition or FlowKind.Assert or FlowKind.Loop or FlowKind.Parallel => new("#fef9e0", "#8a7a1f"),
        FlowKind.CallSequence => new("#e6f4ea", "#2f7d4f"),
        FlowKind.Handler or FlowKind.Guard => new("#f5e6f7", "#7b3f8c"),
        FlowKind.Start or FlowKind.End or FlowKind.Skip or FlowKind.Fail or FlowKind.Return => new("#eceff1", "#546e7a"),
        FlowKind.Assign => new("#ffffff", "#78909c"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
