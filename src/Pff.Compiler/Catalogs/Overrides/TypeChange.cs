using System.Collections.Immutable;
using Pff.Compiler.Typing;
using Pff.Core.Plan;
using Pff.Core.Types;

namespace Pff.Compiler.Catalogs.Overrides;

/// <summary>One thing that a catalogue says otherwise than the API's document.</summary>
internal abstract record TypeChange;

/// <summary>Whether a field, or an argument, may be left out.</summary>
internal sealed record OptionalChange(bool IsOptional) : TypeChange;

/// <summary>A field that the document does not have.</summary>
internal sealed record AddedField(PffType Type, bool IsRequired) : TypeChange;

/// <summary>What changes the type of a value, wherever the value stands.</summary>
internal abstract record ValueChange : TypeChange
{
    /// <returns>Null where the change makes no sense for such a type.</returns>
    public abstract PffType? Apply(PffType type);

    /// <summary>Whether the type says so already.</summary>
    public abstract bool IsAlready(PffType type);

    /// <summary>The type without null and secret around it.</summary>
    protected static PffType Core(PffType type) => type switch
    {
        NullableType nullable => Core(nullable.Inner),
        SecretType secret => Core(secret.Inner),
        _ => type,
    };

    /// <summary>The type with another core.</summary>
    protected static PffType WithCore(PffType type, PffType core) => type switch
    {
        NullableType nullable => TypeRelations.Nullable(WithCore(nullable.Inner, core)),
        SecretType secret => core is SecretType ? core : new SecretType(WithCore(secret.Inner, core)),
        _ => core,
    };
}

internal sealed record NullableChange(bool IsNullable) : ValueChange
{
    public override PffType Apply(PffType type) => IsNullable ? TypeRelations.Nullable(type) : Strip(type);

    public override bool IsAlready(PffType type) => type.IsDyn || (type is NullableType or SecretType { Inner: NullableType }) == IsNullable;

    private static PffType Strip(PffType type) =>
        type is SecretType secret ? new SecretType(TypeRelations.NotNull(secret.Inner)) : TypeRelations.NotNull(type);
}

internal sealed record TypeReplacement(PffType Type) : ValueChange
{
    public override PffType Apply(PffType type) => WithCore(type, Type);

    public override bool IsAlready(PffType type) => type.Equals(Type) || Core(type).Equals(Type);
}

/// <param name="Name">How messages call the enum where the document has no name for it.</param>
internal sealed record ValuesChange(string Name, ImmutableArray<string> Values) : ValueChange
{
    public override PffType? Apply(PffType type) => Core(type) switch
    {
        EnumType named => WithCore(type, named with { Values = Values }),
        PrimitiveType { Kind: PrimitiveKind.Text or PrimitiveKind.Dyn } => WithCore(type, new EnumType(Name, Values, IsOpen: true)),
        _ => null,
    };

    public override bool IsAlready(PffType type) => Core(type) is EnumType named && named.Values.ToHashSet(StringComparer.Ordinal).SetEquals(Values);
}

internal sealed record OpenChange(bool IsOpen) : ValueChange
{
    public override PffType? Apply(PffType type) => Core(type) is EnumType named ? WithCore(type, named with { IsOpen = IsOpen }) : null;

    public override bool IsAlready(PffType type) => Core(type) is EnumType named && named.IsOpen == IsOpen;
}

/// <summary>What a text or number is by its format.</summary>
internal sealed record FormatChange(string Format) : ValueChange
{
    public static ImmutableArray<string> Known { get; } =
        ["date-time", "date", "uuid", "email", "ipv4", "ipv6", "password", "decimal", "int32", "int64", "float", "double", "none"];

    public override PffType? Apply(PffType type)
    {
        var core = Core(type);
        var isText = core.Equals(PffType.Text) || core.Equals(PffType.Timestamp) || core.IsDyn;
        var isNumber = TypeRelations.IsNumber(core) || core.IsDyn;
        return Format switch
        {
            "date-time" when isText => WithCore(type, PffType.Timestamp),
            "password" when isText => WithCore(type, new SecretType(PffType.Text)),
            "decimal" when isNumber => WithCore(type, PffType.Decimal),
            "int32" or "int64" when isNumber => WithCore(type, PffType.Int),
            "float" or "double" when isNumber => WithCore(type, PffType.Double),
            "none" when isText => WithCore(type, PffType.Text),
            "date" or "uuid" or "email" or "ipv4" or "ipv6" when isText => WithCore(type, OfText(core)),
            _ => null,
        };
    }

    public override bool IsAlready(PffType type) => Format switch
    {
        "password" => type is SecretType or NullableType { Inner: SecretType },
        "date" or "uuid" or "email" or "ipv4" or "ipv6" => Core(type) is PrimitiveType { Constraint: { } constraint } && constraint.Format == Format,
        "none" => Core(type) is PrimitiveType { Kind: PrimitiveKind.Text, Constraint: null or { Format: null } },
        _ => Apply(type) is { } changed && changed.Equals(type),
    };

    private PrimitiveType OfText(PffType core)
    {
        var text = (PrimitiveType)(core.Equals(PffType.Text) ? core : PffType.Text);
        return text with { Constraint = (text.Constraint ?? new ValueConstraint()) with { Format = Format } };
    }
}

internal sealed record SecretChange(bool IsSecret) : ValueChange
{
    public override PffType Apply(PffType type) => IsSecret ? new SecretType(type) : Open(type);

    public override bool IsAlready(PffType type) => (type is SecretType or NullableType { Inner: SecretType }) == IsSecret;

    private static PffType Open(PffType type) => type switch
    {
        SecretType secret => secret.Inner,
        NullableType { Inner: SecretType inner } => TypeRelations.Nullable(inner.Inner),
        _ => type,
    };
}

/// <summary>The most elements of a list, which bounds the loops over it.</summary>
internal sealed record MaximumItemsChange(int Count) : ValueChange
{
    public override PffType? Apply(PffType type) => Core(type) is ListType list ? WithCore(type, list with { MaximumCount = Count }) : null;

    public override bool IsAlready(PffType type) => Core(type) is ListType list && list.MaximumCount == Count;
}
