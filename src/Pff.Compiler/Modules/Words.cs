using System.Buffers;
using System.Globalization;

namespace Pff.Compiler.Modules;

/// <summary>The words of a text that may be names, wherever they stand: in code, texts and comments alike.</summary>
internal static class Words
{
    private static readonly SearchValues<char> Backslash = SearchValues.Create("\\");

    public static HashSet<string> Of(ReadOnlySpan<char> text)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        var lookup = words.GetAlternateLookup<ReadOnlySpan<char>>();
        var at = 0;
        while (at < text.Length)
        {
            if (!IsIn(text[at]))
            {
                at++;
                continue;
            }

            // What starts with digits is a number with a name behind it, if it is anything.
            while (at < text.Length && char.IsDigit(text[at]))
            {
                at++;
            }

            var start = at;
            while (at < text.Length && IsIn(text[at]))
            {
                at++;
            }

            if (at > start)
            {
                lookup.Add(text[start..at]);
            }
        }

        return words;
    }

    /// <summary>Whether a text may name what is none of its words: behind an escape, or with a letter of two units.</summary>
    public static bool MayHideNames(ReadOnlySpan<char> text) => text.ContainsAny(Backslash) || text.ContainsAnyInRange('\uD800', '\uDFFF');

    private static bool IsIn(char unit) =>
        char.IsLetterOrDigit(unit)
        || unit == '_'
        || (unit > '\u007F' && CharUnicodeInfo.GetUnicodeCategory(unit) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark);
}
