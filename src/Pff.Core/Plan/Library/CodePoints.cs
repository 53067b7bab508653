using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pff.Core.Plan.Library;

/// <summary>
/// Texts as sequences of Unicode code points, which is how CEL counts; a surrogate without its other half counts as
/// one. Texts without surrogates, nearly all, are counted as they are.
/// </summary>
public static class CodePoints
{
    private const int LongLength = 64;

    public static bool HasSurrogates(ReadOnlySpan<char> text)
    {
        if (text.Length > LongLength)
        {
            return text.ContainsAnyInRange('\uD800', '\uDFFF');
        }

        // That search costs more to begin than names and numbers have units: these are looked at eight at a time, the
        // last eight perhaps twice.
        if (Vector128.IsHardwareAccelerated && text.Length >= Vector128<ushort>.Count)
        {
            var units = MemoryMarshal.Cast<char, ushort>(text);
            var surrogates = AreSurrogates(Vector128.Create(units[^Vector128<ushort>.Count..]));
            for (; units.Length > Vector128<ushort>.Count; units = units[Vector128<ushort>.Count..])
            {
                surrogates |= AreSurrogates(Vector128.Create(units));
            }

            return surrogates != Vector128<ushort>.Zero;
        }

        var found = false;
        foreach (var unit in text)
        {
            found |= char.IsSurrogate(unit);
        }

        return found;
    }

    private static Vector128<ushort> AreSurrogates(Vector128<ushort> units) =>
        Vector128.Equals(units & Vector128.Create((ushort)0xF800), Vector128.Create((ushort)0xD800));

    public static int Count(ReadOnlySpan<char> text)
    {
        if (!HasSurrogates(text))
        {
            return text.Length;
        }

        var count = 0;
        for (var at = 0; at < text.Length; at += LengthAt(text, at))
        {
            count++;
        }

        return count;
    }

    /// <summary>Code units of the code point that starts at a place: 1 or 2.</summary>
    public static int LengthAt(ReadOnlySpan<char> text, int at) =>
        char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) ? 2 : 1;

    /// <summary>Where the code point with an index starts, or -1 where the text is shorter; the count itself gives the end.</summary>
    public static int OffsetOf(string text, long index)
    {
        if (index < 0 || index > text.Length)
        {
            return -1;
        }

        if (!HasSurrogates(text))
        {
            return (int)index;
        }

        var at = 0;
        for (; index > 0 && at < text.Length; index--)
        {
            at += LengthAt(text, at);
        }

        return index == 0 ? at : -1;
    }

    /// <summary>The index of the code point that starts at an offset.</summary>
    public static int IndexOf(string text, int offset) => Count(text.AsSpan(0, offset));

    public static string Reverse(string text)
    {
        var result = new char[text.Length];
        for (var at = 0; at < text.Length;)
        {
            var length = LengthAt(text, at);
            text.AsSpan(at, length).CopyTo(result.AsSpan(text.Length - at - length));
            at += length;
        }

        return new string(result);
    }
}
