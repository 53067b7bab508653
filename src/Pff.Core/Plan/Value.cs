using System.Runtime.CompilerServices;

namespace Pff.Core.Plan;

public enum ValueKind : byte
{
    /// <summary>No value at all: a field that a response does not have, a slot not yet set. Not the same as null.</summary>
    Absent,
    Null,
    Bool,
    Int,
    Double,
    Decimal,
    Text,
    Timestamp,
    Duration,
    List,
    Map,
    Type,
    Optional,
    Secret,

    /// <summary>Bytes of JSON not yet decoded, because so far they are only passed on.</summary>
    Json,

    /// <summary>CEL's error value, see <see cref="Plan.Fault"/>.</summary>
    Fault,
}

/// <summary>
/// A value of the language in 16 bytes; numbers and booleans are not boxed. The default value is
/// <see cref="ValueKind.Absent"/>.
/// </summary>
public readonly struct Value
{
    private readonly object? _reference;
    private readonly long _bits;

    private Value(object? reference, long bits)
    {
        _reference = reference;
        _bits = bits;
    }

    public static Value Absent => default;
    public static Value Null => new(ScalarTag.Null, 0);
    public static Value True => new(ScalarTag.Bool, 1);
    public static Value False => new(ScalarTag.Bool, 0);

    public ValueKind Kind =>
        _reference is null ? ValueKind.Absent
        : _reference is string ? ValueKind.Text
        : Unsafe.As<ValueObject>(_reference).Kind;

    public bool IsAbsent => _reference is null;
    public bool IsNull => ReferenceEquals(_reference, ScalarTag.Null);
    public bool IsFault => _reference is Fault;

    public static Value Of(bool value) => new(ScalarTag.Bool, value ? 1 : 0);
    public static Value Of(long value) => new(ScalarTag.Int, value);
    public static Value Of(double value) => new(ScalarTag.Double, BitConverter.DoubleToInt64Bits(value));
    public static Value Of(string value) => new(value, 0);
    public static Value Of(decimal value) => new(new DecimalValue(value), 0);
    public static Value Of(Timestamp value) => new(new TimestampValue(value), 0);
    public static Value Of(Duration value) => new(new DurationValue(value), 0);

    /// <summary>A list, map, type, optional, secret, JSON or fault value.</summary>
    public static Value Of(ValueObject value) => new(value, 0);

    // The accessors below are for a value whose Kind is known; on another kind they throw, which is a bug of the caller.
    public bool AsBool => ReferenceEquals(_reference, ScalarTag.Bool) ? _bits != 0 : throw Wrong(ValueKind.Bool);
    public long AsInt => ReferenceEquals(_reference, ScalarTag.Int) ? _bits : throw Wrong(ValueKind.Int);
    public double AsDouble => ReferenceEquals(_reference, ScalarTag.Double) ? BitConverter.Int64BitsToDouble(_bits) : throw Wrong(ValueKind.Double);
    public string AsText => _reference as string ?? throw Wrong(ValueKind.Text);
    public decimal AsDecimal => (_reference as DecimalValue ?? throw Wrong(ValueKind.Decimal)).Value;
    public Timestamp AsTimestamp => (_reference as TimestampValue ?? throw Wrong(ValueKind.Timestamp)).Value;
    public Duration AsDuration => (_reference as DurationValue ?? throw Wrong(ValueKind.Duration)).Value;
    public ListValue AsList => _reference as ListValue ?? throw Wrong(ValueKind.List);
    public MapValue AsMap => _reference as MapValue ?? throw Wrong(ValueKind.Map);
    public Fault AsFault => _reference as Fault ?? throw Wrong(ValueKind.Fault);
    public T As<T>()
        where T : ValueObject => _reference as T ?? throw new InvalidOperationException($"a {Kind} value is no {typeof(T).Name}");

    public bool TryGetBool(out bool value)
    {
        value = _bits != 0;
        return ReferenceEquals(_reference, ScalarTag.Bool);
    }

    public bool TryGetInt(out long value)
    {
        value = _bits;
        return ReferenceEquals(_reference, ScalarTag.Int);
    }

    public bool TryGetDouble(out double value)
    {
        value = BitConverter.Int64BitsToDouble(_bits);
        return ReferenceEquals(_reference, ScalarTag.Double);
    }

    public bool TryGetText([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value)
    {
        value = _reference as string;
        return value is not null;
    }

    public bool TryGet<T>([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out T? value)
        where T : ValueObject
    {
        value = _reference as T;
        return value is not null;
    }

    /// <summary>For debugging; never shown to a user, because it does not redact.</summary>
    public override string ToString() => Kind switch
    {
        ValueKind.Bool => AsBool ? "true" : "false",
        ValueKind.Int => AsInt.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ValueKind.Double => AsDouble.ToString("R", System.Globalization.CultureInfo.InvariantCulture),
        ValueKind.Text => AsText,
        ValueKind.Secret => "(secret)",
        ValueKind.Absent or ValueKind.Null => Kind.ToString(),
        _ => _reference!.ToString() ?? string.Empty,
    };

    private InvalidOperationException Wrong(ValueKind expected) => new($"a {Kind} value is no {expected}");
}
