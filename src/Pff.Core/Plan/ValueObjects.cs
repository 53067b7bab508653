namespace Pff.Core.Plan;

/// <summary>The payload of a <see cref="Value"/> that does not fit in its bits. Immutable once it is in a value.</summary>
public abstract class ValueObject
{
    private protected ValueObject(ValueKind kind) => Kind = kind;

    public ValueKind Kind { get; }
}

internal sealed class ScalarTag : ValueObject
{
    public static readonly ScalarTag Null = new(ValueKind.Null);
    public static readonly ScalarTag Bool = new(ValueKind.Bool);
    public static readonly ScalarTag Int = new(ValueKind.Int);
    public static readonly ScalarTag Double = new(ValueKind.Double);

    private ScalarTag(ValueKind kind)
        : base(kind)
    {
    }
}

public sealed class DecimalValue(decimal value) : ValueObject(ValueKind.Decimal)
{
    public decimal Value { get; } = value;

    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>An instant: seconds since 1970-01-01T00:00:00Z and 0 to 999,999,999 nanoseconds after that second.</summary>
public readonly record struct Timestamp(long Seconds, int Nanoseconds);

/// <summary>A span of time; both parts have the same sign, nanoseconds within a second.</summary>
public readonly record struct Duration(long Seconds, int Nanoseconds);

public sealed class TimestampValue(Timestamp value) : ValueObject(ValueKind.Timestamp)
{
    public Timestamp Value { get; } = value;

    public override string ToString() => Value.ToString();
}

public sealed class DurationValue(Duration value) : ValueObject(ValueKind.Duration)
{
    public Duration Value { get; } = value;

    public override string ToString() => Value.ToString();
}

/// <summary>CEL's type value: <c>int</c>, <c>list</c>, <c>google.protobuf.Timestamp</c> …</summary>
public sealed class TypeValue(string name) : ValueObject(ValueKind.Type)
{
    public string Name { get; } = name;

    public override string ToString() => Name;
}

/// <summary>CEL's optional value; empty where <see cref="Inner"/> is absent.</summary>
public sealed class OptionalValue(Value inner) : ValueObject(ValueKind.Optional)
{
    public Value Inner { get; } = inner;

    public bool HasValue => !Inner.IsAbsent;
}

/// <summary>A value that may be read only by declared sinks.</summary>
public sealed class SecretValue(Value inner) : ValueObject(ValueKind.Secret)
{
    public Value Inner { get; } = inner;

    public override string ToString() => "(secret)";
}

/// <summary>One well-formed JSON value as UTF-8, not decoded.</summary>
public sealed class JsonValue(ReadOnlyMemory<byte> utf8) : ValueObject(ValueKind.Json)
{
    public ReadOnlyMemory<byte> Utf8 { get; } = utf8;
}
