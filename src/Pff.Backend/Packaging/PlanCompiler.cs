using Pff.Backend.Emission;
using Pff.Core.Ir;

namespace Pff.Backend.Packaging;

/// <summary>Compiles a checked program into a plan. This, and what it calls, loads Roslyn; reading a plan does not.</summary>
public static class PlanCompiler
{
    /// <summary>
    /// The same program gives the same bytes. The program is one that the checker passed without errors; a program that
    /// contradicts itself (a call of a sequence that does not exist) is a bug of the caller and throws.
    /// </summary>
    public static PlanArtifact Compile(IrProgram program, CancellationToken cancellation)
    {
        var (model, expressions) = PlanModelBuilder.Build(program);
        var compiled = ExpressionCompiler.Compile(expressions, cancellation);
        return PlanArtifact.Create(model, compiled.Assembly);
    }
}
