namespace Pff.Runtime.Http;

/// <summary>
/// The clock of another, but for its time of day, which goes on from where it was at first: somebody may set the
/// machine's clock, and what has to wait until a moment must not wait for a day then.
/// </summary>
internal sealed class SteadyTime(TimeProvider inner) : TimeProvider
{
    private readonly DateTimeOffset _firstNow = inner.GetUtcNow();
    private readonly long _first = inner.GetTimestamp();

    public override long TimestampFrequency => inner.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => inner.LocalTimeZone;

    public override DateTimeOffset GetUtcNow() => _firstNow + inner.GetElapsedTime(_first);

    public override long GetTimestamp() => inner.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        inner.CreateTimer(callback, state, dueTime, period);
}
