using Pff.Core.Ir;
using Pff.Core.Threading;

namespace Pff.Backend.Emission;

/// <summary>Compiles expressions: typed IR to C# statements to one assembly.</summary>
public static class ExpressionCompiler
{
    // Deep expressions recurse in the walk over them; the thread that asks may have little stack left.
    private const int StackBytes = 256 * 1024 * 1024;

    /// <summary>
    /// One compilation for all. The same expressions give the same bytes. Expressions must be well typed; the backend
    /// reports nothing about them, so an exception other than cancellation is a bug.
    /// </summary>
    public static CompiledExpressions Compile(IReadOnlyList<IrExpression> expressions, CancellationToken cancellation)
    {
        var text = LargeStack.Run(StackBytes, () => PlanClassEmitter.Emit(expressions, cancellation));
        return new CompiledExpressions(RoslynCompiler.Compile(text, cancellation));
    }

    /// <summary>The C# text that would be compiled, for people who want to see it.</summary>
    public static string Explain(IReadOnlyList<IrExpression> expressions) =>
        LargeStack.Run(StackBytes, () => PlanClassEmitter.Emit(expressions, CancellationToken.None));
}
