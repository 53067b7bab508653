using System.Text;
using Pff.Compiler.Modules;
using Pff.Compiler.Syntax;
using static Pff.Compiler.Syntax.Generated.ExpressionLexer;

namespace Pff.Compiler.Formatting;

/// <summary>
/// Prints the words of a module: two columns a bracket and two for what goes on with a line, a blank line between
/// declarations, and lines for what is in brackets where one would be too long.
/// </summary>
internal sealed class ModulePrinter
{
    private const int Step = 2;

    private const int MaximumWidth = 120;

    /// <summary>A bracket is broken only where one around it was: this many are enough for any text that people can read.</summary>
    private const int MaximumRounds = 32;

    private readonly List<ModuleWord> _words;
    private readonly int[] _indents;
    private readonly int[] _partners;

    private ModulePrinter(List<ModuleWord> words)
    {
        _words = words;
        _indents = new int[words.Count];
        _partners = FindPartners(words);
    }

    public static string Print(ModuleSyntax module)
    {
        var printer = new ModulePrinter(ModuleWords.Read(module));
        printer.JoinElse();
        for (var round = 0; round < MaximumRounds; round++)
        {
            printer.Indent();
            if (!printer.BreakLongLines())
            {
                break;
            }
        }

        printer.SetBlankLines();
        return printer.Write();
    }

    private static int[] FindPartners(List<ModuleWord> words)
    {
        var partners = new int[words.Count];
        var open = new Stack<int>();
        for (var i = 0; i < words.Count; i++)
        {
            partners[i] = i;
            if (words[i].IsOpener)
            {
                open.Push(i);
            }
            else if (words[i].IsCloser && open.TryPop(out var opener))
            {
                (partners[i], partners[opener]) = (opener, i);
            }
        }

        return partners;
    }

    /// <summary><c>} else {</c> stands on one line.</summary>
    private void JoinElse()
    {
        for (var i = 1; i < _words.Count; i++)
        {
            if (_words[i] is { Text: "else", Type: IDENTIFIER, Expression: null } && _words[i - 1].Type == RBRACE)
            {
                _words[i].LineBreaks = 0;
            }
        }
    }

    private bool StartsLine(int index) => index == 0 || _words[index].LineBreaks > 0;

    private void Indent()
    {
        var frames = new Stack<Frame>([new Frame(0, 0, IsBlock: true)]);
        var line = 0;
        for (var i = 0; i < _words.Count; i++)
        {
            var word = _words[i];
            if (word.IsCloser && frames.Count > 1)
            {
                var closed = frames.Pop();
                line = StartsLine(i) ? closed.Outer : line;
                _indents[i] = line;
                continue;
            }

            var frame = frames.Peek();
            if (StartsLine(i))
            {
                line = word.Try is { } attempt ? attempt.Margin + Step
                    : frame.Inner + (IsContinuation(i, frame) ? Step : 0) + (IsInOwnLines(i) ? Step : 0);
                if (word.IsStatement)
                {
                    frame.Statement = line;
                }
            }

            _indents[i] = word.Margin = line;
            if (word.IsOpener)
            {
                var isBlock = word.Type == LBRACE && NextToken(i) is { IsStatement: true };
                var outer = isBlock && frame.IsBlock ? frame.Statement : line;
                frames.Push(new Frame(outer, outer + Step, isBlock));
            }
        }
    }

    /// <summary>Whether a line goes on with the one before it.</summary>
    private bool IsContinuation(int index, Frame frame)
    {
        var word = _words[index];
        if (word.IsComment || word.IsStatement || index == 0)
        {
            return false;
        }

        return frame.IsBlock || StartsWithOperator(word.Type) || (word.Expression is not null && word.Expression == LastToken(index)?.Expression && EndsWithOperator(LastToken(index)!.Type));
    }

    /// <summary>Whether the line goes on with an expression that itself starts a line which goes on with one.</summary>
    private bool IsInOwnLines(int index)
    {
        var first = _words[index].Expression;
        if (first is null || first == _words[index] || first.LineBreaks == 0 || first.IsStatement)
        {
            return false;
        }

        var start = _words.IndexOf(first, Math.Max(0, index - 512), Math.Min(index, 512));
        var depth = 0;
        for (var i = Math.Max(start, 0); i < index; i++)
        {
            depth += _words[i].IsOpener ? 1 : _words[i].IsCloser ? -1 : 0;
        }

        return start >= 0 && depth == 0 && _indents[start] >= Step && StartsWithOperator(_words[index].Type);
    }

    private ModuleWord? NextToken(int index) => _words.Skip(index + 1).FirstOrDefault(w => !w.IsComment);

    private ModuleWord? LastToken(int index)
    {
        for (var i = index - 1; i >= 0; i--)
        {
            if (!_words[i].IsComment)
            {
                return _words[i];
            }
        }

        return null;
    }

    private static bool StartsWithOperator(int type) => type is DOT or QUESTION or COLON or COALESCE or AND or OR or EQUAL or NOT_EQUAL or LESS
        or LESS_OR_EQUAL or GREATER or GREATER_OR_EQUAL or IN or PLUS or MINUS or STAR or SLASH or PERCENT;

    private static bool EndsWithOperator(int type) => StartsWithOperator(type) || type is NOT or ARROW;

    /// <summary>Gives lines to what is in the longest bracket of each line that is too long.</summary>
    private bool BreakLongLines()
    {
        var hasBroken = false;
        for (var start = 0; start < _words.Count;)
        {
            var end = start + 1;
            while (end < _words.Count && !StartsLine(end))
            {
                end++;
            }

            if (WidthOf(start, end) > MaximumWidth && FindWidest(start, end) is { } opener)
            {
                Break(opener);
                hasBroken = true;
            }

            start = end;
        }

        return hasBroken;
    }

    private int WidthOf(int start, int end)
    {
        var width = _indents[start];
        for (var i = start; i < end; i++)
        {
            if (_words[i].IsComment)
            {
                break;
            }

            width += _words[i].Text.Length + (i > start && _words[i].HasSpaceBefore ? 1 : 0);
        }

        return width;
    }

    /// <summary>The outermost bracket with the most in it that starts and ends on the line, or null.</summary>
    private int? FindWidest(int start, int end)
    {
        int? widest = null;
        for (var i = start; i < end; i++)
        {
            if (_words[i].IsOpener && !_words[i].IsInFormat && _partners[i] > i + 1 && _partners[i] < end)
            {
                widest = widest is null || WidthOf(i, _partners[i]) > WidthOf(widest.Value, _partners[widest.Value]) ? i : widest;
                i = _partners[i];
            }
        }

        return widest;
    }

    private void Break(int opener)
    {
        _words[opener + 1].LineBreaks = 1;
        _words[_partners[opener]].LineBreaks = 1;
        for (var i = opener + 1; i < _partners[opener]; i++)
        {
            if (_words[i].IsOpener || Brackets.IsFormat(_words[i].Type))
            {
                i = Math.Max(i, _partners[i]);
            }
            else if (_words[i].Type == COMMA)
            {
                _words[i + 1].LineBreaks = 1;
            }
        }
    }

    private void SetBlankLines()
    {
        var depth = 0;
        var last = (Declaration: (DeclarationSyntax?)null, IsFirst: true);
        for (var i = 0; i < _words.Count; i++)
        {
            var word = _words[i];
            depth -= word.IsCloser ? 1 : 0;
            word.LineBreaks = Math.Min(word.LineBreaks, 2);
            if (word.LineBreaks == 2 && (word.IsCloser || (i > 0 && _words[i - 1].IsOpener)))
            {
                word.LineBreaks = 1;
            }

            if (depth == 0 && word is { IsStatement: true, Declaration: { } declaration } && !last.IsFirst)
            {
                var first = FirstOfRemarks(i);
                if (!MayStandTogether(last.Declaration, declaration))
                {
                    _words[first].LineBreaks = 2;
                }
            }

            if (depth == 0 && word.IsStatement)
            {
                last = (word.Declaration, false);
            }

            depth += word.IsOpener ? 1 : 0;
        }
    }

    /// <summary>The first of the comments on lines of their own that stand before a word, or the word.</summary>
    private int FirstOfRemarks(int index)
    {
        while (index > 1 && _words[index - 1].IsComment && _words[index - 1].LineBreaks > 0)
        {
            index--;
        }

        return index;
    }

    /// <summary>What is used stands in a row, and declarations of one line may.</summary>
    private static bool MayStandTogether(DeclarationSyntax? left, DeclarationSyntax right) =>
        left is UseApiSyntax or UseModuleSyntax && right is UseApiSyntax or UseModuleSyntax or TableSyntax
        || left is TypeDeclarationSyntax or EnumDeclarationSyntax && right is TypeDeclarationSyntax or EnumDeclarationSyntax;

    private string Write()
    {
        var text = new StringBuilder();
        for (var i = 0; i < _words.Count; i++)
        {
            var word = _words[i];
            if (i > 0 && word.LineBreaks > 0)
            {
                text.Append('\n', word.LineBreaks).Append(' ', _indents[i]);
            }
            else if (i > 0)
            {
                text.Append(word.IsComment ? "  " : word.HasSpaceBefore ? " " : string.Empty);
            }

            text.Append(word.Text);
        }

        return text.Append(text.Length == 0 ? string.Empty : "\n").ToString();
    }

    /// <summary>A bracket that is open.</summary>
    /// <param name="Outer">The column of its closing bracket.</param>
    /// <param name="Inner">The column of what is in it.</param>
    /// <param name="IsBlock">Whether it has steps, so that a line which starts none goes on with one.</param>
    private sealed record Frame(int Outer, int Inner, bool IsBlock)
    {
        /// <summary>The column of the last declaration, step or handler in it.</summary>
        public int Statement { get; set; } = Inner;
    }
}
