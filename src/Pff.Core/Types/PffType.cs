using System.Collections.Immutable;
using Pff.Core.Plan;

namespace Pff.Core.Types;

/// <summary>
/// A static type. Structural, null-safe, and shown by <see cref="object.ToString"/> as a person writes it.
/// Named types (<see cref="ObjectType"/>, <see cref="EnumType"/>) compare by identity, all others by structure.
/// </summary>
public abstract record PffType
{
    private protected PffType()
    {
    }

    public static PffType Dyn { get; } = new PrimitiveType(PrimitiveKind.Dyn);
    public static PffType Null { get; } = new PrimitiveType(PrimitiveKind.Null);
    public static PffType Bool { get; } = new PrimitiveType(PrimitiveKind.Bool);
    public static PffType Int { get; } = new PrimitiveType(PrimitiveKind.Int);
    public static PffType Double { get; } = new PrimitiveType(PrimitiveKind.Double);
    public static PffType Decimal { get; } = new PrimitiveType(PrimitiveKind.Decimal);
    public static PffType Text { get; } = new PrimitiveType(PrimitiveKind.Text);
    public static PffType Timestamp { get; } = new PrimitiveType(PrimitiveKind.Timestamp);
    public static PffType Duration { get; } = new PrimitiveType(PrimitiveKind.Duration);

    /// <summary>The type of a type value (<c>type(1)</c>).</summary>
    public static PffType Type { get; } = new PrimitiveType(PrimitiveKind.Type);

    /// <summary>The type of something already reported as wrong; compatible with everything, so that one mistake gives one diagnostic.</summary>
    public static PffType Error { get; } = new PrimitiveType(PrimitiveKind.Error);

    public bool IsDyn => this is PrimitiveType { Kind: PrimitiveKind.Dyn };

    public bool IsError => this is PrimitiveType { Kind: PrimitiveKind.Error };

    public sealed override string ToString() => TypeDisplay.Show(this);
}

public enum PrimitiveKind
{
    Dyn,
    Null,
    Bool,
    Int,
    Double,
    Decimal,
    Text,
    Timestamp,
    Duration,
    Type,
    Error,
}

public sealed record PrimitiveType(PrimitiveKind Kind) : PffType
{
    /// <summary>What the declaration promises of the values, or null. A promise, not a part of the type: equality leaves it out.</summary>
    public ValueConstraint? Constraint { get; init; }

    public bool Equals(PrimitiveType? other) => other is not null && Kind == other.Kind;

    public override int GetHashCode() => HashCode.Combine(typeof(PrimitiveType), Kind);
}

public sealed record ListType(PffType Element) : PffType
{
    /// <summary>The most elements that the declaration allows, or null. A promise, not a part of the type: equality leaves it out.</summary>
    public int? MaximumCount { get; init; }

    /// <summary>The fewest elements that the declaration allows, or null. As <see cref="MaximumCount"/> a promise only.</summary>
    public int? MinimumCount { get; init; }

    public bool Equals(ListType? other) => other is not null && Element.Equals(other.Element);

    public override int GetHashCode() => HashCode.Combine(typeof(ListType), Element);
}

public sealed record MapType(PffType Key, PffType Value) : PffType;

/// <summary>A value that may be null: <c>T?</c>. Never nested.</summary>
public sealed record NullableType(PffType Inner) : PffType;

/// <summary>CEL's <c>optional_type(T)</c>, a value of its own (<c>optional.of(x)</c>, <c>a.?b</c>).</summary>
public sealed record OptionalType(PffType Inner) : PffType;

/// <summary>A value that may flow only into declared sinks. Never nested.</summary>
public sealed record SecretType(PffType Inner) : PffType;

/// <summary>A type parameter of a generic signature, or an inference variable of one expression.</summary>
public sealed record TypeParameter(string Name) : PffType;

/// <summary>The type of a lambda; only ever the type of an argument.</summary>
public sealed record FunctionType(ImmutableArray<PffType> Parameters, PffType Result) : PffType;

/// <summary>A set of texts. Open enums accept values that are not listed, because servers grow.</summary>
public sealed record EnumType(string Name, ImmutableArray<string> Values, bool IsOpen) : PffType
{
    public bool Equals(EnumType? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}

/// <summary>A union of object types told apart by the text in <see cref="Discriminator"/> (OpenAPI <c>oneOf</c>).</summary>
public sealed record UnionType(string Name, string? Discriminator, ImmutableArray<UnionCase> Cases) : PffType
{
    /// <summary>The type of the discriminator: the tags of the cases, and others that a server may add.</summary>
    public EnumType Tags { get; } = new($"{Name}.{Discriminator}", [.. Cases.Select(c => c.Tag).Distinct(StringComparer.Ordinal)], IsOpen: true);

    public bool Equals(UnionType? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}

public sealed record UnionCase(string Tag, PffType Type);
