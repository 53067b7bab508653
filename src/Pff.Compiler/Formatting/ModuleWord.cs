using System.Collections.Immutable;
using Antlr4.Runtime;
using Pff.Compiler.Manifest;
using Pff.Compiler.Modules;
using Pff.Compiler.Syntax;
using Pff.Core.Text;
using static Pff.Compiler.Syntax.Generated.ExpressionLexer;

namespace Pff.Compiler.Formatting;

/// <summary>A token or comment of a module, with what stands before it.</summary>
internal sealed class ModuleWord(IToken token, int lineBreaks)
{
    public IToken Token { get; } = token;

    public int Type => Token.Type;

    public string Text { get; } = token.Type == COMMENT ? token.Text.TrimEnd() : token.Text;

    public bool IsComment => Type == COMMENT;

    /// <summary>The line breaks before it: none, one, or more for a blank line.</summary>
    public int LineBreaks { get; set; } = lineBreaks;

    /// <summary>Whether a blank stands before it where it does not start a line.</summary>
    public bool HasSpaceBefore { get; set; }

    /// <summary>Whether a declaration, a step or a handler starts here.</summary>
    public bool IsStatement { get; set; }

    /// <summary>Of the first word of a handler: the <c>try</c> that it belongs to, or null.</summary>
    public ModuleWord? Try { get; set; }

    /// <summary>The column at which its line starts.</summary>
    public int Margin { get; set; }

    public DeclarationSyntax? Declaration { get; set; }

    /// <summary>The first word of the whole expression that it is a part of, or null.</summary>
    public ModuleWord? Expression { get; set; }

    public bool IsInType { get; set; }

    public bool IsOpener => Brackets.CloserOf(Type) >= 0;

    public bool IsCloser => Brackets.IsCloser(Type);

    /// <summary>Whether it is a bracket of interpolated text, or stands in one: no line can end there.</summary>
    public bool IsInFormat { get; set; }
}

/// <summary>The words of a module, and what the tree says of each.</summary>
internal static class ModuleWords
{
    /// <summary>Words behind which a bracket is not that of a call.</summary>
    private static readonly ImmutableHashSet<string> BeforeBracket = ["for", "by", "let", "on", "in", "when", "assert", "skip", "fail", "return", "because", "match", "until", "then", "else"];

    public static List<ModuleWord> Read(ModuleSyntax module)
    {
        var content = module.Source.Content;
        var words = new List<ModuleWord>();
        var end = 0;
        foreach (var token in TokenReader.CreateLexer(content).GetAllTokens().Where(t => t.Type != WHITESPACE))
        {
            words.Add(new ModuleWord(token, words.Count == 0 ? 0 : content.AsSpan(end..token.StartIndex).Count('\n')));
            end = token.StopIndex + 1;
        }

        MarkFormats(words);
        Mark(words, module);
        return words;
    }

    private static void MarkFormats(List<ModuleWord> words)
    {
        var depth = 0;
        for (var i = 0; i < words.Count; i++)
        {
            // Behind a comment the line has to end, there too.
            words[i].IsInFormat = depth > 0 || Brackets.IsFormat(words[i].Type);
            if (depth > 0 && !words[i - 1].IsComment)
            {
                words[i].LineBreaks = 0;
            }

            depth += Brackets.IsFormat(words[i].Type) ? 1 : words[i].Type == FORMAT_END ? -1 : 0;
        }
    }

    private static void Mark(List<ModuleWord> words, ModuleSyntax module)
    {
        var outline = ModuleOutline.Of(module);
        var tokens = words.Where(w => !w.IsComment).ToList();
        var index = tokens.Select((w, i) => (w.Token.StartIndex, i)).ToDictionary(w => w.StartIndex, w => w.i);
        if (tokens.Count > 0)
        {
            tokens[0].IsStatement = true;
        }

        foreach (var declaration in outline.Declarations)
        {
            tokens[index[declaration.Span.Start]].IsStatement = true;
            tokens[index[declaration.Span.Start]].Declaration = declaration;
        }

        if (module.Name is { } name && index[name.Span.Start] is > 0 and var at)
        {
            tokens[at - 1].IsStatement = true;
        }

        foreach (var step in outline.Steps.Where(s => index.ContainsKey(s.Span.Start)))
        {
            var start = index[step.Span.Start];
            start -= start > 0 && tokens[start - 1].Text == "try" ? 1 : 0;
            tokens[start].IsStatement = true;
        }

        foreach (var line in outline.Declarations.OfType<TestDeclarationSyntax>().SelectMany(t => t.Lines))
        {
            tokens[index[line.Span.Start]].IsStatement = true;
        }

        foreach (var handler in outline.Handlers)
        {
            // Before its kind stand 'on' and 'error'.
            var word = tokens[Math.Max(index[handler.Kind.Span.Start] - 2, 0)];
            word.IsStatement = true;
            word.Try = handler.Try is { } attempt ? tokens[index[attempt.Start]] : null;
        }

        foreach (var word in outline.Types.SelectMany(t => Within(tokens, t)))
        {
            word.IsInType = true;
        }

        for (var i = 1; i < tokens.Count; i++)
        {
            tokens[i].HasSpaceBefore = NeedsSpace(tokens[i - 1], tokens[i]);
        }

        foreach (var expression in outline.Expressions)
        {
            MarkExpression(tokens, expression.Span, module.Source);
        }
    }

    private static void MarkExpression(List<ModuleWord> tokens, TextSpan span, SourceText source)
    {
        var inside = Within(tokens, span);
        var blanked = new char[span.Length];
        Array.Fill(blanked, ' ');
        foreach (var word in inside)
        {
            source.Content.AsSpan(word.Token.StartIndex, word.Token.StopIndex + 1 - word.Token.StartIndex).CopyTo(blanked.AsSpan(word.Token.StartIndex - span.Start));
        }

        var spaces = ExpressionPrinter.Spaces(new string(blanked));
        for (var i = 0; i < inside.Count; i++)
        {
            inside[i].Expression = inside[0];
            if (i > 0 && spaces?.Length == inside.Count)
            {
                inside[i].HasSpaceBefore = spaces[i];
            }
        }
    }

    private static List<ModuleWord> Within(List<ModuleWord> tokens, TextSpan span)
    {
        var (low, high) = (0, tokens.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = tokens[middle].Token.StartIndex < span.Start ? (middle + 1, high) : (low, middle);
        }

        var inside = new List<ModuleWord>();
        for (; low < tokens.Count && tokens[low].Token.StopIndex < span.End; low++)
        {
            inside.Add(tokens[low]);
        }

        return inside;
    }

    /// <summary>Between the words of the module itself; inside expressions their printer decides.</summary>
    private static bool NeedsSpace(ModuleWord left, ModuleWord right)
    {
        var isTypeSign = right.IsInType && right.Type is LESS or GREATER or QUESTION;
        switch (left.Type, right.Type)
        {
            case (LPAREN or LBRACKET or DOT, _) or (_, RPAREN or RBRACKET or COMMA or COLON or DOT):
            case (LBRACE, RBRACE):
            case (MINUS, GREATER) when !right.IsInType:
                return false;
            case (LESS, _) when left.IsInType:
                return false;
            case (_, LPAREN):
                return left.Type != IDENTIFIER && !(left.IsInType && left.Type == GREATER) || BeforeBracket.Contains(left.Text);
            default:
                return !(isTypeSign && left.IsInType) && !(right.Type == LESS && isTypeSign);
        }
    }
}
