using System.Text.RegularExpressions;

namespace Pff.Core.Plan.Library;

/// <summary>
/// Regular expressions as CEL has them: RE2's syntax, found anywhere in the text, in time linear in the text.
/// </summary>
public static class Patterns
{
    internal const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    /// <summary>Whether a part of the text matches, or a fault where the pattern is no RE2.</summary>
    public static Value Matches(string text, string pattern)
    {
        var translated = PatternTranslation.Translate(pattern, out var mistake);

        // The framework keeps the patterns used last, so that one in a loop is not built each time.
        return translated is null ? Faults.InvalidPattern(pattern, mistake) : Value.Of(Regex.IsMatch(text, translated, Options));
    }

    /// <summary>A pattern that is known before it is used; null where it is no RE2.</summary>
    public static Regex? Compile(string pattern) =>
        PatternTranslation.Translate(pattern, out _) is { } translated ? new Regex(translated, Options) : null;
}
