using System.Globalization;

namespace Pff.Core.Ir.Bounds;

/// <summary>A number of calls. What is too large to count is <see cref="Unbounded"/>, and stays so.</summary>
public readonly record struct CallCount : IComparable<CallCount>
{
    private const long Saturated = long.MaxValue;

    private readonly long _value;

    private CallCount(long value) => _value = value;

    public static CallCount Zero => default;

    public static CallCount One => new(1);

    /// <summary>More than anybody can count: no budget allows it.</summary>
    public static CallCount Unbounded => new(Saturated);

    public bool IsUnbounded => _value == Saturated;

    /// <summary>The number, or null where it is unbounded.</summary>
    public long? Value => IsUnbounded ? null : _value;

    /// <summary>One less, but not less than none.</summary>
    public CallCount LessOne => IsUnbounded || _value == 0 ? this : new(_value - 1);

    public static CallCount Of(long value) => value >= 0 ? new(value) : throw new ArgumentOutOfRangeException(nameof(value));

    public static CallCount operator +(CallCount left, CallCount right) =>
        left._value > Saturated - right._value ? Unbounded : new(left._value + right._value);

    public static CallCount operator *(CallCount left, CallCount right) =>
        left._value == 0 || right._value == 0 ? Zero
        : left._value > Saturated / right._value ? Unbounded
        : new(left._value * right._value);

    public static bool operator <(CallCount left, CallCount right) => left._value < right._value;

    public static bool operator >(CallCount left, CallCount right) => left._value > right._value;

    public static bool operator <=(CallCount left, CallCount right) => left._value <= right._value;

    public static bool operator >=(CallCount left, CallCount right) => left._value >= right._value;

    public static CallCount Min(CallCount left, CallCount right) => left < right ? left : right;

    public static CallCount Max(CallCount left, CallCount right) => left > right ? left : right;

    public int CompareTo(CallCount other) => _value.CompareTo(other._value);

    public override string ToString() => IsUnbounded ? "∞" : _value.ToString(CultureInfo.InvariantCulture);
}
