using System.Collections.Immutable;
using Pff.Compiler.Manifest.Tests;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Plan.Library;
using Pff.Core.Text;
using Pff.Core.Types;

namespace Pff.Compiler.Manifest;

/// <summary>A manifest as it is written: every part with its place, nothing bound yet.</summary>
public sealed record ManifestSyntax(SourceText Source, TextSpan Span)
{
    /// <summary>What the metadata call the manifest, or null.</summary>
    public string? Name { get; init; }

    /// <summary>The catalogues that <c>uses</c> names; null where there is no <c>uses</c>.</summary>
    public ImmutableArray<YamlScalar>? Uses { get; init; }

    /// <summary>The declared inputs; null where there is no <c>inputs</c>, so that free names become inputs.</summary>
    public ImmutableArray<InputSyntax>? Inputs { get; init; }

    public ImmutableArray<SequenceSyntax> Sequences { get; init; } = [];

    public ImmutableArray<TestSyntax> Tests { get; init; } = [];

    /// <summary>The manifest whose sequences the tests are about; null where they are the file's own.</summary>
    public ManifestName? TestsOf { get; init; }
}

/// <summary>A name and where it stands.</summary>
public sealed record ManifestName(string Text, TextSpan Span);

/// <param name="Name">What expressions call the column.</param>
public sealed record InputSyntax(ManifestName Name, InputType Type, TextSpan Span)
{
    /// <summary>The type that expressions see, where a module says more than <see cref="Type"/> does.</summary>
    public PffType? DeclaredType { get; init; }

    public bool IsRequired { get; init; } = true;

    public bool IsSecret { get; init; }

    /// <summary>The header of the column; the name where none is given.</summary>
    public string? Column { get; init; }

    public ImmutableArray<string> AllowedValues { get; init; } = [];

    /// <summary>What a cell must keep beyond its type.</summary>
    public ValueConstraint? Constraint { get; init; }

    public string? Default { get; init; }

    /// <returns>What the constraint expects instead of a default of the input's type, or null where it is good.</returns>
    public LocalizedText? BrokenBy(string fallback) => Constraint is not { } constraint || fallback.Length == 0 ? null
        : new ConstraintCheck(constraint).Expected(Type switch
        {
            InputType.Int or InputType.Decimal => Conversions.ToDecimal(Value.Of(fallback)),
            InputType.Double => Conversions.ToDouble(Value.Of(fallback)),
            _ => Value.Of(fallback),
        });
}

/// <param name="Source">The text in which all its spans stand.</param>
/// <param name="Inputs">Its own inputs; null where it takes those of the manifest.</param>
/// <param name="Handlers">What its <c>on_error</c> does, around all steps.</param>
public sealed record SequenceSyntax(
    SourceText Source,
    ManifestName Name,
    ImmutableArray<InputSyntax>? Inputs,
    ImmutableArray<StepSyntax> Steps,
    ImmutableArray<HandlerSyntax> Handlers,
    TextSpan Span)
{
    /// <summary>Whether it takes what no row has, so that only other sequences can run it.</summary>
    public bool IsOnlyCalled { get; init; }

    /// <summary>What its expressions call the row, so that an input is read as <c>row.name</c>; null where inputs are read by name.</summary>
    public ManifestName? RowName { get; init; }

    public BudgetSyntax? Budget { get; init; }

    public IEnumerable<StepSyntax> AllSteps => Steps.Concat(Handlers.SelectMany(h => h.Steps)).SelectMany(s => s.WithDescendants());
}

/// <summary>What a row may cost; null where nothing is said.</summary>
public sealed record BudgetSyntax(BudgetLimitSyntax? Reads, BudgetLimitSyntax? Writes, BudgetLimitSyntax? Attempts, int? TimeMs);

public sealed record BudgetLimitSyntax(long Most, TextSpan Span);

/// <summary>A step, with the keys that every step may have. One file of <c>Steps</c> a kind.</summary>
public abstract record StepSyntax(StepClauses Clauses)
{
    public TextSpan Span => Clauses.Span;

    /// <summary>The values that the kind of step itself evaluates, in source order.</summary>
    public abstract IEnumerable<ValueSyntax> OwnValues { get; }

    /// <summary>The names that it gives to results, values and elements.</summary>
    public virtual IEnumerable<ManifestName> OwnNames => [];

    /// <summary>The steps inside it.</summary>
    public virtual ImmutableArray<StepSyntax> OwnSteps => [];

    /// <summary>The code of the failure that it may end the row with, or null.</summary>
    public virtual ManifestName? OwnCode => null;

    /// <summary>The step and all steps below it: inside it, in its <c>else</c> and in its handlers.</summary>
    public IEnumerable<StepSyntax> WithDescendants() =>
        OwnSteps.Concat(Clauses.Else).Concat(Clauses.Handlers.SelectMany(h => h.Steps)).SelectMany(s => s.WithDescendants()).Prepend(this);
}

/// <param name="Keyword">The key that says what the step does.</param>
/// <param name="Span">The whole step.</param>
public sealed record StepClauses(TextSpan Keyword, TextSpan Span)
{
    public ManifestName? Name { get; init; }

    /// <summary>The condition of <c>when</c>, or null.</summary>
    public ValueSyntax? When { get; init; }

    /// <summary>What happens where the condition is false.</summary>
    public ImmutableArray<StepSyntax> Else { get; init; } = [];

    public ImmutableArray<HandlerSyntax> Handlers { get; init; } = [];
}

/// <summary>One entry of <c>on_error</c>.</summary>
/// <param name="Kind">A kind of failure, <c>http_NNN</c>, the code of an <c>assert</c> or <c>fail</c>, or <c>any</c>.</param>
/// <param name="IsList">Whether the steps are written as a list, not as a single step.</param>
public sealed record HandlerSyntax(ManifestName Kind, ImmutableArray<StepSyntax> Steps, bool IsList)
{
    /// <summary>What its steps call the error; null for <c>error</c>.</summary>
    public ManifestName? ErrorName { get; init; }

    /// <summary>The <c>try</c> of a module that it belongs to; null in a manifest, and for a block.</summary>
    public TextSpan? Try { get; init; }
}

/// <summary><c>name: value</c> in <c>args</c>, <c>let</c> or <c>return</c>.</summary>
public sealed record ArgumentSyntax(ManifestName Name, ValueSyntax Value);
