using System.Collections.Immutable;
using Pff.Core.Plan;
using Pff.Core.Types;

namespace Pff.Compiler.Typing;

/// <summary>One overload of an operator or function. A receiver is its first parameter.</summary>
internal sealed record Signature(Builtin Function, ImmutableArray<PffType> Parameters, PffType Result)
{
    /// <summary>Any number of arguments of the last parameter's type, at least one.</summary>
    public bool IsVariadic { get; init; }

    public bool Takes(int arguments) => IsVariadic ? arguments >= Parameters.Length : arguments == Parameters.Length;

    public PffType ParameterAt(int index) => Parameters[Math.Min(index, Parameters.Length - 1)];
}

/// <summary>The overloads of one name, in the order in which they are tried.</summary>
internal sealed record Overloads(string Name, ImmutableArray<Signature> Signatures);

/// <summary>What the signature tables are written with.</summary>
internal static class SignatureTypes
{
    public static readonly PffType A = new TypeParameter("A");
    public static readonly PffType B = new TypeParameter("B");
    public static readonly PffType BoolT = PffType.Bool;
    public static readonly PffType IntT = PffType.Int;
    public static readonly PffType DoubleT = PffType.Double;
    public static readonly PffType DecimalT = PffType.Decimal;
    public static readonly PffType TextT = PffType.Text;
    public static readonly PffType TimestampT = PffType.Timestamp;
    public static readonly PffType DurationT = PffType.Duration;
    public static readonly PffType TypeT = PffType.Type;
    public static readonly PffType DynT = PffType.Dyn;
    public static readonly PffType ListOfA = new ListType(A);
    public static readonly PffType MapOfAToB = new MapType(A, B);
    public static readonly PffType OptionalOfA = new OptionalType(A);

    public static Signature Of(Builtin function, PffType result, params ImmutableArray<PffType> parameters) => new(function, parameters, result);
}
