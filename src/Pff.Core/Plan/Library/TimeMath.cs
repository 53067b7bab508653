namespace Pff.Core.Plan.Library;

/// <summary>
/// Arithmetic on timestamps (0001-01-01T00:00:00Z to 9999-12-31T23:59:59.999999999Z) and durations (what fits 64 bits
/// of nanoseconds, about 292 years, as in CEL's reference implementation).
/// </summary>
public static class TimeMath
{
    public const long MinTimestampSeconds = -62135596800;
    public const long MaxTimestampSeconds = 253402300799;

    private const int NanosecondsPerSecond = 1_000_000_000;

    public static Value Add(Timestamp left, Duration right) => OfTimestamp(ToNanoseconds(left) + ToNanoseconds(right));

    public static Value Subtract(Timestamp left, Duration right) => OfTimestamp(ToNanoseconds(left) - ToNanoseconds(right));

    public static Value Subtract(Timestamp left, Timestamp right) => OfDuration(ToNanoseconds(left) - ToNanoseconds(right));

    public static Value Add(Duration left, Duration right) => OfDuration(ToNanoseconds(left) + ToNanoseconds(right));

    public static Value Subtract(Duration left, Duration right) => OfDuration(ToNanoseconds(left) - ToNanoseconds(right));

    /// <summary>The timestamp of whole seconds since 1970, or a fault where it is out of range.</summary>
    public static Value OfSeconds(long seconds) =>
        seconds is >= MinTimestampSeconds and <= MaxTimestampSeconds
            ? Value.Of(new Timestamp(seconds, 0))
            : Faults.ConversionOutOfRange("timestamp");

    public static Int128 ToNanoseconds(Timestamp value) => ((Int128)value.Seconds * NanosecondsPerSecond) + value.Nanoseconds;

    public static Int128 ToNanoseconds(Duration value) => ((Int128)value.Seconds * NanosecondsPerSecond) + value.Nanoseconds;

    public static Value OfTimestamp(Int128 nanoseconds)
    {
        var (seconds, rest) = Int128.DivRem(nanoseconds, NanosecondsPerSecond);
        if (rest < 0)
        {
            (seconds, rest) = (seconds - 1, rest + NanosecondsPerSecond);
        }

        return seconds < MinTimestampSeconds || seconds > MaxTimestampSeconds
            ? Faults.Overflow("timestamp")
            : Value.Of(new Timestamp((long)seconds, (int)rest));
    }

    public static Value OfDuration(Int128 nanoseconds)
    {
        if (nanoseconds < long.MinValue || nanoseconds > long.MaxValue)
        {
            return Faults.Overflow("duration");
        }

        var (seconds, rest) = Int128.DivRem(nanoseconds, NanosecondsPerSecond);
        return Value.Of(new Duration((long)seconds, (int)rest));
    }
}
