using System.Collections.Immutable;
using Pff.Core.Plan;
using Pff.Core.Types;

namespace Pff.Compiler.Typing;

/// <summary>What a constraint is about.</summary>
internal enum ConstraintSubject
{
    Text,
    Number,
    List,
}

/// <summary>
/// The words for what a value must keep beyond its type. Inputs of manifests have them as keys, types of modules as clauses.
/// </summary>
internal static class ConstraintWords
{
    public const string Matching = "matching";
    public const string MinimumLength = "min_length";
    public const string MaximumLength = "max_length";
    public const string Minimum = "minimum";
    public const string Maximum = "maximum";
    public const string Above = "above";
    public const string Below = "below";
    public const string MinimumItems = "min_items";
    public const string MaximumItems = "max_items";

    private static readonly ImmutableArray<(string Word, ConstraintSubject Subject)> Words =
    [
        (Matching, ConstraintSubject.Text), (MinimumLength, ConstraintSubject.Text), (MaximumLength, ConstraintSubject.Text),
        (Minimum, ConstraintSubject.Number), (Maximum, ConstraintSubject.Number),
        (Above, ConstraintSubject.Number), (Below, ConstraintSubject.Number),
        (MinimumItems, ConstraintSubject.List), (MaximumItems, ConstraintSubject.List),
    ];

    public static ImmutableArray<string> All { get; } = [.. Words.Select(w => w.Word)];

    /// <summary>Those that a cell can keep, which is never a list.</summary>
    public static ImmutableArray<string> OfCells { get; } = [.. Words.Where(w => w.Subject != ConstraintSubject.List).Select(w => w.Word)];

    public static ConstraintSubject SubjectOf(string word) => Words.First(w => w.Word == word).Subject;

    /// <summary>What a type can be held to, or null where no word is about it.</summary>
    public static ConstraintSubject? SubjectOf(PffType type) => type switch
    {
        NullableType nullable => SubjectOf(nullable.Inner),
        SecretType secret => SubjectOf(secret.Inner),
        ListType => ConstraintSubject.List,
        PrimitiveType { Kind: PrimitiveKind.Text } => ConstraintSubject.Text,
        PrimitiveType { Kind: PrimitiveKind.Int or PrimitiveKind.Double or PrimitiveKind.Decimal } => ConstraintSubject.Number,
        _ => null,
    };

    /// <summary>A constraint as it is written: its words and their values, in one order.</summary>
    public static IEnumerable<(string Word, string? Text, decimal? Number)> Written(ValueConstraint constraint)
    {
        (string, string?, decimal?)[] parts =
        [
            (Matching, constraint.Pattern, null),
            (MinimumLength, null, constraint.MinimumLength),
            (MaximumLength, null, constraint.MaximumLength),
            (constraint.ExcludesMinimum ? Above : Minimum, null, constraint.Minimum),
            (constraint.ExcludesMaximum ? Below : Maximum, null, constraint.Maximum),
        ];
        return parts.Where(p => p is not (_, null, null));
    }
}
