using System.Collections.Immutable;
using Pff.Core.Ir;
using Pff.Core.Text;

namespace Pff.Compiler.Typing;

/// <summary>Puts a function's body in the place of a call.</summary>
internal static class FunctionInlining
{
    /// <summary>More parts than any function needs; calls of calls multiply them.</summary>
    public const int MaximumNodeCount = 5_000;

    /// <param name="arguments">In the order of the parameters, each of its variable's type.</param>
    /// <param name="span">The call: what the body does is done there.</param>
    public static IrExpression Inline(FunctionSymbol function, IReadOnlyList<IrExpression> arguments, TextSpan span)
    {
        var copy = new Copy(span);
        var body = copy.Rewrite(function.Body);
        for (var i = function.Parameters.Length - 1; i >= 0; i--)
        {
            body = new IrLet(copy.VariableFor(function.Parameters[i].Variable), arguments[i], body, span);
        }

        return body;
    }

    /// <summary>The number of nodes, counted no further than one over the limit.</summary>
    public static int CountNodes(IrExpression expression)
    {
        var counter = new Counter();
        counter.Rewrite(expression);
        return counter.Count;
    }

    /// <summary>The body with variables of its own, so that two calls in one expression do not share any, and the call's place.</summary>
    private sealed class Copy(TextSpan span) : IrRewriter
    {
        public IrVariable VariableFor(IrVariable variable) => Variable(variable);

        protected override IrVariable VisitVariable(IrVariable variable) => new(variable.Name, variable.Type);

        protected override IrExpression Visit(IrExpression expression) => expression with { Span = span };
    }

    private sealed class Counter : IrRewriter
    {
        public int Count { get; private set; }

        protected override IrExpression Visit(IrExpression expression)
        {
            Count++;
            return expression;
        }
    }
}
