using System.Globalization;
using System.Text;

namespace Pff.Core.Plan.Library;

/// <summary>
/// Turns a regular expression in RE2's syntax (github.com/google/re2/wiki/Syntax) into one of the framework's with the
/// same matches: code points instead of UTF-16 code units, ASCII classes, <c>$</c> only at the very end. What RE2
/// refuses (look-around, back references, huge repetitions) is refused. Captures become plain groups where only
/// whether there is a match is asked.
/// </summary>
internal sealed class PatternTranslation
{
    private const int MaxLength = 10_000;
    private const int MaxDepth = 100;
    private const int MaxRepetition = 1000;

    /// <summary>Atoms after repetitions are written out.</summary>
    private const int MaxSize = 20_000;

    private readonly string _pattern;
    private readonly bool _captures;
    private readonly StringBuilder _result = new();
    private int _groups;
    private int _at;
    private PatternMistake? _mistake;

    private PatternTranslation(string pattern, bool captures) => (_pattern, _captures) = (pattern, captures);

    /// <summary>Null where the pattern is wrong.</summary>
    public static string? Translate(string pattern, out PatternMistake mistake) => Translate(pattern, captures: false, out _, out mistake);

    /// <summary>The same with its groups and with the greed of its repetitions, which say what is found.</summary>
    public static string? TranslateWithGroups(string pattern, out int groups, out PatternMistake mistake) =>
        Translate(pattern, captures: true, out groups, out mistake);

    private static string? Translate(string pattern, bool captures, out int groups, out PatternMistake mistake)
    {
        groups = 0;
        mistake = PatternMistake.TooLarge;
        if (pattern.Length > MaxLength)
        {
            return null;
        }

        var translation = new PatternTranslation(pattern, captures);
        translation.Alternation(default, 0);
        if (translation._mistake is null && translation._at < pattern.Length)
        {
            translation._mistake = PatternMistake.Parenthesis;
        }

        groups = translation._groups;
        mistake = translation._mistake ?? default;
        return translation._mistake is null ? translation._result.ToString() : null;
    }

    private bool HasMore => _at < _pattern.Length && _mistake is null;

    /// <summary>Everything up to the end or a closing parenthesis; gives its size.</summary>
    private long Alternation(PatternFlags flags, int depth)
    {
        if (depth > MaxDepth)
        {
            return Fail(PatternMistake.TooDeep);
        }

        long size = 0;
        while (HasMore && _pattern[_at] != ')')
        {
            if (_pattern[_at] == '|')
            {
                _result.Append('|');
                _at++;
                continue;
            }

            if (TryFlags(ref flags))
            {
                continue;
            }

            var start = _result.Length;
            size += Repeated(Atom(flags, depth), start, flags.IsUngreedy);
            if (size > MaxSize)
            {
                return Fail(PatternMistake.TooLarge);
            }
        }

        return size;
    }

    /// <summary><c>(?i)</c> and the like, which hold for the rest of the group.</summary>
    private bool TryFlags(ref PatternFlags flags)
    {
        if (!Follows("(?") || _pattern.IndexOfAny([':', ')', '<', 'P', '=', '!', '>'], _at + 2) is var end && (end < 0 || _pattern[end] != ')'))
        {
            return false;
        }

        if (!TryReadFlags(_pattern.AsSpan(_at + 2, end - _at - 2), ref flags))
        {
            Fail(PatternMistake.Group);
        }

        _at = end + 1;
        _result.Append(flags.IgnoresCase ? "(?i)" : "(?-i)");
        return true;
    }

    private static bool TryReadFlags(ReadOnlySpan<char> text, ref PatternFlags flags)
    {
        var isOn = true;
        foreach (var flag in text)
        {
            switch (flag)
            {
                case '-' when isOn:
                    isOn = false;
                    break;
                case 'i':
                    flags = flags with { IgnoresCase = isOn };
                    break;
                case 'm':
                    flags = flags with { IsMultiline = isOn };
                    break;
                case 's':
                    flags = flags with { DotTakesAll = isOn };
                    break;
                case 'U':
                    flags = flags with { IsUngreedy = isOn };
                    break;
                default:
                    return false;
            }
        }

        return text.Length > 0;
    }

    /// <summary>One atom; gives its size.</summary>
    private long Atom(PatternFlags flags, int depth)
    {
        var unit = _pattern[_at];
        switch (unit)
        {
            case '(':
                return Group(flags, depth);
            case '[':
                return Class();
            case '.':
                _at++;
                _result.Append(flags.DotTakesAll
                    ? @"(?:[^\uD800-\uDFFF]|[\uD800-\uDBFF][\uDC00-\uDFFF])"
                    : @"(?:[^\n\uD800-\uDFFF]|[\uD800-\uDBFF][\uDC00-\uDFFF])");
                return 1;
            case '^':
                _at++;
                _result.Append(flags.IsMultiline ? "(?m:^)" : @"\A");
                return 1;
            case '$':
                _at++;
                _result.Append(flags.IsMultiline ? "(?m:$)" : @"\z");
                return 1;
            case '*' or '+' or '?':
                return Fail(PatternMistake.Repetition);
            case '\\':
                return Escape();
            default:
                var length = CodePoints.LengthAt(_pattern, _at);
                PatternClass.AppendLiteral(_result, char.IsSurrogate(unit) && length == 1 ? 0xFFFD : char.ConvertToUtf32(_pattern, _at));
                _at += length;
                return 1;
        }
    }

    private long Group(PatternFlags flags, int depth)
    {
        var isCaptured = _captures;
        if (!Follows("(?"))
        {
            _at++;
        }
        else if (Follows("(?P<") || (Follows("(?<") && !Follows("(?<=") && !Follows("(?<!")))
        {
            var end = _pattern.IndexOf('>', _at);
            var start = _pattern.IndexOf('<', _at) + 1;
            if (end <= start || !_pattern.AsSpan(start, end - start).ToString().All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
            {
                return Fail(PatternMistake.Group);
            }

            _at = end + 1;
        }
        else
        {
            var end = _pattern.IndexOf(':', _at);
            if (end < 0 || (end > _at + 2 && !TryReadFlags(_pattern.AsSpan(_at + 2, end - _at - 2), ref flags)))
            {
                return Fail(PatternMistake.Group);
            }

            _at = end + 1;
            isCaptured = false;
        }

        _groups += isCaptured ? 1 : 0;
        _result.Append(isCaptured ? "(" : "").Append(flags.IgnoresCase ? "(?i:" : "(?-i:");
        var size = Alternation(flags, depth + 1);
        if (!HasMore)
        {
            return Fail(PatternMistake.Parenthesis);
        }

        _at++;
        _result.Append(isCaptured ? "))" : ")");
        return size + 1;
    }

    /// <summary>The repetition after an atom, if any; gives the size of both.</summary>
    private long Repeated(long size, int start, bool isUngreedy)
    {
        var isRepeated = false;
        while (HasMore)
        {
            var unit = _pattern[_at];
            string repetition;
            long times = 1;
            if (unit is '*' or '+' or '?')
            {
                repetition = unit.ToString();
                _at++;
            }
            else if (unit == '{' && TryCounts(out var least, out var most))
            {
                if (least > MaxRepetition || most > MaxRepetition || (most >= 0 && most < least))
                {
                    return Fail(PatternMistake.Repetition);
                }

                repetition = most < 0 ? $"{{{least},}}" : $"{{{least},{most}}}";
                times = Math.Max(1, Math.Max(least, most));
            }
            else
            {
                break;
            }

            if (isRepeated)
            {
                return Fail(PatternMistake.Repetition);
            }

            isRepeated = true;
            var isLazy = isUngreedy;
            if (HasMore && _pattern[_at] == '?')
            {
                _at++;
                isLazy = !isLazy;
            }

            // Greed changes what is captured, not whether there is a match.
            _result.Insert(start, "(?:").Append(')').Append(repetition).Append(_captures && isLazy ? "?" : "");
            size *= times;
        }

        return size;
    }

    /// <summary><c>{n}</c>, <c>{n,}</c> or <c>{n,m}</c>; anything else after a brace is a literal brace.</summary>
    private bool TryCounts(out int least, out int most)
    {
        least = most = 0;
        var end = _pattern.IndexOf('}', _at);
        if (end < 0)
        {
            return false;
        }

        var inside = _pattern.AsSpan(_at + 1, end - _at - 1);
        var comma = inside.IndexOf(',');
        var first = comma < 0 ? inside : inside[..comma];
        if (!TryCount(first, out least))
        {
            return false;
        }

        most = least;
        if (comma >= 0)
        {
            var second = inside[(comma + 1)..];
            if (second.IsEmpty)
            {
                most = -1;
            }
            else if (!TryCount(second, out most))
            {
                return false;
            }
        }

        _at = end + 1;
        return true;
    }

    private static bool TryCount(ReadOnlySpan<char> text, out int count)
    {
        if (text.Length is > 0 and <= 9)
        {
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count);
        }

        // A number that long is a repetition all the same, and refused as one.
        count = int.MaxValue;
        return text.Length > 9 && !text.ContainsAnyExceptInRange('0', '9');
    }

    private long Escape()
    {
        if (Follows(@"\Q"))
        {
            var end = _pattern.IndexOf(@"\E", _at + 2, StringComparison.Ordinal);
            var literal = end < 0 ? _pattern[(_at + 2)..] : _pattern[(_at + 2)..end];
            foreach (var rune in literal.EnumerateRunes())
            {
                PatternClass.AppendLiteral(_result, rune.Value);
            }

            _at = end < 0 ? _pattern.Length : end + 2;
            return literal.Length;
        }

        var anchor = _at + 1 < _pattern.Length ? _pattern[_at + 1] : '\0';
        if (anchor is 'A' or 'z' or 'b' or 'B')
        {
            _result.Append('\\').Append(anchor);
            _at += 2;
            return 1;
        }

        var set = new PatternClass();
        if (PatternEscapes.TryRead(_pattern, ref _at, set, out _) is { } mistake)
        {
            return Fail(mistake);
        }

        set.AppendTo(_result);
        return 1;
    }

    private long Class()
    {
        var set = new PatternClass();
        _at++;
        if (HasMore && _pattern[_at] == '^')
        {
            set.IsNegated = true;
            _at++;
        }

        var isFirst = true;
        while (HasMore && (_pattern[_at] != ']' || isFirst))
        {
            isFirst = false;
            if (PatternEscapes.TryReadRange(_pattern, ref _at, set) is { } mistake)
            {
                return Fail(mistake);
            }
        }

        if (!HasMore)
        {
            return Fail(PatternMistake.Bracket);
        }

        _at++;
        set.AppendTo(_result);
        return 1;
    }

    private bool Follows(string text) => string.CompareOrdinal(_pattern, _at, text, 0, text.Length) == 0;

    private long Fail(PatternMistake mistake)
    {
        _mistake ??= mistake;
        return 0;
    }
}

internal readonly record struct PatternFlags(bool IgnoresCase, bool IsMultiline, bool DotTakesAll, bool IsUngreedy);
