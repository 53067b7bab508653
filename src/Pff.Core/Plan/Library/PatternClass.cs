using System.Globalization;
using System.Text;

namespace Pff.Core.Plan.Library;

/// <summary>
/// A set of code points, written for an engine that sees UTF-16 code units: those above U+FFFF become alternatives of
/// surrogate pairs.
/// </summary>
internal sealed class PatternClass
{
    private const int MaxCodePoint = 0x10FFFF;
    private const int FirstSurrogate = 0xD800;
    private const int LastSurrogate = 0xDFFF;

    private readonly List<(int First, int Last)> _ranges = [];
    private readonly StringBuilder _categories = new();

    public bool IsNegated { get; set; }

    public void Add(int first, int last) => _ranges.Add((first, last));

    public void AddAllBut(ReadOnlySpan<(int First, int Last)> ranges)
    {
        var next = 0;
        foreach (var (first, last) in ranges)
        {
            if (first > next)
            {
                Add(next, first - 1);
            }

            next = last + 1;
        }

        Add(next, MaxCodePoint);
    }

    /// <summary>A Unicode general category (<c>Lu</c>), or its complement. Above U+FFFF it takes nothing.</summary>
    public void AddCategory(string name, bool isComplement) =>
        _categories.Append(isComplement ? @"\P{" : @"\p{").Append(name).Append('}');

    public static void AppendLiteral(StringBuilder result, int codePoint)
    {
        var units = char.ConvertFromUtf32(codePoint is >= FirstSurrogate and <= LastSurrogate ? 0xFFFD : codePoint);
        result.Append(units.Length > 1 ? "(?:" : "");
        foreach (var unit in units)
        {
            AppendUnit(result, unit);
        }

        result.Append(units.Length > 1 ? ")" : "");
    }

    public void AppendTo(StringBuilder result)
    {
        var ranges = Merged();
        var hasCategories = _categories.Length > 0;
        if (IsNegated && !hasCategories)
        {
            ranges = Complement(ranges);
        }

        // With categories the low part is negated by the engine, the high part here.
        var high = IsNegated && hasCategories ? Complement(ranges) : ranges;
        result.Append("(?:");
        AppendLow(result, ranges);
        foreach (var (first, last) in high)
        {
            AppendHigh(result, Math.Max(first, 0x10000), last);
        }

        result.Append(')');
    }

    private void AppendLow(StringBuilder result, List<(int First, int Last)> ranges)
    {
        var body = new StringBuilder();
        foreach (var (first, last) in ranges)
        {
            AppendRange(body, first, Math.Min(last, FirstSurrogate - 1));
            AppendRange(body, Math.Max(first, LastSurrogate + 1), Math.Min(last, 0xFFFF));
        }

        body.Append(_categories);
        if (IsNegated && _categories.Length > 0)
        {
            result.Append("[^").Append(body).Append(@"\uD800-\uDFFF]");
        }
        else if (body.Length > 0)
        {
            result.Append('[').Append(body).Append(']');
        }
        else
        {
            // Nothing: a class that no code unit is in.
            result.Append(@"[^\u0000-\uFFFF]");
        }
    }

    private static void AppendRange(StringBuilder body, int first, int last)
    {
        if (first > last)
        {
            return;
        }

        AppendUnit(body, (char)first);
        if (last > first)
        {
            body.Append('-');
            AppendUnit(body, (char)last);
        }
    }

    private static void AppendHigh(StringBuilder result, int first, int last)
    {
        while (first <= last)
        {
            // As many as share one high surrogate, or whole blocks of them.
            var block = first | 0x3FF;
            var end = Math.Min(block, last);
            if ((first & 0x3FF) == 0 && (last | 0x3FF) > block)
            {
                end = (last & 0x3FF) == 0x3FF ? last : (last & ~0x3FF) - 1;
            }

            result.Append("|[");
            AppendRange(result, HighOf(first), HighOf(end));
            result.Append("][");
            AppendRange(result, LowOf(first), LowOf(end));
            result.Append(']');
            first = end + 1;
        }
    }

    private static int HighOf(int codePoint) => FirstSurrogate + ((codePoint - 0x10000) >> 10);

    private static int LowOf(int codePoint) => 0xDC00 + ((codePoint - 0x10000) & 0x3FF);

    private static void AppendUnit(StringBuilder result, char unit)
    {
        if (char.IsAsciiLetterOrDigit(unit))
        {
            result.Append(unit);
        }
        else
        {
            result.Append("\\u").Append(((int)unit).ToString("X4", CultureInfo.InvariantCulture));
        }
    }

    private List<(int First, int Last)> Merged()
    {
        var merged = new List<(int First, int Last)>();
        foreach (var (first, last) in _ranges.Order())
        {
            if (merged.Count > 0 && first <= merged[^1].Last + 1)
            {
                merged[^1] = (merged[^1].First, Math.Max(merged[^1].Last, last));
            }
            else
            {
                merged.Add((first, last));
            }
        }

        return merged;
    }

    private static List<(int First, int Last)> Complement(List<(int First, int Last)> ranges)
    {
        var others = new PatternClass();
        others.AddAllBut([.. ranges]);
        return [.. others._ranges.Where(range => range.First <= range.Last)];
    }
}
