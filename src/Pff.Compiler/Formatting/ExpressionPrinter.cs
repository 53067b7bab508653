using Antlr4.Runtime;
using Pff.Compiler.Syntax;
using Pff.Core.Text;
using static Pff.Compiler.Syntax.Generated.ExpressionLexer;

namespace Pff.Compiler.Formatting;

/// <summary>
/// Prints an expression on one line with even spaces: one around operators, none inside brackets. It goes from token to
/// token and keeps each as written, parentheses and strings too, so that the result means what the text means.
/// </summary>
public static class ExpressionPrinter
{
    /// <summary>The expression, printed; null where it is wrong, or has a comment, for which one line has no place.</summary>
    public static string? Print(string text)
    {
        if (ReadTokens(text) is not { } tokens || ExpressionParser.Parse(EmbeddedText.Whole(new SourceText(string.Empty, text))).Diagnostics.Length > 0)
        {
            return null;
        }

        var spaces = new Line(tokens).FindSpaces();
        var printed = string.Concat(tokens.Select((token, i) => spaces[i] ? " " + token.Text : token.Text));

        // What would be read as other tokens must not be written, whatever the rules above it say.
        return ReadTokens(printed) is { } again && IsSame(tokens, again) ? printed : null;
    }

    /// <summary>
    /// For each token of an expression without comments, whether a blank stands before it; null where it is wrong. For who
    /// keeps the lines of an expression as they are.
    /// </summary>
    internal static bool[]? Spaces(string text) => ReadTokens(text) is { } tokens ? new Line(tokens).FindSpaces() : null;

    /// <summary>Whether two expressions are the same but for blanks.</summary>
    public static bool IsSame(string left, string right) =>
        left == right || (ReadTokens(left) is { } first && ReadTokens(right) is { } second && IsSame(first, second));

    private static bool IsSame(List<IToken> left, List<IToken> right) =>
        left.Count == right.Count && left.Zip(right).All(pair => pair.First.Type == pair.Second.Type && pair.First.Text == pair.Second.Text);

    /// <summary>The tokens with the types that their places give them, or null where there is no telling, or a comment.</summary>
    private static List<IToken>? ReadTokens(string text)
    {
        if (text.Length > SyntaxLimits.MaximumLength)
        {
            return null;
        }

        var all = TokenReader.CreateLexer(text).GetAllTokens();
        if (all.Any(t => t.Type is COMMENT or UNKNOWN))
        {
            return null;
        }

        var tokens = all.Where(t => t.Channel == TokenConstants.DefaultChannel).ToList();
        var preparation = new TokenPreparation(tokens, new SyntaxReporter(EmbeddedText.Whole(new SourceText(string.Empty, text))));
        preparation.Run();
        return preparation.IsTooDeep ? null : tokens;
    }

    /// <summary>What a bracket is, for what stands inside it.</summary>
    private enum Frame
    {
        Plain,
        Map,
        Match,
        Format,
    }

    private sealed class Line(List<IToken> tokens)
    {
        /// <summary>The brackets that are open, each with its conditionals that still want a colon.</summary>
        private readonly Stack<(Frame Frame, int Conditionals)> _open = new([(Frame.Plain, 0)]);

        public bool[] FindSpaces()
        {
            var spaces = new bool[tokens.Count];
            var lastWasPrefix = false;
            for (var i = 0; i < tokens.Count; i++)
            {
                var isClosing = Brackets.IsCloser(tokens[i].Type) || tokens[i].Type == FORMAT_END;
                spaces[i] = i > 0 && !lastWasPrefix && NeedsSpace(tokens[i - 1], tokens[i]);
                if (isClosing && _open.Count > 1)
                {
                    _open.Pop();
                }

                lastWasPrefix = IsPrefix(i);
                Track(i, isClosing);
            }

            return spaces;
        }

        /// <summary>A sign that belongs to what follows it: <c>-x</c>, <c>!x</c>, a leading dot, <c>[?x]</c>.</summary>
        private bool IsPrefix(int index)
        {
            var starts = index == 0 || !TokenPreparation.EndsExpression(tokens[index - 1].Type);
            return tokens[index].Type switch
            {
                NOT => true,
                MINUS or DOT => starts,
                QUESTION => IsMarker(index),
                _ => false,
            };
        }

        private bool IsMarker(int index) => index > 0 && tokens[index - 1].Type is LBRACKET or LBRACE or COMMA or DOT;

        private void Track(int index, bool isClosing)
        {
            var type = tokens[index].Type;
            var (frame, conditionals) = _open.Peek();
            if (type == QUESTION && !IsMarker(index))
            {
                _open.Pop();
                _open.Push((frame, conditionals + 1));
            }
            else if (type == COLON && conditionals > 0)
            {
                _open.Pop();
                _open.Push((frame, conditionals - 1));
            }
            else if (!isClosing && Brackets.CloserOf(type) >= 0)
            {
                var isMatch = type == LBRACE && index > 0 && TokenPreparation.EndsExpression(tokens[index - 1].Type);
                _open.Push((type == FORMAT_OPEN || Brackets.IsFormat(type) ? Frame.Format : isMatch ? Frame.Match : type == LBRACE ? Frame.Map : Frame.Plain, 0));
            }
        }

        private bool NeedsSpace(IToken left, IToken right)
        {
            var (frame, conditionals) = _open.Peek();
            switch (left.Type, right.Type)
            {
                case (FORMAT_OPEN, _):
                    return right.Type == LBRACE;
                case (FORMAT_TEXT or FORMAT_STRAY or FORMAT_DOUBLE or FORMAT_SINGLE or FORMAT_TRIPLE_DOUBLE or FORMAT_TRIPLE_SINGLE, _):
                case (_, FORMAT_TEXT or FORMAT_STRAY or FORMAT_END or FORMAT_OPEN):
                case (LPAREN or LBRACKET, _) or (_, RPAREN or RBRACKET or COMMA):
                case (DOT or SAFE, _) or (_, SAFE):
                    return false;
                case (LBRACE, RBRACE):
                    return false;
                case (LBRACE, _) or (_, RBRACE):
                    return frame == Frame.Match;
                case (_, DOT):
                    return !TokenPreparation.EndsExpression(left.Type) || left.Type is INT or HEX or DURATION or FLOAT;
                case (_, LPAREN):
                    return left.Type != IDENTIFIER;
                case (_, LBRACKET):
                    return !TokenPreparation.EndsExpression(left.Type);
                case (_, COLON):
                    return conditionals > 0;
                default:
                    return true;
            }
        }
    }
}
