using System.Text;
using System.Text.RegularExpressions;

namespace Pff.Core.Plan.Library;

/// <summary>CEL's <c>regex.*</c>: what a regular expression finds, taken out or replaced.</summary>
public static class PatternFunctions
{
    /// <summary>The first match, or what its one group took; an empty optional where there is none.</summary>
    public static Value Extract(string text, string pattern)
    {
        if (Find(text, pattern, mostGroups: 1, out var group, out var match) is { IsFault: true } fault)
        {
            return fault;
        }

        return match!.Success && (group == 0 || match.Groups[1].Length > 0)
            ? Optionals.Of(Value.Of(match.Groups[group].Value))
            : Optionals.None;
    }

    /// <summary>Every match, or what its one group took where that is not empty.</summary>
    public static Value ExtractAll(string text, string pattern)
    {
        if (Find(text, pattern, mostGroups: 1, out var group, out var match) is { IsFault: true } fault)
        {
            return fault;
        }

        var parts = new List<Value>();
        for (; match!.Success; match = match.NextMatch())
        {
            if (group == 0 || match.Groups[1].Length > 0)
            {
                parts.Add(Value.Of(match.Groups[group].Value));
            }

            if (parts.Count > Limits.MaxElements)
            {
                return Faults.TooManyElements;
            }
        }

        return Value.Of(new ListValue([.. parts]));
    }

    /// <summary>
    /// The first so many matches replaced, or all where the limit is negative. In the replacement <c>\1</c> is what the
    /// first group took, <c>\0</c> the whole match and <c>\\</c> a backslash.
    /// </summary>
    public static Value Replace(string text, string pattern, string replacement, long limit)
    {
        if (Find(text, pattern, mostGroups: int.MaxValue, out var groups, out var match) is { IsFault: true } fault)
        {
            return fault;
        }

        if (!IsReplacement(replacement, groups))
        {
            return Faults.InvalidReplacement(replacement, groups);
        }

        var result = new StringBuilder();
        var at = 0;
        for (long count = 0; match!.Success && (limit < 0 || count < limit); count++, match = match.NextMatch())
        {
            result.Append(text.AsSpan(at, match.Index - at));
            Append(result, replacement, match);
            at = match.Index + match.Length;
            if (result.Length > Limits.MaxTextLength)
            {
                return Faults.TextTooLong;
            }
        }

        result.Append(text.AsSpan(at));
        return result.Length > Limits.MaxTextLength ? Faults.TextTooLong : Value.Of(result.ToString());
    }

    /// <summary>The first match and how many groups the pattern has; or a fault.</summary>
    private static Value Find(string text, string pattern, int mostGroups, out int groups, out Match? match)
    {
        match = null;
        var translated = PatternTranslation.TranslateWithGroups(pattern, out groups, out var mistake);
        if (translated is null)
        {
            return Faults.InvalidPattern(pattern, mistake);
        }

        if (groups > mostGroups)
        {
            return Faults.TooManyGroups(pattern, groups);
        }

        match = Regex.Match(text, translated, Patterns.Options);
        return default;
    }

    private static bool IsReplacement(string replacement, int groups)
    {
        for (var i = replacement.IndexOf('\\', StringComparison.Ordinal); i >= 0 && i < replacement.Length; i++)
        {
            if (replacement[i] != '\\')
            {
                continue;
            }

            i++;
            if (i >= replacement.Length || (replacement[i] != '\\' && (!char.IsAsciiDigit(replacement[i]) || replacement[i] - '0' > groups)))
            {
                return false;
            }
        }

        return true;
    }

    private static void Append(StringBuilder result, string replacement, Match match)
    {
        for (var i = 0; i < replacement.Length; i++)
        {
            if (replacement[i] != '\\')
            {
                result.Append(replacement[i]);
                continue;
            }

            i++;
            if (replacement[i] == '\\')
            {
                result.Append('\\');
            }
            else
            {
                result.Append(match.Groups[replacement[i] - '0'].ValueSpan);
            }
        }
    }
}
