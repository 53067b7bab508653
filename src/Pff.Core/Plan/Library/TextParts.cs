using System.Text;

namespace Pff.Core.Plan.Library;

/// <summary>Taking texts apart and putting them together.</summary>
public static class TextParts
{
    public static string LowerAscii(string text) => string.Create(text.Length, text, static (span, source) =>
    {
        for (var i = 0; i < span.Length; i++)
        {
            span[i] = char.IsAsciiLetterUpper(source[i]) ? (char)(source[i] | 0x20) : source[i];
        }
    });

    public static string UpperAscii(string text) => string.Create(text.Length, text, static (span, source) =>
    {
        for (var i = 0; i < span.Length; i++)
        {
            span[i] = char.IsAsciiLetterLower(source[i]) ? (char)(source[i] & ~0x20) : source[i];
        }
    });

    /// <summary>
    /// The parts between separators; an empty separator takes the code points apart. A limit of 0 gives no parts, a
    /// positive one at most so many, the last holding the rest; a negative one all.
    /// </summary>
    public static Value Split(string text, string separator, long limit)
    {
        if (limit == 0)
        {
            return Value.Of(new ListValue([]));
        }

        var parts = new List<Value>();
        var at = 0;
        while (at <= text.Length && (limit < 0 || parts.Count < limit - 1))
        {
            if (parts.Count >= Limits.MaxElements)
            {
                return Faults.TooManyElements;
            }

            int end;
            if (separator.Length == 0)
            {
                if (at >= text.Length)
                {
                    break;
                }

                end = at + CodePoints.LengthAt(text, at);
            }
            else
            {
                end = text.IndexOf(separator, at, StringComparison.Ordinal);
                if (end < 0)
                {
                    break;
                }
            }

            parts.Add(Value.Of(text[at..end]));
            at = end + separator.Length;
        }

        if (separator.Length > 0 || at < text.Length)
        {
            parts.Add(Value.Of(text[at..]));
        }

        return Value.Of(new ListValue([.. parts]));
    }

    /// <summary>
    /// Replaces the first so many occurrences, or all where the limit is negative. An empty text to be replaced is
    /// found before each code point and at the end.
    /// </summary>
    public static Value Replace(string text, string from, string to, long limit)
    {
        var result = new StringBuilder();
        var at = 0;
        var next = 0;
        for (long count = 0; limit < 0 || count < limit; count++)
        {
            var found = from.Length > 0 ? text.IndexOf(from, next, StringComparison.Ordinal) : next <= text.Length ? next : -1;
            if (found < 0)
            {
                break;
            }

            result.Append(text.AsSpan(at, found - at)).Append(to);
            if (result.Length > Limits.MaxTextLength)
            {
                return Faults.TextTooLong;
            }

            at = found + from.Length;
            next = from.Length > 0 ? at : found < text.Length ? found + CodePoints.LengthAt(text, found) : text.Length + 1;
            if (next > text.Length)
            {
                break;
            }
        }

        result.Append(text.AsSpan(at));
        return result.Length > Limits.MaxTextLength ? Faults.TextTooLong : Value.Of(result.ToString());
    }

    /// <summary>The texts of a list, with a separator between them. Anything but a text is a fault.</summary>
    public static Value Join(ListValue list, string separator)
    {
        var result = new StringBuilder();
        for (var i = 0; i < list.Count; i++)
        {
            var item = Operands.Prepare(list[i]);
            if (!item.TryGetText(out var text))
            {
                return item.IsFault ? item : Faults.NoSuchOverload(Builtin.Join, Value.Of(list), item);
            }

            result.Append(i > 0 ? separator : "").Append(text);
            if (result.Length > Limits.MaxTextLength)
            {
                return Faults.TextTooLong;
            }
        }

        return Value.Of(result.ToString());
    }

    /// <summary>Within quotes, with quotes, backslashes and control characters escaped.</summary>
    public static Value Quote(string text)
    {
        var result = new StringBuilder(text.Length + 2).Append('"');
        for (var i = 0; i < text.Length; i++)
        {
            var unit = text[i];
            var escape = unit switch
            {
                '\a' => 'a',
                '\b' => 'b',
                '\f' => 'f',
                '\n' => 'n',
                '\r' => 'r',
                '\t' => 't',
                '\v' => 'v',
                '\\' or '"' => unit,
                _ => '\0',
            };
            if (escape != '\0')
            {
                result.Append('\\').Append(escape);
            }
            else if (char.IsSurrogate(unit) && !IsPaired(text, i))
            {
                result.Append('\uFFFD');
            }
            else
            {
                result.Append(unit);
            }
        }

        result.Append('"');
        return result.Length > Limits.MaxTextLength ? Faults.TextTooLong : Value.Of(result.ToString());
    }

    private static bool IsPaired(string text, int at) =>
        char.IsHighSurrogate(text[at])
            ? at + 1 < text.Length && char.IsLowSurrogate(text[at + 1])
            : at > 0 && char.IsHighSurrogate(text[at - 1]);
}
