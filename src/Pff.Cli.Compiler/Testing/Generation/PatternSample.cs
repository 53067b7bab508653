using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;

namespace Pff.Cli.Compiler.Testing.Generation;

/// <summary>
/// Texts that a regular expression matches. It knows what patterns of schemas and inputs are made of, and takes nothing for
/// granted: a text that the expression does not match is not given.
/// </summary>
internal static class PatternSample
{
    private const int MaximumPatternLength = 1_000;
    private const int MaximumLength = 300;

    private static readonly TimeSpan MatchTimeout = TimeSpan.FromMilliseconds(250);

    /// <returns>None where no text was found.</returns>
    public static ImmutableArray<string> Of(string pattern, int minimumLength)
    {
        if (pattern.Length > MaximumPatternLength || TryCompile(pattern) is not { } regex)
        {
            return [];
        }

        // Each further text repeats whatever may be repeated once more.
        var lengths = new[] { 0, 1, Math.Min(minimumLength, MaximumLength) };
        return [.. lengths.Distinct().Select(more => new Writer(pattern, more).Write()).Distinct().Where(text => text.Length <= MaximumLength && IsMatch(regex, text))];
    }

    private static Regex? TryCompile(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, MatchTimeout);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private static bool IsMatch(Regex regex, string text)
    {
        try
        {
            return regex.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    /// <summary>Writes the first of alternatives, the first character of a class, and as few repetitions as may be and some more.</summary>
    private sealed class Writer(string pattern, int more)
    {
        private int _at;

        public string Write() => Alternatives();

        private bool Has(char unit) => _at < pattern.Length && pattern[_at] == unit;

        private bool Take(char unit)
        {
            if (!Has(unit))
            {
                return false;
            }

            _at++;
            return true;
        }

        private string Alternatives()
        {
            var first = Pieces();
            while (Take('|'))
            {
                Pieces();
            }

            return first;
        }

        private string Pieces()
        {
            var text = new StringBuilder();
            while (_at < pattern.Length && !Has('|') && !Has(')'))
            {
                var atom = Atom();
                for (var times = Times(); times > 0 && text.Length <= MaximumLength; times--)
                {
                    text.Append(atom);
                }
            }

            return text.ToString();
        }

        private string Atom()
        {
            var unit = pattern[_at++];
            switch (unit)
            {
                case '^' or '$':
                    return string.Empty;
                case '.':
                    return "a";
                case '[':
                    return Class();
                case '(':
                    if (Take('?') && !Take(':'))
                    {
                        // A name or an option of the group; what looks around writes nothing that anybody could rely on.
                        _at = pattern.IndexOf('>', _at) is var end and >= 0 ? end + 1 : pattern.Length;
                    }

                    var inside = Alternatives();
                    Take(')');
                    return inside;
                case '\\' when _at < pattern.Length:
                    return Escape() is { } escaped ? escaped.ToString() : string.Empty;
                default:
                    return unit.ToString();
            }
        }

        private char? Escape()
        {
            var unit = pattern[_at++];
            if (unit is 'p' or 'P' && Has('{'))
            {
                // A category: most people mean letters.
                _at = pattern.IndexOf('}', _at) is var end and >= 0 ? end + 1 : pattern.Length;
                return unit == 'p' ? 'A' : '-';
            }

            return Escape(unit);
        }

        private static char? Escape(char unit) => unit switch
        {
            'd' => '1',
            'w' or 'S' or 'D' => 'a',
            's' => ' ',
            'W' => '-',
            't' => '\t',
            'n' => '\n',
            'r' => '\r',
            'b' or 'B' or 'A' or 'z' or 'Z' => null,
            _ => unit,
        };

        private string Class()
        {
            var isNegated = Take('^');
            var start = _at;
            var inside = new HashSet<char>();
            while (_at < pattern.Length && (!Has(']') || _at == start))
            {
                var first = ClassUnit();
                if (Has('-') && _at + 1 < pattern.Length && pattern[_at + 1] != ']')
                {
                    _at++;
                    var last = ClassUnit();
                    inside.UnionWith(Enumerable.Range(first, Math.Clamp(last - first + 1, 0, 128)).Select(u => (char)u));
                }

                inside.Add(first);
            }

            Take(']');
            return isNegated ? "aA1-_ .".FirstOrDefault(u => !inside.Contains(u), '~').ToString() : First(inside);
        }

        /// <summary>A letter or digit where there is one: it is what people would write.</summary>
        private static string First(HashSet<char> inside) => inside.FirstOrDefault(char.IsAsciiLetterOrDigit, inside.FirstOrDefault('a')).ToString();

        private char ClassUnit()
        {
            var unit = pattern[_at++];
            return unit == '\\' && _at < pattern.Length ? Escape() ?? '\b' : unit;
        }

        private int Times()
        {
            var (least, most) = (1, 1);
            if (Take('?'))
            {
                (least, most) = (0, 1);
            }
            else if (Take('*'))
            {
                (least, most) = (0, MaximumLength);
            }
            else if (Take('+'))
            {
                (least, most) = (1, MaximumLength);
            }
            else if (Has('{') && pattern.IndexOf('}', _at) is var end and > 0)
            {
                var bounds = pattern[(_at + 1)..end].Split(',');
                _at = end + 1;
                least = int.TryParse(bounds[0], out var low) ? Math.Min(low, MaximumLength) : 0;
                most = bounds.Length == 1 ? least : int.TryParse(bounds[1], out var high) ? Math.Min(high, MaximumLength) : MaximumLength;
            }

            // Lazy or not, it matches the same.
            Take('?');
            return Math.Max(least, Math.Min(most, least + more));
        }
    }
}
