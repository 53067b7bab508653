using Antlr4.Runtime;
using Pff.Compiler.Diagnostics;
using Pff.Core.Diagnostics;
using static Pff.Compiler.Syntax.Generated.ExpressionLexer;

namespace Pff.Compiler.Syntax;

/// <summary>
/// Says in words where the parser could not go on. Only the first such place: what the parser says after it has recovered
/// follows from its guess. Nothing at all where brackets or characters have been reported already, for the same reason.
/// </summary>
internal sealed class SyntaxErrorListener(List<IToken> tokens, TokenPreparation preparation, SyntaxReporter reporter) : IAntlrErrorListener<IToken>
{
    public void SyntaxError(
        TextWriter output, IRecognizer recognizer, IToken offendingSymbol, int line, int charPositionInLine, string msg, RecognitionException e)
    {
        if (reporter.HasReported)
        {
            return;
        }

        var token = e?.OffendingToken ?? offendingSymbol;
        var index = token.TokenIndex >= 0 && token.Type != TokenConstants.EOF ? token.TokenIndex : tokens.Count;
        reporter.Report(Describe(token, index));
    }

    private Diagnostic Describe(IToken token, int index)
    {
        var found = token.Type == TokenConstants.EOF ? null : token.Text;
        var span = reporter.Map(token);
        var previous = index > 0 ? tokens[index - 1] : null;
        if (previous is not null && TokenPreparation.EndsExpression(previous.Type) && !(previous.Type == RBRACE && IsArmStart(index)))
        {
            return DescribeAfterExpression(token, index, previous, found);
        }

        if (token.Type is FORMAT_STRAY or RBRACE && previous?.Type is FORMAT_OPEN)
        {
            return CompilerDiagnostics.EmptyExpression(reporter.Source, reporter.Map(previous, token));
        }

        if (token.Type == ARROW)
        {
            return CompilerDiagnostics.UnexpectedToken(reporter.Source, span, ExpectedValue(previous), found);
        }

        var diagnostic = CompilerDiagnostics.UnexpectedToken(reporter.Source, span, ExpectedValue(previous), found);
        return previous?.Type == LESS && token.Type == GREATER ? WithMeant(diagnostic, "!=") : diagnostic;
    }

    private bool IsArmStart(int index) => preparation.Enclosing(index) is { Type: LBRACE } && index < tokens.Count && tokens[index].Type == ARROW;

    private Diagnostic DescribeAfterExpression(IToken token, int index, IToken previous, string? found)
    {
        var span = reporter.Map(token);
        if (token.Type == LBRACE && previous.Type is IDENTIFIER)
        {
            return CompilerDiagnostics.NotPartOfLanguage(reporter.Source, span, new("messages (Type{field: value})", "mensagens (Tipo{campo: valor})"));
        }

        if (token.Type == ARROW)
        {
            return CompilerDiagnostics.UnexpectedToken(
                reporter.Source, span, new("an operator (a lambda can only be an argument of a function)", "um operador (uma lambda só pode ser argumento de uma função)"), found);
        }

        var diagnostic = CompilerDiagnostics.UnexpectedToken(reporter.Source, span, ExpectedAfter(index), found);
        var meant = found?.ToUpperInvariant() switch
        {
            "AND" or "E" => "&&",
            "OR" or "OU" => "||",
            "IS" or "EQ" => "==",
            "NE" => "!=",
            _ => null,
        };
        return meant is null ? diagnostic : WithMeant(diagnostic, meant);
    }

    private static Diagnostic WithMeant(Diagnostic diagnostic, string meant) =>
        diagnostic with { Help = new($"did you mean '{meant}'?", $"você quis dizer '{meant}'?") };

    /// <summary>After a whole expression: an operator, or what the innermost thing that is still open waits for.</summary>
    private LocalizedText ExpectedAfter(int index)
    {
        var opener = preparation.Enclosing(index);
        if (IsBranchOpen(index, opener))
        {
            return new("an operator, or ':' and what the condition gives otherwise", "um operador, ou ':' e o que a condição dá no outro caso");
        }

        if (IsSelectPending(index, opener))
        {
            return new("an operator, 'where' or 'select'", "um operador, 'where' ou 'select'");
        }

        return opener?.Type switch
        {
            LPAREN => new("an operator, ',' or ')'", "um operador, ',' ou ')'"),
            LBRACKET => new("an operator, ',' or ']'", "um operador, ',' ou ']'"),
            LBRACE => new("an operator, ':', '=>', ',' or '}'", "um operador, ':', '=>', ',' ou '}'"),
            FORMAT_OPEN => new("an operator or '}'", "um operador ou '}'"),
            _ => new("an operator or the end of the expression", "um operador ou o fim da expressão"),
        };
    }

    private bool IsSelectPending(int index, IToken? opener)
    {
        for (var i = index - 1; i >= 0 && tokens[i] != opener; i--)
        {
            if (preparation.Enclosing(i) == opener && tokens[i].Type is FROM or SELECT)
            {
                return tokens[i].Type == FROM;
            }
        }

        return false;
    }

    private bool IsBranchOpen(int index, IToken? opener)
    {
        var pending = 0;
        for (var i = index - 1; i >= 0 && tokens[i] != opener; i--)
        {
            if (preparation.Enclosing(i) != opener)
            {
                continue;
            }

            if (tokens[i].Type == COMMA)
            {
                break;
            }

            pending += tokens[i].Type switch { QUESTION => 1, COLON => -1, _ => 0 };
        }

        return pending > 0;
    }

    private static LocalizedText ExpectedValue(IToken? previous) => previous?.Type switch
    {
        null => new("an expression", "uma expressão"),
        DOT => new("a field or function name", "um nome de campo ou função"),
        SELECT or WHERE or MATCH or ARROW => new($"an expression after '{previous.Text}'", $"uma expressão depois de '{previous.Text}'"),
        FROM => new("a name", "um nome"),
        LPAREN or LBRACKET or LBRACE or FORMAT_OPEN => new($"an expression or the end of '{previous.Text}'", $"uma expressão ou o fim de '{previous.Text}'"),
        _ => new($"a value after '{previous.Text}'", $"um valor depois de '{previous.Text}'"),
    };
}
