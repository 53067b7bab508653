using System.Text;
using Pff.Compiler.Manifest;

namespace Pff.Compiler.Formatting;

/// <summary>
/// Writes a layout: two columns a level, lists under their key indented too, brackets kept where they fit on the line
/// and have no comments in them, one blank line where there were some, and one before each sequence but the first.
/// </summary>
internal sealed class YamlPrinter
{
    private const int MaximumWidth = 120;
    private const int Step = 2;

    private readonly StringBuilder _text = new();

    /// <summary>The empty lines at the end of a kept block of text are part of it: no others may join them.</summary>
    private bool _endsInKeptText;

    public static string Print(Block root)
    {
        var printer = new YamlPrinter();
        Settle(root, 0);
        if (FlowOf(root) is { } flow)
        {
            printer._text.Append(flow).Append('\n');
            return printer._text.ToString();
        }

        printer.PrintBlock(root, 0);
        return printer._text.ToString();
    }

    /// <summary>Moves comments that would have no place where they are once everything is written.</summary>
    private static void Settle(Block block, int indent)
    {
        foreach (var part in block.Parts)
        {
            if (part.Block is { } inner)
            {
                Settle(inner, indent + Step);
            }

            if (part.Block is { Parts.Count: 0 } empty)
            {
                part.Leading.AddRange(empty.Tail);
                empty.Tail.Clear();
            }

            MoveTrailing(part, indent);

            // The first line of a list's item goes on behind the dash, so what stands before it stands before the dash.
            if (part is { Key: null, Block: { Parts.Count: > 0 } item })
            {
                part.Leading.AddRange(item.Parts[0].Leading);
                item.Parts[0].Leading.Clear();
            }
        }
    }

    /// <summary>Which comments can stand behind something depends on how the value is written.</summary>
    private static void MoveTrailing(Part part, int indent)
    {
        var isBroken = part.Block is not null && FlowAt(part, indent) is null;
        if (isBroken && part.Trailing is { } trailing)
        {
            part.Trailing = null;
            if (part.Key is not null && part.Header is null)
            {
                part.Header = trailing;
            }
            else
            {
                part.Leading.Add(new Remark(trailing.TrimStart(), HasBlankBefore: false));
            }
        }

        if (part.Header is { } header && (!isBroken || part.Key is null))
        {
            part.Header = null;
            if (!isBroken && part.Trailing is null && (part.Value is not YamlScalar scalar || ScalarPrinter.FitsOnLine(scalar)))
            {
                part.Trailing = header;
            }
            else
            {
                part.Leading.Add(new Remark(header.TrimStart(), HasBlankBefore: false));
            }
        }
    }

    /// <summary>The collection in brackets, or null where it is written as lines.</summary>
    private static string? FlowOf(Block block)
    {
        if (block.Parts.Count == 0)
        {
            return block.IsMapping ? "{}" : "[]";
        }

        if (!block.IsFlow || block.HasComments)
        {
            return null;
        }

        var parts = new List<string>(block.Parts.Count);
        foreach (var part in block.Parts)
        {
            var value = part.Block is { } inner ? FlowOf(inner)
                : part.Value is YamlScalar scalar && ScalarPrinter.FitsOnLine(scalar) ? ScalarPrinter.PrintLine(scalar, HasExpressions(part), isInFlow: true)
                : null;
            if (value is null)
            {
                return null;
            }

            parts.Add(part.Key is { } key ? $"{ScalarPrinter.PrintLine(key, hasExpressions: false, isInFlow: true)}: {value}" : value);
        }

        var all = string.Join(", ", parts);
        return block.IsMapping ? $"{{ {all} }}" : $"[{all}]";
    }

    private static bool HasExpressions(Part part) => part.Place is ManifestPlace.Value;

    /// <param name="block">What is written, each part on its own lines.</param>
    /// <param name="indent">Its column.</param>
    /// <param name="isInline">Whether the first part goes on behind a dash.</param>
    private void PrintBlock(Block block, int indent, bool isInline = false)
    {
        for (var i = 0; i < block.Parts.Count; i++)
        {
            var part = block.Parts[i];
            var needsBlank = i > 0 && block.Place == ManifestPlace.Sequences;
            foreach (var remark in part.Leading)
            {
                BlankLine(needsBlank || (remark.HasBlankBefore && (i > 0 || remark != part.Leading[0])));
                needsBlank = false;
                Indent(indent).Append(remark.Text).Append('\n');
                _endsInKeptText = false;
            }

            if (!isInline || i > 0)
            {
                BlankLine(needsBlank || (part.HasBlankBefore && (i > 0 || part.Leading.Count > 0)));
                Indent(indent);
            }

            PrintPart(block, part, indent);
        }

        for (var i = 0; i < block.Tail.Count; i++)
        {
            BlankLine(block.Tail[i].HasBlankBefore && (i > 0 || block.Parts.Count > 0));
            Indent(indent).Append(block.Tail[i].Text).Append('\n');
            _endsInKeptText = false;
        }
    }

    private void PrintPart(Block block, Part part, int indent)
    {
        _text.Append(part.Key is { } key ? ScalarPrinter.PrintLine(key, hasExpressions: false, isInFlow: true) + ":" : "-");
        _endsInKeptText = false;
        if (part.Block is null)
        {
            PrintScalar(block, part, indent);
        }
        else if (FlowAt(part, indent) is { } flow)
        {
            _text.Append(' ').Append(flow);
            EndLine(part.Trailing);
        }
        else if (part.Key is null)
        {
            _text.Append(' ');
            PrintBlock(part.Block, indent + Step, isInline: true);
        }
        else
        {
            EndLine(part.Header);
            PrintBlock(part.Block, indent + Step);
        }
    }

    private void PrintScalar(Block block, Part part, int indent)
    {
        if (part.Value is not YamlScalar scalar)
        {
            EndLine(part.Trailing);
            return;
        }

        var lines = ScalarPrinter.Print(scalar, indent, block.IsFlow ? indent : block.Column, HasExpressions(part));
        _text.Append(lines[0].Length > 0 ? " " : string.Empty).AppendJoin('\n', lines);
        EndLine(part.Trailing);
        _endsInKeptText = ScalarPrinter.KeepsEmptyLines(lines);
    }

    /// <summary>The part's value in brackets, where it is written like that and fits.</summary>
    private static string? FlowAt(Part part, int indent)
    {
        if (part.Block is not { } block || FlowOf(block) is not { } flow)
        {
            return null;
        }

        var prefix = indent + (part.Key is { } key ? ScalarPrinter.PrintLine(key, hasExpressions: false, isInFlow: true).Length + 2 : Step);
        return block.Parts.Count == 0 || prefix + flow.Length <= MaximumWidth ? flow : null;
    }

    private void EndLine(string? comment) => _text.Append(comment).Append('\n');

    private void BlankLine(bool isWanted)
    {
        if (isWanted && _text.Length > 0 && !_endsInKeptText)
        {
            _text.Append('\n');
        }
    }

    private StringBuilder Indent(int columns) => _text.Append(' ', columns);
}
