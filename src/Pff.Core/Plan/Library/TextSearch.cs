namespace Pff.Core.Plan.Library;

/// <summary>Finding and cutting texts by code point positions.</summary>
public static class TextSearch
{
    /// <summary>The code point at an index as a text; the text's own size gives "".</summary>
    public static Value CharAt(string text, long index)
    {
        var at = CodePoints.OffsetOf(text, index);
        return at < 0 ? OutOfRange(text, index)
            : at == text.Length ? Value.Of("")
            : Value.Of(text.Substring(at, CodePoints.LengthAt(text, at)));
    }

    /// <summary>The first place at or after a start, or -1.</summary>
    public static Value IndexOf(string text, string part, long start)
    {
        var at = CodePoints.OffsetOf(text, start);
        if (at < 0)
        {
            return OutOfRange(text, start);
        }

        var found = text.IndexOf(part, at, StringComparison.Ordinal);
        return Value.Of(found < 0 ? -1L : CodePoints.IndexOf(text, found));
    }

    /// <summary>The last place, or -1.</summary>
    public static Value LastIndexOf(string text, string part)
    {
        var found = part.Length == 0 ? text.Length : text.LastIndexOf(part, StringComparison.Ordinal);
        return Value.Of(found < 0 ? -1L : CodePoints.IndexOf(text, found));
    }

    /// <summary>The last place at or before a start, or -1.</summary>
    public static Value LastIndexOf(string text, string part, long start)
    {
        var at = CodePoints.OffsetOf(text, start);
        if (at < 0)
        {
            return OutOfRange(text, start);
        }

        // A part that begins at the start may end after it.
        var end = Math.Min(text.Length, at + (long)part.Length);
        var found = part.Length == 0 ? at : text.AsSpan(0, (int)end).LastIndexOf(part, StringComparison.Ordinal);
        return Value.Of(found < 0 ? -1L : CodePoints.IndexOf(text, found));
    }

    public static Value Substring(string text, long start)
    {
        var at = CodePoints.OffsetOf(text, start);
        return at < 0 ? OutOfRange(text, start) : Value.Of(text[at..]);
    }

    public static Value Substring(string text, long start, long end)
    {
        if (start > end)
        {
            return Faults.InvalidSubstringRange(start, end);
        }

        var from = CodePoints.OffsetOf(text, start);
        if (from < 0)
        {
            return OutOfRange(text, start);
        }

        var to = CodePoints.OffsetOf(text, end);
        return to < 0 ? OutOfRange(text, end) : Value.Of(text[from..to]);
    }

    private static Value OutOfRange(string text, long index) => Faults.IndexOutOfRange(index, CodePoints.Count(text));
}
