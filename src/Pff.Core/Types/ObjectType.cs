using System.Collections.Immutable;

namespace Pff.Core.Types;

/// <summary>
/// A field of an object. A field that is not <paramref name="IsRequired"/> may be absent, which is not the same as
/// null: a field that may be null has a <see cref="NullableType"/>.
/// </summary>
public sealed record ObjectField(string Name, PffType Type, bool IsRequired)
{
    public string? Description { get; init; }

    public bool IsDeprecated { get; init; }
}

/// <summary>
/// A named object with known fields. Its fields are found at first use, so that types may be recursive; the function
/// that finds them must be pure.
/// </summary>
public sealed record ObjectType : PffType
{
    private readonly Lazy<ImmutableArray<ObjectField>> _fields;
    private readonly Lazy<ImmutableDictionary<string, ObjectField>> _byName;

    /// <param name="name">How messages call the type.</param>
    /// <param name="fields">Gives the fields, in declaration order, each name once.</param>
    /// <param name="additional">The type of properties that are not declared, or null where none is expected.</param>
    public ObjectType(string name, Func<ImmutableArray<ObjectField>> fields, PffType? additional = null)
    {
        Name = name;
        Additional = additional;
        _fields = new(fields);
        _byName = new(() => _fields.Value.ToImmutableDictionary(f => f.Name, StringComparer.Ordinal));
    }

    public string Name { get; }

    public PffType? Additional { get; }

    public ImmutableArray<ObjectField> Fields => _fields.Value;

    public ObjectField? Find(string name) => _byName.Value.GetValueOrDefault(name);

    public bool Equals(ObjectType? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}
