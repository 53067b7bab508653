using Antlr4.Runtime;
using Pff.Compiler.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Types;
using Grammar = Pff.Compiler.Syntax.Generated.ExpressionGrammar;
using static Pff.Compiler.Syntax.Generated.ExpressionLexer;

namespace Pff.Compiler.Syntax;

// Names, calls, literals and everything in brackets.
internal sealed partial class SyntaxBuilder
{
    private ExpressionSyntax Primary(Grammar.PrimaryContext? context) => context switch
    {
        Grammar.NameContext name => Name(name),
        Grammar.CallContext call => Call(call),
        Grammar.ParenthesizedContext parenthesized => Expression(parenthesized.inner),
        Grammar.ListContext list => new ListSyntax(
            [.. list._elements.Select(e => new ListElementSyntax(Expression(e.item), e.optional is not null))], Span(list)),
        Grammar.MapContext map => new MapSyntax(
            [.. map._entries.Select(e => new MapEntrySyntax(Expression(e.key), Expression(e.item), e.optional is not null))], Span(map)),
        Grammar.MatchContext match => new MatchSyntax(
            Expression(match.subject), [.. match._arms.Select(a => new MatchArmSyntax(Pattern(a.pattern()), Expression(a.result)))], Span(match)),
        Grammar.InterpolationContext interpolation => new InterpolationSyntax(
            [.. interpolation._parts.Select(Piece)], Span(interpolation)),
        Grammar.LiteralContext literal => Constant(literal.constant()),
        _ => Missing(context),
    };

    private ExpressionSyntax Name(Grammar.NameContext context) =>
        context.name is null || context.name.StartIndex < 0 || !CheckNotReserved(context.name)
            ? new ErrorSyntax(Span(context))
            : new NameSyntax(context.name.Text, context.dot is not null, Span(context));

    private ExpressionSyntax Call(Grammar.CallContext context)
    {
        if (context.name is null || context.name.StartIndex < 0 || !CheckNotReserved(context.name))
        {
            return new ErrorSyntax(Span(context));
        }

        return new CallSyntax(null, context.name.Text, _reporter.Map(context.name), Arguments(context.arguments()), Span(context))
        {
            IsRooted = context.dot is not null,
        };
    }

    private ExpressionSyntax Piece(Grammar.PieceContext context)
    {
        if (context.FORMAT_OPEN() is not null)
        {
            return Expression(context.hole);
        }

        var token = context.Start;
        if (token is null || token.StartIndex < 0)
        {
            return new ErrorSyntax(Span(context));
        }

        if (token.Type == FORMAT_STRAY)
        {
            _reporter.Report(CompilerDiagnostics.StrayInInterpolation(_reporter.Source, _reporter.Map(token), token.Text));
            return new ErrorSyntax(_reporter.Map(token));
        }

        return new LiteralSyntax(Value.Of(_texts.DecodePiece(token)), PffType.Text, _reporter.Map(token));
    }

    private ExpressionSyntax Constant(Grammar.ConstantContext? context)
    {
        if (context?.Start is not { StartIndex: >= 0 } token)
        {
            return Missing(context);
        }

        var span = _reporter.Map(token);
        switch (token.Type)
        {
            case TRUE:
                return new LiteralSyntax(Value.True, PffType.Bool, span);
            case FALSE:
                return new LiteralSyntax(Value.False, PffType.Bool, span);
            case NULL:
                return new LiteralSyntax(Value.Null, PffType.Null, span);
            case STRING:
                return new LiteralSyntax(Value.Of(_texts.DecodeString(token)), PffType.Text, span);
            case UNTERMINATED_STRING:
                _reporter.Report(CompilerDiagnostics.UnterminatedText(_reporter.Source, span, QuoteOf(token.Text)));
                return new ErrorSyntax(span);
            case BYTES:
                _reporter.Report(CompilerDiagnostics.NotPartOfLanguage(_reporter.Source, span, new("bytes (b'…')", "bytes (b'…')")));
                return new ErrorSyntax(span);
            case UNSIGNED:
                _reporter.Report(CompilerDiagnostics.NotPartOfLanguage(_reporter.Source, span, new("unsigned integers (1u)", "inteiros sem sinal (1u)")));
                return new ErrorSyntax(span);
            case BAD_NUMBER:
                _reporter.Report(CompilerDiagnostics.InvalidNumber(_reporter.Source, span, token.Text));
                return new ErrorSyntax(span);
            default:
                return NumberDecoder.IsNumber(token.Type) ? _numbers.Decode(token, isNegative: false, span) : new ErrorSyntax(span);
        }
    }

    private static string QuoteOf(string text)
    {
        var start = text[0] is 'r' or 'R' ? 1 : 0;
        var isTriple = text.Length >= start + 3 && text[start + 1] == text[start] && text[start + 2] == text[start];
        return isTriple ? text.Substring(start, 3) : text.Substring(start, 1);
    }

    private PatternSyntax Pattern(Grammar.PatternContext? context)
    {
        switch (context)
        {
            case Grammar.OtherContext { name.Text: "other" } other:
                return new OtherPatternSyntax(Parameter(other.variable, other), Span(other));
            case Grammar.BareContext { name: { StartIndex: >= 0 } name }:
                return name.Text == "_" ? new WildcardPatternSyntax(Span(context)) : new NamePatternSyntax(name.Text, Span(context));
            case Grammar.ConstantPatternContext pattern when ConstantOf(pattern) is LiteralSyntax literal:
                return new LiteralPatternSyntax(literal);
            default:
                if (context is not null && context.Start is { StartIndex: >= 0 } && !_reporter.HasReported)
                {
                    _reporter.Report(CompilerDiagnostics.InvalidPattern(_reporter.Source, Span(context), context.GetText()));
                }

                return new WildcardPatternSyntax(context is null ? _reporter.Whole : Span(context));
        }
    }

    private ExpressionSyntax ConstantOf(Grammar.ConstantPatternContext context)
    {
        var token = context.constant()?.Start;
        if (context.sign is null || token is null || token.StartIndex < 0)
        {
            return Constant(context.constant());
        }

        return NumberDecoder.IsNumber(token.Type)
            ? _numbers.Decode(token, isNegative: true, _reporter.Map(context.sign, token))
            : new ErrorSyntax(Span(context));
    }
}
