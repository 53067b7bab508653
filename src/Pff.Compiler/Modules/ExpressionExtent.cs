using Antlr4.Runtime;
using Pff.Compiler.Syntax;
using static Pff.Compiler.Syntax.Generated.ExpressionLexer;

namespace Pff.Compiler.Modules;

/// <summary>
/// How far an expression of a module goes. It ends where the tokens cannot go on: at a word or value behind something that
/// is already a value (<c>xs at most 2</c>), at the brace of a block, at a comma or closing bracket around it, and at the
/// end of a line, unless the line ends with an operator or the next one starts with one.
/// </summary>
internal sealed class ExpressionExtent
{
    /// <summary>How far to look for the brace that makes the name <c>match</c> a keyword; as the expression parser does.</summary>
    private const int MaximumSubjectTokens = 64;

    private readonly IReadOnlyList<IToken> _tokens;
    private readonly Func<int, bool> _startsLine;
    private readonly int[] _partners;

    /// <param name="startsLine">Whether a token is the first of its line.</param>
    public ExpressionExtent(IReadOnlyList<IToken> tokens, Func<int, bool> startsLine)
    {
        _tokens = tokens;
        _startsLine = startsLine;
        _partners = FindPartners(tokens);
    }

    /// <summary>The index behind the last token of the expression that starts at a token.</summary>
    public int Find(int start)
    {
        var hasValue = false;
        var (matches, comprehensions, questions) = (0, 0, 0);
        var at = start;
        while (at < _tokens.Count)
        {
            var type = _tokens[at].Type;
            if ((hasValue && at > start && _startsLine(at) && (!Continues(type) || IsNegativeCase(at))) || type is COMMA or ARROW or UNKNOWN || Brackets.IsCloser(type))
            {
                break;
            }

            if (type == COLON && --questions < 0)
            {
                break;
            }

            questions += type == QUESTION && !IsSafe(at) ? 1 : 0;
            if (hasValue && type == LBRACE && --matches < 0)
            {
                break;
            }

            if (hasValue && IsOperand(type))
            {
                // The words of a comprehension go on; any other word is the module's.
                if (comprehensions == 0 || _tokens[at].Text is not ("where" or "select"))
                {
                    break;
                }

                comprehensions -= _tokens[at].Text == "select" ? 1 : 0;
                hasValue = false;
            }
            else if (!hasValue && IsComprehension(at))
            {
                comprehensions++;
                at += 2;
            }
            else if (!hasValue && IsMatch(at))
            {
                matches++;
            }
            else
            {
                hasValue = IsOperand(type) || Brackets.CloserOf(type) >= 0;
                at = Partner(at);
            }

            at++;
        }

        return Math.Min(at, _tokens.Count);
    }

    /// <summary>The bracket that closes one; the last token where none does, and the token itself where it is no bracket.</summary>
    public int Partner(int at) => Brackets.CloserOf(_tokens[at].Type) >= 0 ? _partners[at] : at;

    private static bool IsOperand(int type) => TokenPreparation.EndsExpression(type) && !Brackets.IsCloser(type);

    /// <summary>Tokens that cannot start a step, so that they go on with the line before.</summary>
    private static bool Continues(int type) => type is DOT or QUESTION or COLON or COALESCE or AND or OR or EQUAL or NOT_EQUAL or LESS
        or LESS_OR_EQUAL or GREATER or GREATER_OR_EQUAL or IN or PLUS or MINUS or STAR or SLASH or PERCENT;

    /// <summary><c>-1 => …</c> is the next case of a match, and not what is taken from the line before.</summary>
    private bool IsNegativeCase(int at) => TypeAt(at) == MINUS && TypeAt(at + 1) == INT && TypeAt(at + 2) == ARROW;

    /// <summary><c>a?.b</c> is no conditional here: one whose branch starts with a dot is written with a blank.</summary>
    private bool IsSafe(int at) => TypeAt(at + 1) == DOT && _tokens[at + 1].StartIndex == _tokens[at].StopIndex + 1;

    private bool IsComprehension(int at) => _tokens[at].Text == "from" && TypeAt(at + 1) == IDENTIFIER && TypeAt(at + 2) == IN;

    private bool IsMatch(int at)
    {
        if (_tokens[at].Type != IDENTIFIER || _tokens[at].Text != "match" || TypeAt(at + 1) is DOT or QUESTION or COLON or COMMA
            || (TypeAt(at + 1) == LBRACE && !TokenPreparation.GoesInto(TypeAt(Partner(at + 1) + 1))))
        {
            return false;
        }

        for (int seen = 0, next = at + 1; next < _tokens.Count && seen < MaximumSubjectTokens; seen++, next++)
        {
            var type = _tokens[next].Type;
            if (type == LBRACE && next > at + 1)
            {
                return TokenPreparation.EndsExpression(_tokens[next - 1].Type);
            }

            if (type is COMMA or ARROW or UNKNOWN || Brackets.IsCloser(type))
            {
                return false;
            }

            next = Partner(next);
        }

        return false;
    }

    private int TypeAt(int index) => index < _tokens.Count ? _tokens[index].Type : TokenConstants.EOF;

    private static int[] FindPartners(IReadOnlyList<IToken> tokens)
    {
        var partners = new int[tokens.Count];
        Array.Fill(partners, tokens.Count - 1);
        var open = new Stack<int>();
        for (var i = 0; i < tokens.Count; i++)
        {
            var type = tokens[i].Type;
            if (Brackets.CloserOf(type) >= 0)
            {
                open.Push(i);
            }
            else if ((Brackets.IsCloser(type) || type == FORMAT_BREAK) && open.TryPop(out var opener))
            {
                partners[opener] = i;
            }
        }

        return partners;
    }
}
