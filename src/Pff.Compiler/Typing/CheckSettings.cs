using System.Collections.Immutable;
using Pff.Core.Text;

namespace Pff.Compiler.Typing;

/// <summary>How an expression is checked.</summary>
public sealed record CheckSettings
{
    public static CheckSettings Default { get; } = new();

    /// <summary>Unguarded access to an optional field is an error instead of a warning, and dyn is refused.</summary>
    public bool IsStrict { get; init; }

    /// <summary>Without strict checking a dyn is noted, so that somebody can count what is only checked when it runs.</summary>
    public bool NotesDyn { get; init; }

    /// <summary>Names that a later step saves, with where it does: using one is "used before it is saved".</summary>
    public IReadOnlyDictionary<string, TextSpan> LaterNames { get; init; } = ImmutableDictionary<string, TextSpan>.Empty;

    /// <summary>
    /// CEL without its checker: types decide nothing before run time, and an unknown name is a fault of the evaluation
    /// instead of a diagnostic.
    /// </summary>
    public bool IsUnchecked { get; init; }

    /// <summary>What the row is called where its columns are read as <c>row.column</c>; null where they are names of their own.</summary>
    public string? RowName { get; init; }

    /// <summary>The functions of modules that can be called here.</summary>
    public IFunctionTable Functions { get; init; } = NoFunctions.Instance;

    /// <summary>What is known here because a condition around this place was tested.</summary>
    public Facts Facts { get; init; } = Facts.None;
}
