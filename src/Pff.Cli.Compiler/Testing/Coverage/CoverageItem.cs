namespace Pff.Cli.Compiler.Testing.Coverage;

internal enum CoverageKind
{
    Sequence,
    Step,
    ConditionTrue,
    ConditionFalse,
    LoopNone,
    LoopOne,
    LoopMany,
    Handler,
}

/// <summary>Something that a test can reach.</summary>
/// <param name="StepId">As messages call the step; empty for the sequence itself.</param>
/// <param name="File">The manifest, or the module that the sequence comes from.</param>
/// <param name="Line">In the file, from 1.</param>
/// <param name="Detail">Of a handler what it handles; else empty.</param>
internal sealed record CoverageItem(string Sequence, string StepId, string File, int Line, CoverageKind Kind, string Detail)
{
    /// <summary>Whether it is one way out of several, not a place.</summary>
    public bool IsBranch => Kind is not (CoverageKind.Sequence or CoverageKind.Step);

    public string KindName => Kind switch
    {
        CoverageKind.Sequence => "sequence",
        CoverageKind.Step => "step",
        CoverageKind.ConditionTrue => "when_true",
        CoverageKind.ConditionFalse => "when_false",
        CoverageKind.LoopNone => "loop_0",
        CoverageKind.LoopOne => "loop_1",
        CoverageKind.LoopMany => "loop_many",
        CoverageKind.Handler => "on_error",
        _ => throw new InvalidOperationException($"no name for {Kind}"),
    };
}
