using System.Collections.Immutable;
using Antlr4.Runtime;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Syntax.Generated;
using Pff.Core.Plan;
using Pff.Core.Text;
using Pff.Core.Types;
using Grammar = Pff.Compiler.Syntax.Generated.ExpressionGrammar;
using static Pff.Compiler.Syntax.Generated.ExpressionLexer;

namespace Pff.Compiler.Syntax;

/// <summary>
/// Makes the syntax tree of what the parser recognized. Where the parser found an error parts may be missing: they become
/// error nodes, and nothing is reported twice.
/// </summary>
internal sealed partial class SyntaxBuilder
{
    private static readonly ImmutableHashSet<string> ReservedWords = ImmutableHashSet.Create(
        StringComparer.Ordinal,
        "as", "break", "const", "continue", "else", "false", "for", "function", "if", "import", "in", "let", "loop",
        "namespace", "null", "package", "return", "true", "var", "void", "while");

    private readonly SyntaxReporter _reporter;
    private readonly TextDecoder _texts;
    private readonly NumberDecoder _numbers;

    public SyntaxBuilder(SyntaxReporter reporter)
    {
        _reporter = reporter;
        _texts = new TextDecoder(reporter);
        _numbers = new NumberDecoder(reporter);
    }

    public ExpressionSyntax Build(Grammar.StartContext start) => Expression(start.expression());

    private ExpressionSyntax Expression(Grammar.ExpressionContext? context) => context switch
    {
        Grammar.ConditionalContext conditional => Conditional(conditional),
        Grammar.ComprehensionContext comprehension => Comprehension(comprehension),
        _ => Missing(context),
    };

    private ExpressionSyntax Conditional(Grammar.ConditionalContext context)
    {
        var test = Disjunction(context.test);
        if (context.QUESTION() is null)
        {
            return test;
        }

        var first = Expression(context.first);
        var second = context.second is null ? new ErrorSyntax(first.Span) : Expression(context.second);
        return new ConditionalSyntax(test, first, second, test.Span.Union(second.Span));
    }

    private ComprehensionSyntax Comprehension(Grammar.ComprehensionContext context) => new(
        Parameter(context.variable, context),
        Expression(context.range),
        context.WHERE() is null ? null : Expression(context.filter),
        Expression(context.projection),
        Span(context));

    private ExpressionSyntax Disjunction(Grammar.DisjunctionContext? context) =>
        context is null
            ? Missing(context)
            : Balanced(context._parts.Select(Conjunction).ToList(), context._operators, BinaryOperator.Or);

    private ExpressionSyntax Conjunction(Grammar.ConjunctionContext context) =>
        Balanced(context._parts.Select(Relation).ToList(), context._operators, BinaryOperator.And);

    private ExpressionSyntax Relation(Grammar.RelationContext context) =>
        LeftToRight(context._parts.Select(Coalescence).ToList(), context._operators);

    private ExpressionSyntax Sum(Grammar.SumContext context) =>
        LeftToRight(context._parts.Select(Product).ToList(), context._operators);

    private ExpressionSyntax Product(Grammar.ProductContext context) =>
        LeftToRight(context._parts.Select(Prefixed).ToList(), context._operators);

    /// <summary><c>a ?? b ?? c</c> is <c>a ?? (b ?? c)</c>.</summary>
    private ExpressionSyntax Coalescence(Grammar.CoalescenceContext context)
    {
        var parts = context._parts.Select(Sum).ToList();
        var result = parts.Count == 0 ? Missing(context) : parts[^1];
        for (var i = Math.Min(parts.Count - 2, context._operators.Count - 1); i >= 0; i--)
        {
            result = Binary(BinaryOperator.Coalesce, parts[i], context._operators[i], result);
        }

        return result;
    }

    private ExpressionSyntax LeftToRight(List<ExpressionSyntax> parts, IList<IToken> operators)
    {
        var result = parts.Count == 0 ? new ErrorSyntax(_reporter.Whole) : parts[0];
        for (var i = 1; i < parts.Count && i <= operators.Count; i++)
        {
            result = Binary(OperatorOf(operators[i - 1].Type), result, operators[i - 1], parts[i]);
        }

        return result;
    }

    /// <summary>The order of operands is all that matters to <c>&amp;&amp;</c> and <c>||</c>, so a long chain need not be a deep tree.</summary>
    private ExpressionSyntax Balanced(List<ExpressionSyntax> parts, IList<IToken> operators, BinaryOperator kind)
    {
        return parts.Count == 0 ? new ErrorSyntax(_reporter.Whole) : Join(0, Math.Min(parts.Count, operators.Count + 1));

        ExpressionSyntax Join(int start, int end)
        {
            if (end - start == 1)
            {
                return parts[start];
            }

            var middle = start + ((end - start + 1) / 2);
            return Binary(kind, Join(start, middle), operators[middle - 1], Join(middle, end));
        }
    }

    private BinarySyntax Binary(BinaryOperator kind, ExpressionSyntax left, IToken sign, ExpressionSyntax right) =>
        new(kind, left, _reporter.Map(sign), right, left.Span.Union(right.Span));

    private static BinaryOperator OperatorOf(int type) => type switch
    {
        EQUAL => BinaryOperator.Equal,
        NOT_EQUAL => BinaryOperator.NotEqual,
        LESS => BinaryOperator.Less,
        LESS_OR_EQUAL => BinaryOperator.LessOrEqual,
        GREATER => BinaryOperator.Greater,
        GREATER_OR_EQUAL => BinaryOperator.GreaterOrEqual,
        IN => BinaryOperator.In,
        PLUS => BinaryOperator.Add,
        MINUS => BinaryOperator.Subtract,
        STAR => BinaryOperator.Multiply,
        SLASH => BinaryOperator.Divide,
        _ => BinaryOperator.Modulo,
    };

    private ExpressionSyntax Prefixed(Grammar.PrefixedContext context)
    {
        var operators = context._operators;
        var count = operators.Count;
        ExpressionSyntax result;
        if (count > 0 && operators[^1].Type == MINUS && NumberOf(context.member()) is { } number)
        {
            count--;
            result = Suffixes(_numbers.Decode(number, isNegative: true, _reporter.Map(operators[^1], number)), context.member());
        }
        else
        {
            result = Member(context.member());
        }

        while (--count >= 0)
        {
            var sign = _reporter.Map(operators[count]);
            var kind = operators[count].Type == NOT ? UnaryOperator.Not : UnaryOperator.Negate;
            result = new UnarySyntax(kind, sign, result, sign.Union(result.Span));
        }

        return result;
    }

    /// <summary>The number at the start of a member, to which a minus sign before it belongs, as in CEL.</summary>
    private static IToken? NumberOf(Grammar.MemberContext? context) =>
        context?.primary() is Grammar.LiteralContext literal && literal.constant()?.Start is { } token && NumberDecoder.IsNumber(token.Type)
            ? token
            : null;

    private ExpressionSyntax Member(Grammar.MemberContext? context) =>
        context is null ? Missing(context) : Suffixes(Primary(context.primary()), context);

    private ExpressionSyntax Suffixes(ExpressionSyntax operand, Grammar.MemberContext context)
    {
        foreach (var suffix in context._suffixes)
        {
            operand = suffix switch
            {
                Grammar.SelectContext select => Select(operand, select),
                Grammar.InvokeContext invoke => Invoke(operand, invoke),
                Grammar.IndexContext index => new IndexSyntax(
                    operand, Expression(index.at), index.optional is not null, operand.Span.Union(Span(index))),
                _ => operand,
            };
        }

        return operand;
    }

    private SelectSyntax Select(ExpressionSyntax operand, Grammar.SelectContext context)
    {
        var kind = context.SAFE() is not null ? SelectKind.Safe : context.optional is not null ? SelectKind.Optional : SelectKind.Plain;
        var span = operand.Span.Union(Span(context));
        return context.name is { } name && name.StartIndex >= 0
            ? new SelectSyntax(operand, kind, FieldName(name), _reporter.Map(name), span)
            : new SelectSyntax(operand, kind, "", span, span);
    }

    private string FieldName(IToken name)
    {
        if (name.Type == UNTERMINATED_ESCAPED)
        {
            _reporter.Report(CompilerDiagnostics.UnterminatedText(_reporter.Source, _reporter.Map(name), "`"));
        }

        return name.Type == IDENTIFIER ? name.Text : name.Text.Trim('`');
    }

    private CallSyntax Invoke(ExpressionSyntax receiver, Grammar.InvokeContext context) => new(
        receiver,
        context.name?.Text ?? "",
        context.name is null ? Span(context) : _reporter.Map(context.name),
        Arguments(context.arguments()),
        receiver.Span.Union(Span(context)))
    {
        IsSafe = context.SAFE() is not null,
    };

    private ImmutableArray<ExpressionSyntax> Arguments(Grammar.ArgumentsContext? context) =>
        context is null ? [] : [.. context._items.Select(Argument)];

    private ExpressionSyntax Argument(Grammar.ArgumentContext context) => context switch
    {
        Grammar.LambdaContext lambda => new LambdaSyntax(
            [.. lambda._parameters.Select(p => Parameter(p, lambda))], Expression(lambda.body), Span(lambda)),
        Grammar.PlainContext plain => Expression(plain.expression()),
        _ => Missing(context),
    };

    private ParameterSyntax Parameter(IToken? name, ParserRuleContext context)
    {
        if (name is null || name.StartIndex < 0)
        {
            return new ParameterSyntax("", Span(context));
        }

        CheckNotReserved(name);
        return new ParameterSyntax(name.Text, _reporter.Map(name));
    }

    private bool CheckNotReserved(IToken name)
    {
        if (!ReservedWords.Contains(name.Text))
        {
            return true;
        }

        _reporter.Report(CompilerDiagnostics.ReservedWord(_reporter.Source, _reporter.Map(name), name.Text));
        return false;
    }

    private ErrorSyntax Missing(ParserRuleContext? context) => new(context is null ? _reporter.Whole : Span(context));

    private TextSpan Span(ParserRuleContext context)
    {
        var first = context.Start;
        var last = context.Stop ?? first;
        return first is null || first.StartIndex < 0 ? _reporter.Whole : _reporter.Map(first, last.StartIndex < 0 ? first : last);
    }
}
