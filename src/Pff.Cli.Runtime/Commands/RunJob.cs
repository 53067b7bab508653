using System.Collections.Immutable;
using Pff.Core.Plan;
using Pff.Runtime.Changes;
using Pff.Runtime.Execution;
using Pff.Runtime.Undoing;

namespace Pff.Cli.Runtime.Commands;

/// <summary>What a session runs, and how.</summary>
internal sealed record RunJob
{
    public required CompiledPlan Plan { get; init; }

    public required SequencePlan Sequence { get; init; }

    public required RunSettings Settings { get; init; }

    /// <summary>Where relative paths of secret files start.</summary>
    public required string SourceFolder { get; init; }

    /// <summary>When it stops by itself, and how it is widened.</summary>
    public Caution Caution { get; init; } = Caution.None;

    /// <summary>The next gate of a canary is passed without asking.</summary>
    public bool Widens { get; init; }

    /// <summary>Takes what each row would do; null where nobody wants it.</summary>
    public IChangeSink? Changes { get; init; }

    /// <summary>The only changes that may be made; null where the rows decide.</summary>
    public IApprovedChanges? Approved { get; init; }

    /// <summary>What the rows undo, instead of being run; null for a run of the sequence.</summary>
    public UndoWork? Undo { get; init; }

    /// <summary>Which rows of the table are run; null for all.</summary>
    public Func<long, bool>? Rows { get; init; }
}

/// <summary>What a run undoes.</summary>
/// <param name="Rows">The numbers of its rows, in order. They are known without the table, which may have changed since.</param>
internal sealed record UndoWork(UndoSource Source, ImmutableArray<long> Rows);
