using Antlr4.Runtime;
using Antlr4.Runtime.Atn;
using Antlr4.Runtime.Misc;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Syntax.Generated;
using Pff.Core.Text;
using Pff.Core.Threading;

namespace Pff.Compiler.Syntax;

/// <summary>Reads one expression.</summary>
public static class ExpressionParser
{
    /// <summary>
    /// The tree of <paramref name="text"/>, in which every part that could not be read is an <see cref="ErrorSyntax"/>.
    /// Never throws; a text that is too long or nested too deep is one error node.
    /// </summary>
    public static ParsedExpression Parse(EmbeddedText text)
    {
        var reporter = new SyntaxReporter(text);
        var root = ParseRoot(text, reporter);
        return new ParsedExpression(root, reporter.ToImmutable());
    }

    private static ExpressionSyntax ParseRoot(EmbeddedText text, SyntaxReporter reporter)
    {
        if (text.Text.Length > SyntaxLimits.MaximumLength)
        {
            reporter.Report(CompilerDiagnostics.TextTooLong(reporter.Source, reporter.Whole, text.Text.Length, SyntaxLimits.MaximumLength));
            return new ErrorSyntax(reporter.Whole);
        }

        var tokens = TokenReader.Read(text.Text, reporter);
        if (tokens.Count == 0)
        {
            if (!reporter.HasReported)
            {
                reporter.Report(CompilerDiagnostics.EmptyExpression(reporter.Source, reporter.Whole));
            }

            return new ErrorSyntax(reporter.Whole);
        }

        var preparation = new TokenPreparation(tokens, reporter);
        preparation.Run();
        if (preparation.IsTooDeep)
        {
            return new ErrorSyntax(reporter.Whole);
        }

        var root = preparation.DeepestNesting <= SyntaxLimits.NestingOnAnyStack
            ? BuildTree(tokens, preparation, reporter)
            : LargeStack.Run(SyntaxLimits.LargeStackBytes, () => BuildTree(tokens, preparation, reporter));
        return HeightOf(root) is { } tooHigh ? TooDeep(tooHigh, reporter) : root;
    }

    private static ExpressionSyntax BuildTree(List<IToken> tokens, TokenPreparation preparation, SyntaxReporter reporter) =>
        new SyntaxBuilder(reporter).Build(Recognize(tokens, preparation, reporter));

    /// <summary>SLL prediction decides nearly every text and is quicker; only a text that it rejects is tried again with LL.</summary>
    private static ExpressionGrammar.StartContext Recognize(List<IToken> tokens, TokenPreparation preparation, SyntaxReporter reporter)
    {
        var stream = new CommonTokenStream(new ListTokenSource(tokens));
        var parser = new ExpressionGrammar(stream, TextWriter.Null, TextWriter.Null) { ErrorHandler = new BailErrorStrategy() };
        parser.RemoveErrorListeners();
        parser.Interpreter.PredictionMode = PredictionMode.SLL;
        try
        {
            return parser.start();
        }
        catch (ParseCanceledException)
        {
            stream.Seek(0);
            parser.Reset();
            parser.ErrorHandler = new DefaultErrorStrategy();
            parser.AddErrorListener(new SyntaxErrorListener(tokens, preparation, reporter));
            parser.Interpreter.PredictionMode = PredictionMode.LL;
            return parser.start();
        }
    }

    /// <summary>Chains like <c>1 + 1 + …</c> parse without nesting and make high trees; the node at the limit, or null.</summary>
    private static ExpressionSyntax? HeightOf(ExpressionSyntax root)
    {
        var open = new Stack<(ExpressionSyntax Node, int Depth)>();
        open.Push((root, 1));
        while (open.TryPop(out var current))
        {
            if (current.Depth > SyntaxLimits.MaximumHeight)
            {
                return current.Node;
            }

            foreach (var child in current.Node.Children)
            {
                open.Push((child, current.Depth + 1));
            }
        }

        return null;
    }

    private static ErrorSyntax TooDeep(ExpressionSyntax node, SyntaxReporter reporter)
    {
        reporter.Report(CompilerDiagnostics.NestedTooDeep(reporter.Source, node.Span, SyntaxLimits.MaximumHeight));
        return new ErrorSyntax(reporter.Whole);
    }
}
