using System.Text;

namespace Pff.Hosting.Output;

/// <summary>The difference of two texts as <c>diff -u</c> writes it, so that <c>patch</c> and reviewers can read it.</summary>
public static class UnifiedDiff
{
    private const int Context = 3;

    /// <summary>Beyond this many cells the middle of two texts that share little is shown as replaced whole.</summary>
    private const long MaximumCells = 25_000_000;

    private enum Kind
    {
        Same,
        Removed,
        Added,
    }

    /// <summary>Empty where the texts are equal.</summary>
    public static string Of(string path, string before, string after)
    {
        if (before == after)
        {
            return string.Empty;
        }

        var lines = Compare(SplitLines(before), SplitLines(after));
        var text = new StringBuilder();
        text.Append("--- a/").Append(path).Append('\n').Append("+++ b/").Append(path).Append('\n');
        for (var at = lines.FindIndex(l => l.Kind != Kind.Same); at >= 0;)
        {
            var start = Math.Max(0, at - Context);
            var end = EndOfHunk(lines, at);
            WriteHunk(text, lines, start, end);
            at = lines.FindIndex(end, l => l.Kind != Kind.Same);
        }

        return text.ToString();
    }

    /// <summary>Changes with few lines between them are one hunk.</summary>
    private static int EndOfHunk(List<(Kind Kind, string Text)> lines, int at)
    {
        var last = at;
        for (var i = at; i < lines.Count && i - last <= 2 * Context; i++)
        {
            last = lines[i].Kind == Kind.Same ? last : i;
        }

        return Math.Min(lines.Count, last + 1 + Context);
    }

    private static void WriteHunk(StringBuilder text, List<(Kind Kind, string Text)> lines, int start, int end)
    {
        var hunk = lines[start..end];
        var oldStart = lines.Take(start).Count(l => l.Kind != Kind.Added);
        var newStart = lines.Take(start).Count(l => l.Kind != Kind.Removed);
        var oldCount = hunk.Count(l => l.Kind != Kind.Added);
        var newCount = hunk.Count(l => l.Kind != Kind.Removed);
        text.Append("@@ -").Append(Range(oldStart, oldCount)).Append(" +").Append(Range(newStart, newCount)).Append(" @@\n");
        foreach (var (kind, line) in hunk)
        {
            text.Append(kind switch { Kind.Removed => '-', Kind.Added => '+', _ => ' ' }).Append(line);
            text.Append(line.EndsWith('\n') ? string.Empty : "\n\\ No newline at end of file\n");
        }
    }

    /// <summary>An empty range is named by the line before it.</summary>
    private static string Range(int start, int count) => count == 0 ? $"{start},0" : count == 1 ? $"{start + 1}" : $"{start + 1},{count}";

    /// <summary>The lines with their breaks.</summary>
    private static List<string> SplitLines(string text)
    {
        var lines = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            var end = text.IndexOf('\n', at);
            end = end < 0 ? text.Length : end + 1;
            lines.Add(text[at..end]);
            at = end;
        }

        return lines;
    }

    private static List<(Kind Kind, string Text)> Compare(List<string> before, List<string> after)
    {
        var prefix = 0;
        while (prefix < before.Count && prefix < after.Count && before[prefix] == after[prefix])
        {
            prefix++;
        }

        var suffix = 0;
        while (suffix < before.Count - prefix && suffix < after.Count - prefix && before[^(suffix + 1)] == after[^(suffix + 1)])
        {
            suffix++;
        }

        var left = before[prefix..^suffix];
        var right = after[prefix..^suffix];
        return
        [
            .. before.Take(prefix).Select(l => (Kind.Same, l)),
            .. (long)left.Count * right.Count <= MaximumCells ? Align(left, right) : left.Select(l => (Kind.Removed, l)).Concat(right.Select(l => (Kind.Added, l))),
            .. before.Skip(before.Count - suffix).Select(l => (Kind.Same, l)),
        ];
    }

    /// <summary>By a longest common subsequence.</summary>
    private static IEnumerable<(Kind Kind, string Text)> Align(List<string> left, List<string> right)
    {
        var common = new int[left.Count + 1, right.Count + 1];
        for (var i = left.Count - 1; i >= 0; i--)
        {
            for (var j = right.Count - 1; j >= 0; j--)
            {
                common[i, j] = left[i] == right[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        var (l, r) = (0, 0);
        while (l < left.Count || r < right.Count)
        {
            if (l < left.Count && r < right.Count && left[l] == right[r])
            {
                yield return (Kind.Same, left[l++]);
                r++;
            }
            else if (l < left.Count && (r == right.Count || common[l + 1, r] >= common[l, r + 1]))
            {
                yield return (Kind.Removed, left[l++]);
            }
            else
            {
                yield return (Kind.Added, right[r++]);
            }
        }
    }
}
