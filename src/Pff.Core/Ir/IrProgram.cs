using System.Collections.Immutable;
using Pff.Core.Plan;
using Pff.Core.Text;
using Pff.Core.Types;

namespace Pff.Core.Ir;

/// <summary>A checked program: what the backend compiles.</summary>
public sealed record IrProgram
{
    public required string Name { get; init; }

    public required ImmutableArray<IrSequence> Sequences { get; init; }

    public ImmutableArray<ApiDescriptor> Apis { get; init; } = [];

    public ImmutableArray<SourceFile> Sources { get; init; } = [];
}

public sealed record IrSequence
{
    public required string Name { get; init; }

    /// <summary>The text in which all spans of the sequence stand.</summary>
    public required SourceText Source { get; init; }

    public required TextSpan Span { get; init; }

    /// <summary>False for a sequence of a module, which is there because another one calls it.</summary>
    public bool IsEntry { get; init; } = true;

    public ImmutableArray<InputPlan> Inputs { get; init; } = [];

    public required int SlotCount { get; init; }

    public required ImmutableArray<IrStep> Steps { get; init; }

    public ImmutableArray<string> Columns { get; init; } = [];

    public IrBudget Budget { get; init; } = IrBudget.None;
}

/// <summary>What a row of a sequence may cost at most; null where nothing is said.</summary>
public sealed record IrBudget
{
    public static IrBudget None { get; } = new();

    public IrLimit? Reads { get; init; }

    public IrLimit? Writes { get; init; }

    public IrLimit? Attempts { get; init; }

    /// <summary>How long after its start the sequence may still make a call.</summary>
    public int? TimeMs { get; init; }
}

/// <param name="Span">Where the number stands.</param>
public sealed record IrLimit(long Most, TextSpan Span);

/// <summary>A step; see the record of the same name in <c>Pff.Core.Plan</c> for what each does when it runs.</summary>
public abstract record IrStep(string Id, TextSpan Span);

public sealed record IrCallMethod(
    string Id, MethodDescriptor Method, ImmutableArray<IrArgument> Arguments, int ResultSlot, Projection? Projection, TextSpan Span)
    : IrStep(Id, Span)
{
    /// <summary>How a write is undone, or null; its arguments are evaluated when the write has succeeded.</summary>
    public IrUndoCall? Undo { get; init; }

    /// <summary>How to find out whether a write took effect, or null.</summary>
    public IrReadBack? SettledBy { get; init; }

    /// <summary>The method, and those that a call of it may call besides.</summary>
    public IEnumerable<MethodDescriptor> Methods =>
        new[] { Method, Undo?.Method, SettledBy?.Read.Method }.OfType<MethodDescriptor>();
}

/// <summary>The read that tells whether a write took effect.</summary>
/// <param name="Read">Its arguments and result are over slots of the sequence.</param>
/// <param name="Condition">Over the same slots: true where the write took effect.</param>
/// <param name="WithinMs">For how long it is asked again while the condition is false.</param>
public sealed record IrReadBack(IrCallMethod Read, IrExpression Condition, int WithinMs);

public sealed record IrUndoCall(MethodDescriptor Method, ImmutableArray<IrArgument> Arguments);

/// <param name="Parameter">Index into the method's parameters, or the called sequence's inputs.</param>
public sealed record IrArgument(int Parameter, IrExpression Value);

public sealed record IrCondition(
    string Id, IrExpression Condition, ImmutableArray<IrStep> Then, ImmutableArray<IrStep> Else, TextSpan Span)
    : IrStep(Id, Span);

public sealed record IrForEach(
    string Id, IrExpression List, int ItemSlot, int IndexSlot, int AtMost, ImmutableArray<IrStep> Steps, TextSpan Span)
    : IrStep(Id, Span);

public sealed record IrAssign(string Id, int Slot, IrExpression Value, TextSpan Span) : IrStep(Id, Span);

public sealed record IrAssert(string Id, IrExpression Condition, string Code, IrExpression Message, TextSpan Span) : IrStep(Id, Span);

public sealed record IrCallSequence(
    string Id, string Sequence, ImmutableArray<IrArgument> Arguments, int ResultSlot, TextSpan Span)
    : IrStep(Id, Span);

public sealed record IrTry(string Id, ImmutableArray<IrStep> Steps, ImmutableArray<IrHandler> Handlers, TextSpan Span) : IrStep(Id, Span);

public sealed record IrHandler(ImmutableArray<string> Kinds, int ErrorSlot, ImmutableArray<IrStep> Steps);

public sealed record IrParallel(string Id, ImmutableArray<ImmutableArray<IrStep>> Branches, TextSpan Span) : IrStep(Id, Span);

/// <param name="Until">The condition that ends it, or null.</param>
public sealed record IrRetry(
    string Id, ImmutableArray<IrStep> Steps, RetryRule Rule, IrExpression? Until, TextSpan Span)
    : IrStep(Id, Span);

public sealed record IrUndo(string Id, TextSpan Span) : IrStep(Id, Span);

public sealed record IrSkip(string Id, IrExpression Reason, TextSpan Span) : IrStep(Id, Span);

public sealed record IrFail(string Id, string Code, IrExpression Message, TextSpan Span) : IrStep(Id, Span);

public sealed record IrReturn(string Id, ImmutableArray<IrColumn> Columns, TextSpan Span) : IrStep(Id, Span);

public sealed record IrColumn(string Name, IrExpression Value);
