using System.Collections.Immutable;

namespace Pff.Core.Plan;

/// <summary>
/// Everything about a compiled plan but its code: what the runtime walks. Expressions are numbers into
/// <see cref="CompiledPlan.Expressions"/>, whose places in the source are in <see cref="Expressions"/>.
/// </summary>
public sealed record PlanModel
{
    /// <summary>The version of this format; another one is refused by name.</summary>
    public const int CurrentFormatVersion = 9;

    public required int FormatVersion { get; init; }

    /// <summary>What the manifest's metadata calls it.</summary>
    public required string Name { get; init; }

    public required ImmutableArray<SequencePlan> Sequences { get; init; }

    public ImmutableArray<MethodDescriptor> Methods { get; init; } = [];

    public ImmutableArray<ApiDescriptor> Apis { get; init; } = [];

    /// <summary>Every file that the plan was compiled from, by its path relative to the manifest's folder.</summary>
    public ImmutableArray<SourceFile> Sources { get; init; } = [];

    public ImmutableArray<ExpressionSource> Expressions { get; init; } = [];
}

/// <param name="Sha256">Lower-case hexadecimal.</param>
public sealed record SourceFile(string Path, string Sha256);

/// <summary>Where an expression or step stands; line and column count from 1.</summary>
public sealed record ExpressionSource(string Path, int Line, int Column, string Text);

/// <summary>The plan and its code, ready to run.</summary>
public sealed record CompiledPlan(PlanModel Model, ImmutableArray<CompiledExpression> Expressions)
{
    /// <summary>Identifies the plan by content: lower-case hexadecimal SHA-256.</summary>
    public required string Hash { get; init; }
}

public sealed record SequencePlan
{
    public required string Name { get; init; }

    public ImmutableArray<InputPlan> Inputs { get; init; } = [];

    /// <summary>The size of a <see cref="Frame"/>.</summary>
    public required int SlotCount { get; init; }

    public required ImmutableArray<StepPlan> Steps { get; init; }

    /// <summary>The report columns that <c>return</c> fills, in order of first appearance.</summary>
    public ImmutableArray<string> Columns { get; init; } = [];

    public bool Writes { get; init; }

    /// <summary>Whether rows can be run through it; otherwise it is there because another sequence calls it.</summary>
    public bool IsEntry { get; init; } = true;

    /// <summary>After so many milliseconds from its start the sequence makes no more calls; 0 where it may take any time.</summary>
    public int TimeMs { get; init; }
}

public enum InputType
{
    Text,
    Bool,
    Int,
    Double,
    Decimal,
    Timestamp,
    Duration,

    /// <summary>As the file has it.</summary>
    Any,
}

/// <param name="Column">The header of the input column, compared without case and surrounding blanks.</param>
public sealed record InputPlan(string Name, string Column, int Slot, InputType Type, bool IsRequired)
{
    public bool IsSecret { get; init; }

    /// <summary>The only texts allowed; empty where any is.</summary>
    public ImmutableArray<string> AllowedValues { get; init; } = [];

    /// <summary>What a cell must keep beyond its type; null where anything is good.</summary>
    public ValueConstraint? Constraint { get; init; }

    /// <summary>What an empty cell stands for, as it would be written in a cell; null where there is no default.</summary>
    public string? Default { get; init; }
}
