namespace Pff.Runtime.Http;

/// <summary>How many attempts ended in the last while, and how many of them badly. Not thread-safe.</summary>
/// <param name="windowTicks">The while, in ticks of <see cref="TimeProvider.GetTimestamp"/>.</param>
internal sealed class FailureWindow(long windowTicks)
{
    private const int Buckets = 10;

    private readonly long _bucketTicks = Math.Max(1, windowTicks / Buckets);
    private readonly (int Calls, int Faults)[] _buckets = new (int, int)[Buckets];
    private long _newest;

    public int Calls { get; private set; }

    public int Faults { get; private set; }

    public void Add(long now, bool isFault)
    {
        Advance(now);
        ref var bucket = ref _buckets[_newest % Buckets];
        bucket = (bucket.Calls + 1, bucket.Faults + (isFault ? 1 : 0));
        Calls++;
        Faults += isFault ? 1 : 0;
    }

    /// <summary>Forgets what is older than the while.</summary>
    public void Advance(long now)
    {
        var number = now / _bucketTicks;
        for (var passed = Math.Min(Buckets, number - _newest); passed > 0; passed--)
        {
            ref var bucket = ref _buckets[(number - passed + 1) % Buckets];
            Calls -= bucket.Calls;
            Faults -= bucket.Faults;
            bucket = default;
        }

        _newest = Math.Max(_newest, number);
    }

    public void Clear()
    {
        Array.Clear(_buckets);
        (Calls, Faults) = (0, 0);
    }
}
