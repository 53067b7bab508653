using Antlr4.Runtime;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Syntax.Generated;
using static Pff.Compiler.Syntax.Generated.ExpressionLexer;

namespace Pff.Compiler.Syntax;

/// <summary>Splits a text into tokens, without blanks and comments. Characters that mean nothing are reported and left out.</summary>
internal static class TokenReader
{
    public static ExpressionLexer CreateLexer(string text)
    {
        // This stream counts UTF-16 code units, as spans do.
        var lexer = new ExpressionLexer(new AntlrInputStream(text), TextWriter.Null, TextWriter.Null);
        lexer.RemoveErrorListeners();
        return lexer;
    }

    public static List<IToken> Read(string text, SyntaxReporter reporter)
    {
        var all = CreateLexer(text).GetAllTokens();
        var tokens = new List<IToken>(all.Count);
        for (var i = 0; i < all.Count; i++)
        {
            var token = (CommonToken)all[i];
            if (token.Type == UNKNOWN)
            {
                while (i + 1 < all.Count && all[i + 1].Type == UNKNOWN && all[i + 1].StartIndex == token.StopIndex + 1)
                {
                    token.StopIndex = all[++i].StopIndex;
                }

                if (!TakeAsMeant(token, text, reporter))
                {
                    continue;
                }
            }

            if (token.Channel == TokenConstants.DefaultChannel)
            {
                tokens.Add(token);
            }
        }

        return tokens;
    }

    /// <summary>Reports a run of characters that mean nothing, and makes it the operator that was probably meant.</summary>
    private static bool TakeAsMeant(CommonToken token, string text, SyntaxReporter reporter)
    {
        var run = text[token.StartIndex..(token.StopIndex + 1)];
        var (replacement, type) = run switch
        {
            "=" => ("==", EQUAL),
            "&" => ("&&", AND),
            "|" => ("||", OR),
            "≠" => ("!=", NOT_EQUAL),
            "≤" => ("<=", LESS_OR_EQUAL),
            "≥" => (">=", GREATER_OR_EQUAL),
            "–" or "—" => ("-", MINUS),
            "“" or "”" or "„" => ("\"", -1),
            "‘" or "’" => ("'", -1),
            "\u00A0" => (" ", -1),
            _ => ((string?)null, -1),
        };
        reporter.Report(CompilerDiagnostics.UnknownCharacter(reporter.Source, reporter.Map(token), run, replacement));
        token.Type = type < 0 ? UNKNOWN : type;
        return type >= 0;
    }
}
