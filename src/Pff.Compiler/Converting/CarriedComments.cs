using System.Collections.Immutable;
using Pff.Compiler.Diagnostics;

namespace Pff.Compiler.Converting;

/// <summary>
/// Comments on their way to another notation: each goes before the sequence, step or handler that it stands before or in,
/// and those before the first one to the top of the file. None is lost.
/// </summary>
internal sealed class CarriedComments
{
    private readonly Dictionary<int, List<string>> _before = [];
    private readonly List<string> _top = [];

    /// <param name="comments">All comments of the text.</param>
    /// <param name="anchors">Where the sequences, steps and handlers start.</param>
    public CarriedComments(CommentedSource comments, IEnumerable<int> anchors)
    {
        var content = comments.Source.Content;
        var known = anchors.Distinct().Order().ToImmutableArray();
        var ends = comments.Comments.ToDictionary(c => c.Span.Start, c => c.Span.End);
        foreach (var comment in comments.Comments)
        {
            var text = content[comment.TextStart..comment.Span.End].Trim();
            var next = comment.IsWholeLine ? NextCode(content, comment.Span.End, ends) : -1;
            var index = known.BinarySearch(next);
            index = index >= 0 ? index : ~known.BinarySearch(comment.Span.Start) - 1;
            if (index < 0)
            {
                _top.Add(text);
                continue;
            }

            if (!_before.TryGetValue(known[index], out var texts))
            {
                _before.Add(known[index], texts = []);
            }

            texts.Add(text);
        }
    }

    /// <summary>The texts, without their marks, that belong to nothing below them.</summary>
    public IReadOnlyList<string> Top => _top;

    /// <summary>The texts, without their marks, that stand before what starts here.</summary>
    public IReadOnlyList<string> Before(int anchor) => _before.GetValueOrDefault(anchor, []);

    /// <summary>Where the text goes on behind blanks, comments and the dashes of lists.</summary>
    private static int NextCode(string content, int at, Dictionary<int, int> ends)
    {
        while (at < content.Length)
        {
            if (ends.TryGetValue(at, out var end))
            {
                at = end;
            }
            else if (char.IsWhiteSpace(content[at]) || (content[at] == '-' && at + 1 < content.Length && char.IsWhiteSpace(content[at + 1])))
            {
                at++;
            }
            else
            {
                return at;
            }
        }

        return -1;
    }
}
