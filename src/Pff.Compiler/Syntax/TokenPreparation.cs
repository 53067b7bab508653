using Antlr4.Runtime;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Syntax.Generated;
using static Pff.Compiler.Syntax.Generated.ExpressionLexer;

namespace Pff.Compiler.Syntax;

/// <summary>
/// Looks at the tokens before the parser does: reports characters and brackets that cannot be right, refuses nesting that
/// would exhaust the stack, and gives the words and signs that mean something only in their place their own type.
/// </summary>
internal sealed class TokenPreparation(List<IToken> tokens, SyntaxReporter reporter)
{
    /// <summary>How far to look for the brace that makes the name <c>match</c> a keyword.</summary>
    private const int MaximumSubjectTokens = 64;

    private readonly int[] _partners = new int[tokens.Count];

    /// <summary>For each token the opening bracket around it, or -1.</summary>
    private readonly int[] _parents = new int[tokens.Count];

    /// <summary>Whether the nesting is over the limit; the tokens must then not be parsed.</summary>
    public bool IsTooDeep { get; private set; }

    /// <summary>How many brackets, conditionals and lambdas are inside one another at most.</summary>
    public int DeepestNesting { get; private set; }

    public static bool EndsExpression(int type) => type is IDENTIFIER or ESCAPED or UNTERMINATED_ESCAPED or RPAREN or RBRACKET or RBRACE
        or FORMAT_END or INT or HEX or FLOAT or DECIMAL or DURATION or UNSIGNED or BAD_NUMBER or STRING or UNTERMINATED_STRING or BYTES
        or TRUE or FALSE or NULL;

    /// <summary>The bracket that is open around a token, or null.</summary>
    public IToken? Enclosing(int index) => index < _parents.Length && _parents[index] >= 0 ? tokens[_parents[index]] : null;

    public void Run()
    {
        MatchBrackets();
        if (!IsTooDeep)
        {
            FindKeywords();
            new ConditionalSigns(tokens, _partners).Run();
            CheckNesting();
        }
    }

    private void MatchBrackets()
    {
        var open = new Stack<int>();
        Array.Fill(_partners, -1);
        for (var i = 0; i < tokens.Count; i++)
        {
            _parents[i] = open.TryPeek(out var parent) ? parent : -1;
            var type = tokens[i].Type;
            if (Brackets.CloserOf(type) >= 0)
            {
                open.Push(i);
                if (open.Count > SyntaxLimits.MaximumNesting)
                {
                    ReportTooDeep(tokens[i]);
                    return;
                }
            }
            else if (type is FORMAT_BREAK)
            {
                CloseBroken(open, i);
            }
            else if (Brackets.IsCloser(type))
            {
                Close(open, i);
            }
        }

        ReportUnclosed(open);
    }

    private void Close(Stack<int> open, int closer)
    {
        var type = tokens[closer].Type;
        if (!open.Any(o => Brackets.CloserOf(tokens[o].Type) == type))
        {
            reporter.Report(CompilerDiagnostics.StrayBracket(reporter.Source, reporter.Map(tokens[closer]), tokens[closer].Text));
            return;
        }

        while (Brackets.CloserOf(tokens[open.Peek()].Type) != type)
        {
            ReportUnclosed(tokens[open.Pop()]);
        }

        var opener = open.Pop();
        _partners[opener] = closer;
        _partners[closer] = opener;
        _parents[closer] = opener;
    }

    /// <summary>A line break ends an interpolated text of one line, which is then unterminated.</summary>
    private void CloseBroken(Stack<int> open, int at)
    {
        if (open.TryPeek(out var opener) && Brackets.IsFormat(tokens[opener].Type))
        {
            ReportUnclosed(tokens[open.Pop()]);
            _partners[opener] = at;
        }
    }

    /// <summary>Of what is still open at the end, the innermost is the mistake; the others follow from it.</summary>
    private void ReportUnclosed(Stack<int> open)
    {
        if (open.TryPeek(out var innermost))
        {
            ReportUnclosed(tokens[innermost]);
        }
    }

    private void ReportUnclosed(IToken opener)
    {
        var span = reporter.Map(opener);
        reporter.Report(Brackets.IsFormat(opener.Type)
            ? CompilerDiagnostics.UnterminatedText(reporter.Source, span, opener.Text[1..])
            : CompilerDiagnostics.UnclosedBracket(reporter.Source, span, opener.Text, Brackets.Show(Brackets.CloserOf(opener.Type))));
    }

    private void FindKeywords()
    {
        var pending = new Stack<int>();
        for (var i = 0; i < tokens.Count; i++)
        {
            var token = (CommonToken)tokens[i];
            if (token.Type != IDENTIFIER || (i > 0 && tokens[i - 1].Type is DOT))
            {
                continue;
            }

            switch (token.Text)
            {
                case "from" when TypeAt(i + 1) == IDENTIFIER && TypeAt(i + 2) == IN:
                    token.Type = FROM;
                    pending.Push(_parents[i]);
                    break;
                case "where" when IsAfterExpression(i) && pending.Contains(_parents[i]):
                    token.Type = WHERE;
                    break;
                case "select" when IsAfterExpression(i) && pending.Contains(_parents[i]):
                    token.Type = SELECT;
                    while (pending.Pop() != _parents[i])
                    {
                        // The comprehensions inside brackets that have closed since had no 'select'; the parser reports them.
                    }

                    break;
                case "match" when IsMatch(i):
                    token.Type = MATCH;
                    break;
            }
        }
    }

    private bool IsAfterExpression(int index) => index > 0 && EndsExpression(tokens[index - 1].Type);

    /// <summary>
    /// Whether the name is followed by an expression and a brace, which no expression can be otherwise; looks over
    /// brackets without going into them.
    /// </summary>
    private bool IsMatch(int index)
    {
        if (IsAfterExpression(index) || TypeAt(index + 1) is DOT or QUESTION or COLON or COMMA)
        {
            return false;
        }

        // A map is matched over only by something in it: match {'a': 1}[k] { … }.
        if (TypeAt(index + 1) == LBRACE && (_partners[index + 1] < 0 || !GoesInto(TypeAt(_partners[index + 1] + 1))))
        {
            return false;
        }

        var at = index + 1;
        for (var seen = 0; at < tokens.Count && seen < MaximumSubjectTokens; seen++, at++)
        {
            var type = tokens[at].Type;
            if (type is LBRACE && EndsExpression(tokens[at - 1].Type) && at > index + 1)
            {
                return true;
            }

            if (Brackets.CloserOf(type) >= 0)
            {
                if (_partners[at] < 0)
                {
                    return false;
                }

                at = _partners[at];
            }
            else if (type is COMMA || Brackets.IsCloser(type))
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>Whether a token behind a value asks for a part of it.</summary>
    public static bool GoesInto(int type) => type is LBRACKET or DOT or QUESTION;

    private int TypeAt(int index) => index < tokens.Count ? tokens[index].Type : TokenConstants.EOF;

    /// <summary>Conditionals, lambdas, comprehensions and matches nest without brackets: count them with the brackets around them.</summary>
    private void CheckNesting()
    {
        var inFrame = new Stack<int>();
        inFrame.Push(0);
        var depth = 0;
        foreach (var token in tokens)
        {
            if (token.Type is QUESTION or ARROW or FROM or MATCH)
            {
                inFrame.Push(inFrame.Pop() + 1);
                depth++;
            }
            else if (token.Type is COMMA)
            {
                depth -= inFrame.Pop();
                inFrame.Push(0);
            }
            else if (Brackets.CloserOf(token.Type) >= 0)
            {
                inFrame.Push(1);
                depth++;
            }
            else if (Brackets.IsCloser(token.Type) && inFrame.Count > 1)
            {
                depth -= inFrame.Pop();
            }

            DeepestNesting = Math.Max(DeepestNesting, depth);
            if (depth > SyntaxLimits.MaximumNesting)
            {
                ReportTooDeep(token);
                return;
            }
        }
    }

    private void ReportTooDeep(IToken token)
    {
        IsTooDeep = true;
        reporter.Report(CompilerDiagnostics.NestedTooDeep(reporter.Source, reporter.Map(token), SyntaxLimits.MaximumNesting));
    }
}
