using System.Collections.Immutable;
using Pff.Core.Ir;
using Pff.Core.Types;

namespace Pff.Compiler.Typing;

/// <summary>The functions and rules that a module declares, as expressions see them.</summary>
public interface IFunctionTable
{
    IEnumerable<string> Names { get; }

    /// <summary>Null where there is no such function; one with mistakes is there, with a body of the error type.</summary>
    FunctionSymbol? Find(string name);
}

/// <summary>No functions but those of the language.</summary>
public sealed class NoFunctions : IFunctionTable
{
    public static NoFunctions Instance { get; } = new();

    public IEnumerable<string> Names => [];

    public FunctionSymbol? Find(string name) => null;
}

/// <summary>A function of a module, checked. A call of it becomes its body with the arguments bound.</summary>
/// <param name="TypeParameters">The names that <see cref="TypeParameter"/>s in the types have.</param>
/// <param name="Body">Reads the parameters' variables. In a generic function values of a type parameter are dyn in it.</param>
public sealed record FunctionSymbol(
    string Name,
    ImmutableArray<string> TypeParameters,
    ImmutableArray<FunctionParameter> Parameters,
    PffType Result,
    IrExpression Body);

/// <param name="Variable">What the body reads.</param>
public sealed record FunctionParameter(string Name, PffType Type, IrVariable Variable);
