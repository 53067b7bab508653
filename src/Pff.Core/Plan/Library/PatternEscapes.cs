using System.Globalization;

namespace Pff.Core.Plan.Library;

/// <summary>What RE2 allows inside a character class and after a backslash.</summary>
internal static class PatternEscapes
{
    private static readonly (int First, int Last)[] Digits = [('0', '9')];
    private static readonly (int First, int Last)[] WordParts = [('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')];
    private static readonly (int First, int Last)[] Spaces = [('\t', '\n'), ('\f', '\r'), (' ', ' ')];

    /// <summary>One element of a class: a range, an escape, a named class. Gives what is wrong with it, or null.</summary>
    public static PatternMistake? TryReadRange(string pattern, ref int at, PatternClass set)
    {
        if (string.CompareOrdinal(pattern, at, "[:", 0, 2) == 0 && pattern.IndexOf(":]", at, StringComparison.Ordinal) is var end and > 0)
        {
            var name = pattern.AsSpan(at + 2, end - at - 2);
            at = end + 2;
            return TryNamedClass(name, set) ? null : PatternMistake.Class;
        }

        if (TryRead(pattern, ref at, set, out var first) is { } mistake)
        {
            return mistake;
        }

        if (first < 0 || at + 1 >= pattern.Length || pattern[at] != '-' || pattern[at + 1] == ']')
        {
            return null;
        }

        at++;
        if (TryRead(pattern, ref at, set, out var last) is { } other)
        {
            return other;
        }

        if (last < first)
        {
            return PatternMistake.Range;
        }

        set.Add(first, last);
        return null;
    }

    /// <summary>Adds a literal or escape to the set; <paramref name="single"/> is its code point, or -1 where it is a class.</summary>
    public static PatternMistake? TryRead(string pattern, ref int at, PatternClass set, out int single)
    {
        single = -1;
        if (at >= pattern.Length)
        {
            return PatternMistake.Bracket;
        }

        if (pattern[at] != '\\')
        {
            var length = CodePoints.LengthAt(pattern, at);
            single = length == 1 ? pattern[at] : char.ConvertToUtf32(pattern, at);
            at += length;
            set.Add(single, single);
            return null;
        }

        at++;
        if (at >= pattern.Length)
        {
            return PatternMistake.Escape;
        }

        var unit = pattern[at++];
        if (TryPerlClass(unit, set))
        {
            return null;
        }

        if (unit is 'p' or 'P')
        {
            return TryUnicodeClass(pattern, ref at, unit == 'P', set) ? null : PatternMistake.Class;
        }

        single = unit switch
        {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'f' => '\f',
            'v' => '\v',
            'a' => '\a',
            'x' => Hexadecimal(pattern, ref at),
            >= '0' and <= '7' => Octal(pattern, ref at, unit),
            _ => char.IsAscii(unit) && !char.IsAsciiLetterOrDigit(unit) ? unit : -1,
        };
        if (single < 0)
        {
            return PatternMistake.Escape;
        }

        set.Add(single, single);
        return null;
    }

    private static bool TryPerlClass(char unit, PatternClass set)
    {
        var ranges = char.ToLowerInvariant(unit) switch
        {
            'd' => Digits,
            'w' => WordParts,
            's' => Spaces,
            _ => null,
        };
        if (ranges is not null)
        {
            Add(set, ranges, char.IsAsciiLetterUpper(unit));
        }

        return ranges is not null;
    }

    private static void Add(PatternClass set, (int First, int Last)[] ranges, bool isComplement)
    {
        if (isComplement)
        {
            set.AddAllBut(ranges);
            return;
        }

        foreach (var (first, last) in ranges)
        {
            set.Add(first, last);
        }
    }

    private static bool TryNamedClass(ReadOnlySpan<char> name, PatternClass set)
    {
        var isComplement = name.StartsWith("^");
        (int First, int Last)[]? ranges = (isComplement ? name[1..] : name) switch
        {
            "alnum" => [('0', '9'), ('A', 'Z'), ('a', 'z')],
            "alpha" => [('A', 'Z'), ('a', 'z')],
            "ascii" => [(0, 0x7F)],
            "blank" => [('\t', '\t'), (' ', ' ')],
            "cntrl" => [(0, 0x1F), (0x7F, 0x7F)],
            "digit" => Digits,
            "graph" => [('!', '~')],
            "lower" => [('a', 'z')],
            "print" => [(' ', '~')],
            "punct" => [('!', '/'), (':', '@'), ('[', '`'), ('{', '~')],
            "space" => [('\t', '\r'), (' ', ' ')],
            "upper" => [('A', 'Z')],
            "word" => WordParts,
            "xdigit" => [('0', '9'), ('A', 'F'), ('a', 'f')],
            _ => null,
        };
        if (ranges is not null)
        {
            Add(set, ranges, isComplement);
        }

        return ranges is not null;
    }

    private static bool TryUnicodeClass(string pattern, ref int at, bool isComplement, PatternClass set)
    {
        if (at >= pattern.Length)
        {
            return false;
        }

        var name = pattern[at++].ToString();
        if (name == "{")
        {
            var end = pattern.IndexOf('}', at);
            if (end < 0)
            {
                return false;
            }

            name = pattern[at..end];
            at = end + 1;
        }

        if (name.StartsWith('^'))
        {
            name = name[1..];
            isComplement = !isComplement;
        }

        if (Script(name) is { } ranges)
        {
            Add(set, ranges, isComplement);
            return true;
        }

        var isCategory = name is "L" or "Lu" or "Ll" or "Lt" or "Lm" or "Lo" or "M" or "Mn" or "Mc" or "Me" or "N" or "Nd" or "Nl" or "No"
            or "P" or "Pc" or "Pd" or "Ps" or "Pe" or "Pi" or "Pf" or "Po" or "S" or "Sm" or "Sc" or "Sk" or "So"
            or "Z" or "Zs" or "Zl" or "Zp" or "C" or "Cc" or "Cf" or "Co" or "Cs";
        if (isCategory)
        {
            set.AddCategory(name, isComplement);
        }

        return isCategory;
    }

    /// <summary>The scripts that business texts are written in, by their main blocks.</summary>
    private static (int First, int Last)[]? Script(string name) => name switch
    {
        "Any" => [(0, 0x10FFFF)],
        "Latin" => [('A', 'Z'), ('a', 'z'), (0xAA, 0xAA), (0xBA, 0xBA), (0xC0, 0xD6), (0xD8, 0xF6), (0xF8, 0x2B8), (0x1E00, 0x1EFF)],
        "Greek" => [(0x370, 0x373), (0x375, 0x377), (0x37A, 0x37D), (0x37F, 0x37F), (0x384, 0x384), (0x386, 0x386), (0x388, 0x3E1), (0x3F0, 0x3FF), (0x1F00, 0x1FFE)],
        "Cyrillic" => [(0x400, 0x484), (0x487, 0x52F), (0x1C80, 0x1C88), (0x2DE0, 0x2DFF), (0xA640, 0xA69F)],
        "Han" => [(0x2E80, 0x2FD5), (0x3005, 0x3005), (0x3007, 0x3007), (0x3021, 0x3029), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAD9), (0x20000, 0x323AF)],
        "Hiragana" => [(0x3041, 0x3096), (0x309D, 0x309F)],
        "Katakana" => [(0x30A1, 0x30FA), (0x30FD, 0x30FF), (0x31F0, 0x31FF), (0xFF66, 0xFF9D)],
        "Hangul" => [(0x1100, 0x11FF), (0x3131, 0x318E), (0xAC00, 0xD7A3)],
        "Arabic" => [(0x600, 0x604), (0x606, 0x60B), (0x60D, 0x61A), (0x61C, 0x61E), (0x620, 0x63F), (0x641, 0x64A), (0x656, 0x66F), (0x671, 0x6FF), (0x750, 0x77F)],
        "Hebrew" => [(0x591, 0x5F4), (0xFB1D, 0xFB4F)],
        "Thai" => [(0xE01, 0xE3A), (0xE40, 0xE5B)],
        _ => null,
    };

    private static int Hexadecimal(string pattern, ref int at)
    {
        var isBraced = at < pattern.Length && pattern[at] == '{';
        var start = isBraced ? at + 1 : at;
        var end = isBraced ? pattern.IndexOf('}', at) : Math.Min(at + 2, pattern.Length);
        if (end <= start || (!isBraced && end - start != 2) || end - start > 6
            || !int.TryParse(pattern.AsSpan(start, end - start), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var codePoint)
            || codePoint > 0x10FFFF)
        {
            return -1;
        }

        at = isBraced ? end + 1 : end;
        return codePoint;
    }

    /// <summary>Up to three octal digits; a single one but 0 would be a back reference.</summary>
    private static int Octal(string pattern, ref int at, char first)
    {
        var value = first - '0';
        var digits = 1;
        while (digits < 3 && at < pattern.Length && pattern[at] is >= '0' and <= '7')
        {
            value = (value * 8) + (pattern[at++] - '0');
            digits++;
        }

        return first != '0' && digits < 2 ? -1 : value;
    }
}
