using Pff.Core.Plan;

namespace Pff.Compiler.Schemas;

/// <summary>Constraints in the words of JSON Schema.</summary>
internal static class ConstraintKeywords
{
    public static IEnumerable<(string Keyword, string? Text, decimal? Number)> Of(ValueConstraint? constraint)
    {
        if (constraint is null)
        {
            return [];
        }

        // A pattern of JSON Schema matches anywhere, that of an input matches whole.
        var pattern = constraint is { Pattern: { } whole, MatchesWhole: true } ? $"^(?:{whole})$" : constraint.Pattern;
        (string Keyword, string? Text, decimal? Number)[] keywords =
        [
            ("pattern", pattern, null),
            ("minLength", null, constraint.MinimumLength),
            ("maxLength", null, constraint.MaximumLength),
            (constraint.ExcludesMinimum ? "exclusiveMinimum" : "minimum", null, constraint.Minimum),
            (constraint.ExcludesMaximum ? "exclusiveMaximum" : "maximum", null, constraint.Maximum),
        ];
        return keywords.Where(k => k is not (_, null, null));
    }
}
