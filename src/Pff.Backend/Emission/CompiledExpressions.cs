using System.Collections.Immutable;
using Pff.Backend.Packaging;
using Pff.Core.Plan;

namespace Pff.Backend.Emission;

/// <summary>What a compilation gives: the bytes of an assembly.</summary>
public sealed class CompiledExpressions
{
    internal CompiledExpressions(byte[] assembly) => Assembly = assembly;

    /// <summary>A .NET assembly that references Pff.Core and the base library only.</summary>
    public byte[] Assembly { get; }

    /// <summary>The delegates, in the order of the expressions. Each call loads the assembly anew.</summary>
    public ImmutableArray<CompiledExpression> Load() =>
        ExpressionAssembly.Load(Assembly) ?? throw new InvalidOperationException("The generated assembly cannot be loaded.");
}
