using System.Collections.Immutable;
using Antlr4.Runtime;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Syntax.Generated;
using Pff.Core.Diagnostics;
using Pff.Core.Text;
using static Pff.Compiler.Syntax.Generated.ExpressionLexer;

namespace Pff.Compiler.Syntax;

/// <summary>
/// Reads text with <c>{{ … }}</c> in it. Where a hole ends is found with the lexer's help, so that braces in strings and
/// of maps do not end it. Two braces as text are written <c>{{'{{'}}</c>.
/// </summary>
public static class TemplateParser
{
    private const string Opening = "{{";
    private const string Closing = "}}";

    /// <summary>The parts of <paramref name="text"/>. Never throws.</summary>
    public static ParsedTemplate Parse(EmbeddedText text)
    {
        var whole = text.ToSource(new TextSpan(0, text.Text.Length));
        if (!text.Text.Contains(Opening, StringComparison.Ordinal) && !text.Text.Contains(Closing, StringComparison.Ordinal))
        {
            return new(new TemplateSyntax(Literal(text, 0, text.Text.Length), whole), []);
        }

        if (text.Text.Length > SyntaxLimits.MaximumLength)
        {
            return new(
                new TemplateSyntax([new TemplateHoleSyntax(new ErrorSyntax(whole), whole)], whole) { IsSingleExpression = true },
                [CompilerDiagnostics.TextTooLong(text.Source, whole, text.Text.Length, SyntaxLimits.MaximumLength)]);
        }

        return ParseParts(text, whole);
    }

    private static ParsedTemplate ParseParts(EmbeddedText text, TextSpan whole)
    {
        var parts = ImmutableArray.CreateBuilder<TemplatePartSyntax>();
        var diagnostics = new List<Diagnostic>();
        var lexer = TokenReader.CreateLexer(text.Text);
        var holes = 0;
        var at = 0;
        while (at < text.Text.Length)
        {
            var open = text.Text.IndexOf(Opening, at, StringComparison.Ordinal);
            var textEnd = open < 0 ? text.Text.Length : open;
            ReportStrayEnds(text, at, textEnd, diagnostics);
            parts.AddRange(Literal(text, at, textEnd));
            if (open < 0)
            {
                break;
            }

            if (++holes > SyntaxLimits.MaximumHoles)
            {
                var rest = text.ToSource(new TextSpan(open, Opening.Length));
                diagnostics.Add(CompilerDiagnostics.TooManyHoles(text.Source, rest, SyntaxLimits.MaximumHoles));
                parts.Add(new TemplateHoleSyntax(new ErrorSyntax(rest), rest));
                break;
            }

            var close = FindEnd(text.Text, open + Opening.Length, lexer);
            if (close < 0)
            {
                var span = text.ToSource(new TextSpan(open, Opening.Length));
                diagnostics.Add(CompilerDiagnostics.UnclosedTemplate(text.Source, span));
                parts.Add(new TemplateHoleSyntax(new ErrorSyntax(span), span));
                break;
            }

            parts.Add(Hole(text, open, close, diagnostics));
            at = close + Closing.Length;
        }

        var template = new TemplateSyntax(parts.ToImmutable(), whole);
        return new(template with { IsSingleExpression = IsSingle(parts) }, [.. diagnostics.Take(SyntaxLimits.MaximumDiagnostics)]);
    }

    private static bool IsSingle(ImmutableArray<TemplatePartSyntax>.Builder parts) =>
        parts.Count(p => p is TemplateHoleSyntax) == 1 && parts.All(p => p is TemplateHoleSyntax || string.IsNullOrWhiteSpace(((TemplateTextSyntax)p).Text));

    private static TemplateHoleSyntax Hole(EmbeddedText text, int open, int close, List<Diagnostic> diagnostics)
    {
        var span = text.ToSource(TextSpan.FromBounds(open, close + Closing.Length));
        var start = open + Opening.Length;
        if (string.IsNullOrWhiteSpace(text.Text[start..close]))
        {
            diagnostics.Add(CompilerDiagnostics.EmptyExpression(text.Source, span));
            return new TemplateHoleSyntax(new ErrorSyntax(span), span);
        }

        var parsed = ExpressionParser.Parse(text.Slice(start, close - start));
        diagnostics.AddRange(parsed.Diagnostics);
        return new TemplateHoleSyntax(parsed.Root, span);
    }

    private static ImmutableArray<TemplatePartSyntax> Literal(EmbeddedText text, int start, int end) =>
        start == end ? [] : [new TemplateTextSyntax(text.Text[start..end], text.ToSource(TextSpan.FromBounds(start, end)))];

    private static void ReportStrayEnds(EmbeddedText text, int start, int end, List<Diagnostic> diagnostics)
    {
        for (var at = text.Text.IndexOf(Closing, start, end - start, StringComparison.Ordinal); at >= 0;)
        {
            diagnostics.Add(CompilerDiagnostics.StrayTemplateEnd(text.Source, text.ToSource(new TextSpan(at, Closing.Length))));
            at += Closing.Length;
            at = at < end ? text.Text.IndexOf(Closing, at, end - at, StringComparison.Ordinal) : -1;
        }
    }

    /// <summary>
    /// Where the hole that starts at <paramref name="start"/> has its closing braces, or -1. Where the tokens do not show
    /// it (an unterminated string, a comment), it is the next pair of braces, so that the mistake stays in its hole.
    /// </summary>
    private static int FindEnd(string text, int start, ExpressionLexer lexer)
    {
        var fallback = text.IndexOf(Closing, start, StringComparison.Ordinal);
        if (fallback < 0)
        {
            return -1;
        }

        lexer.Reset();
        ((IIntStream)lexer.InputStream).Seek(start);
        var depth = 0;
        for (var token = lexer.NextToken(); token.Type != TokenConstants.EOF; token = lexer.NextToken())
        {
            switch (token.Type)
            {
                case RBRACE when depth == 0:
                    return token.StartIndex + 1 < text.Length && text[token.StartIndex + 1] == '}' ? token.StartIndex : fallback;
                case RBRACE:
                    depth--;
                    break;
                case LBRACE or FORMAT_OPEN:
                    depth++;
                    break;
                case UNTERMINATED_STRING or UNTERMINATED_ESCAPED or FORMAT_BREAK:
                    return fallback;
            }
        }

        return fallback;
    }
}
