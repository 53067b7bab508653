using System.Globalization;
using System.Text;

namespace Pff.Hosting.Output;

/// <summary>
/// A line of a source as a terminal shows it: what each character looks like, and how many columns it takes. Tabs stay
/// tabs, so that a caret line which repeats them lines up whatever their width is.
/// </summary>
internal static class TextCells
{
    /// <summary>What a terminal shows two columns wide: East Asian wide characters, and pictures (Unicode 16, UAX 11).</summary>
    private static readonly (int First, int Last)[] Wide =
    [
        (0x1100, 0x115F), (0x231A, 0x231B), (0x2329, 0x232A), (0x23E9, 0x23EC), (0x2614, 0x2615), (0x2648, 0x2653), (0x26A1, 0x26A1),
        (0x2705, 0x2705), (0x270A, 0x270B), (0x2728, 0x2728), (0x274C, 0x274C), (0x2753, 0x2757), (0x2795, 0x2797), (0x2E80, 0x303E),
        (0x3041, 0x33FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xA000, 0xA4CF), (0xA960, 0xA97F), (0xAC00, 0xD7A3), (0xF900, 0xFAFF),
        (0xFE10, 0xFE19), (0xFE30, 0xFE6F), (0xFF00, 0xFF60), (0xFFE0, 0xFFE6), (0x16FE0, 0x18D08), (0x1AFF0, 0x1B2FB), (0x1F004, 0x1F004),
        (0x1F0CF, 0x1F0CF), (0x1F18E, 0x1F18E), (0x1F191, 0x1F19A), (0x1F200, 0x1F320), (0x1F32D, 0x1F335), (0x1F337, 0x1F37C),
        (0x1F37E, 0x1F393), (0x1F3A0, 0x1F3CA), (0x1F3CF, 0x1F3D3), (0x1F3E0, 0x1F3F0), (0x1F3F4, 0x1F3F4), (0x1F3F8, 0x1F43E),
        (0x1F440, 0x1F440), (0x1F442, 0x1F4FC), (0x1F4FF, 0x1F53D), (0x1F54B, 0x1F54E), (0x1F550, 0x1F567), (0x1F57A, 0x1F57A),
        (0x1F595, 0x1F596), (0x1F5A4, 0x1F5A4), (0x1F5FB, 0x1F64F), (0x1F680, 0x1F6C5), (0x1F6CC, 0x1F6CC), (0x1F6D0, 0x1F6D2),
        (0x1F6D5, 0x1F6DF), (0x1F6EB, 0x1F6EC), (0x1F6F4, 0x1F6FC), (0x1F7E0, 0x1F7F0), (0x1F90C, 0x1F9FF), (0x1FA70, 0x1FAFF),
        (0x20000, 0x3FFFD),
    ];

    /// <summary>The columns of a text without tabs; a base with its marks, or a joined picture, takes those of its widest part.</summary>
    public static int WidthOf(string text)
    {
        var width = 0;
        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
        {
            width += Visible(elements.GetTextElement()).EnumerateRunes().Max(WidthOf);
        }

        return width;
    }

    /// <summary>Characters that a terminal would obey, or that turn the reading direction, are shown as U+FFFD.</summary>
    public static string Visible(string text)
    {
        var builder = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            builder.Append(IsDangerous(rune) ? Rune.ReplacementChar : rune);
        }

        return builder.ToString();
    }

    /// <summary>Blanks as wide as the text: tabs stay tabs.</summary>
    public static string BlanksFor(string text)
    {
        var builder = new StringBuilder();
        var parts = text.Split('\t');
        for (var i = 0; i < parts.Length; i++)
        {
            builder.Append(' ', WidthOf(parts[i])).Append(i < parts.Length - 1 ? "\t" : string.Empty);
        }

        return builder.ToString();
    }

    private static bool IsDangerous(Rune rune) =>
        (Rune.IsControl(rune) && rune.Value != '\t') || rune.Value is >= 0x202A and <= 0x202E or >= 0x2066 and <= 0x2069 or 0x2028 or 0x2029;

    private static int WidthOf(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format => 0,
        _ => Array.Exists(Wide, range => rune.Value >= range.First && rune.Value <= range.Last) ? 2 : 1,
    };
}
