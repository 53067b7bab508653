using Pff.Core.Types;

namespace Pff.Backend.Emission;

/// <summary>How generated code holds a value: unboxed where the static type says so.</summary>
internal enum Shape
{
    Value,
    Bool,
    Int,
    Double,
    Text,
}

/// <summary>
/// A value in generated code: a local or a literal, never anything with an effect, so that it may be written twice.
/// </summary>
/// <param name="MayBeFault">Only of shape Value: the reader must look before it takes the value for one.</param>
internal readonly record struct Operand(string Code, Shape Shape, bool MayBeFault = false)
{
    /// <summary>What stands after a jump, where no value is needed any more.</summary>
    public static Operand Unreachable(Shape shape) => new($"default({Shapes.TypeOf(shape)})", shape);

    /// <summary>The operand as a <c>Value</c>.</summary>
    public string AsValue => Shape == Shape.Value ? Code : $"Value.Of({Code})";
}

/// <summary>Where the value of a bound variable is.</summary>
/// <param name="Code">The local or parameter that holds it.</param>
/// <param name="Fault">The local or parameter that holds the fault of a <c>let</c>, absent where there is none; or null.</param>
internal sealed record Binding(string Code, Shape Shape, bool MayBeFault, string? Fault = null);

internal static class Shapes
{
    public static Shape Of(PffType type) => type switch
    {
        PrimitiveType { Kind: PrimitiveKind.Bool } => Shape.Bool,
        PrimitiveType { Kind: PrimitiveKind.Int } => Shape.Int,
        PrimitiveType { Kind: PrimitiveKind.Double } => Shape.Double,
        PrimitiveType { Kind: PrimitiveKind.Text } => Shape.Text,
        EnumType => Shape.Text,
        _ => Shape.Value,
    };

    public static string TypeOf(Shape shape) => shape switch
    {
        Shape.Value => "Value",
        Shape.Bool => "bool",
        Shape.Int => "long",
        Shape.Double => "double",
        Shape.Text => "string",
        _ => throw new ArgumentOutOfRangeException(nameof(shape), shape, null),
    };

    /// <summary>The part of <c>TryGetInt</c> and <c>ValueKind.Int</c> that tells the shape.</summary>
    public static string KindOf(Shape shape) => shape switch
    {
        Shape.Bool => "Bool",
        Shape.Int => "Int",
        Shape.Double => "Double",
        Shape.Text => "Text",
        _ => throw new ArgumentOutOfRangeException(nameof(shape), shape, null),
    };
}
