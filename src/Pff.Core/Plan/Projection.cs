using System.Collections.Immutable;

namespace Pff.Core.Plan;

/// <summary>What a leaf of a response is expected to be; anything else found there becomes a type mismatch fault.</summary>
public enum ScalarExpectation : byte
{
    /// <summary>Whatever JSON has: whole numbers in 64 bits are ints, other numbers doubles.</summary>
    Any,
    Bool,
    Int,
    Double,
    Decimal,
    Text,
    Timestamp,
    Duration,
}

/// <summary>
/// Which parts of a JSON value a plan reads, so that the rest is skipped without being decoded. The compiler may
/// always ask for more than is needed, never for less.
/// </summary>
public sealed record Projection
{
    /// <summary>Skips the value: only that it is there is known.</summary>
    public static Projection Presence { get; } = new();

    /// <summary>Decodes everything.</summary>
    public static Projection Everything { get; } = new() { DecodesAll = true };

    /// <summary>Decodes nothing and keeps the bytes.</summary>
    public static Projection Bytes { get; } = new() { KeepsBytes = true };

    /// <summary>The value is passed on somewhere: its bytes are kept beside what is decoded of it.</summary>
    public bool KeepsBytes { get; init; }

    /// <summary>Everything below is decoded; <see cref="Properties"/> and <see cref="Elements"/> then only tell expectations.</summary>
    public bool DecodesAll { get; init; }

    public ScalarExpectation Scalar { get; init; }

    /// <summary>Null where no declared type excludes null: a null then stays null instead of a mismatch.</summary>
    public bool AllowsNull { get; init; } = true;

    /// <summary>Somewhere in the whole answer is a secret, so that it is not kept: told of the root only.</summary>
    public bool HoldsSecrets { get; init; }

    /// <summary>Properties of an object, names distinct.</summary>
    public ImmutableArray<ProjectedProperty> Properties { get; init; } = [];

    /// <summary>The elements of a list, or the values of a map with undeclared keys; null where they are not read.</summary>
    public Projection? Elements { get; init; }
}

public sealed record ProjectedProperty(string Name, Projection Projection);
