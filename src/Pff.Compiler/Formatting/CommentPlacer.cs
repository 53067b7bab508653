using Pff.Compiler.Diagnostics;
using Pff.Compiler.Manifest;
using Pff.Core.Text;

namespace Pff.Compiler.Formatting;

/// <summary>
/// Gives every comment to the part that it is about: the one behind which it stands on a line, else the next one; a
/// comment at the end of a block that is indented like it stays with it.
/// </summary>
internal sealed class CommentPlacer(SourceText source)
{
    private const int MinimumGap = 2;
    private const int MaximumGap = 60;

    public void Place(Block root, IEnumerable<SourceComment> comments)
    {
        foreach (var comment in comments)
        {
            PlaceIn(root, comment);
        }
    }

    private void PlaceIn(Block block, SourceComment comment)
    {
        var at = comment.Span.Start;
        var index = block.Parts.FindLastIndex(p => p.Start <= at);
        if (index < 0)
        {
            AddBefore(block, 0, comment);
            return;
        }

        var part = block.Parts[index];
        if (at < part.End)
        {
            PlaceInside(part, comment);
        }
        else if (!comment.IsWholeLine && LineOf(at) == LineOf(part.End))
        {
            AddBehind(part, comment);
        }
        else if (part.Block is { IsFlow: false } inner && IsIndentedLike(inner, block, comment))
        {
            PlaceIn(inner, comment);
        }
        else
        {
            AddBefore(block, index + 1, comment);
        }
    }

    private bool IsIndentedLike(Block inner, Block outer, SourceComment comment)
    {
        var column = source.GetPosition(comment.Span.Start).Column;
        return column >= inner.Column && column > outer.Column;
    }

    private void PlaceInside(Part part, SourceComment comment)
    {
        var at = comment.Span.Start;
        if (part.Block is { } inner && at >= inner.Start)
        {
            PlaceIn(inner, comment);
        }
        else if (part.Value is YamlScalar && at >= part.Value.Span.Start)
        {
            // The first line of a block of text is kept as it is, with its comment.
        }
        else if (part.Header is null && !comment.IsWholeLine)
        {
            part.Header = WithGap(comment);
        }
        else if (part.Block is { } below && comment.IsWholeLine)
        {
            AddBefore(below, 0, comment);
        }
        else
        {
            part.Leading.Add(RemarkOf(comment));
        }
    }

    private void AddBehind(Part part, SourceComment comment)
    {
        while (part.Block is { IsFlow: false, Parts.Count: > 0 } inner)
        {
            part = inner.Parts[^1];
        }

        part.Trailing = WithGap(comment);
    }

    private void AddBefore(Block block, int index, SourceComment comment) =>
        (index < block.Parts.Count ? block.Parts[index].Leading : block.Tail).Add(RemarkOf(comment));

    /// <summary>With the blanks before it, two at least: comments that stand below one another go on doing so.</summary>
    private string WithGap(SourceComment comment)
    {
        var gap = 0;
        while (gap < MaximumGap && comment.Span.Start - gap > 0 && source.Content[comment.Span.Start - gap - 1] == ' ')
        {
            gap++;
        }

        return new string(' ', Math.Max(gap, MinimumGap)) + TextOf(comment);
    }

    private Remark RemarkOf(SourceComment comment) => new(TextOf(comment), Lines.IsBlankBefore(source, comment.Span.Start));

    private string TextOf(SourceComment comment) => source.GetText(comment.Span).TrimEnd();

    private int LineOf(int offset) => source.GetPosition(offset).Line;
}
