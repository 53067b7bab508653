using System.Collections.Immutable;

namespace Pff.Server.Mocking;

public enum MockOutcome
{
    Answered,

    /// <summary>The answer of an earlier request with the same idempotency key was sent again.</summary>
    Replayed,

    /// <summary>No route takes the request.</summary>
    NoRoute,

    /// <summary>The request itself was refused: a body that is not JSON, a key used for another request.</summary>
    Refused,

    /// <summary>A template of the route has no value for this request.</summary>
    TemplateFault,

    FaultStatus,
    DroppedBefore,
    DroppedAfter,
    Hung,
    Garbage,
}

/// <summary>One request as the mock saw it.</summary>
/// <param name="Number">Counts from 1 in the order in which requests were finished.</param>
/// <param name="Target">Path and query as sent.</param>
/// <param name="Body">At most <see cref="MockJournal.MaximumBodyBytes"/> of it.</param>
/// <param name="Route">The route as the file writes it; null where none took the request.</param>
/// <param name="Status">0 where no answer was sent.</param>
/// <param name="HadEffect">Whether the state was changed by it.</param>
public sealed record MockExchange(
    long Number,
    DateTimeOffset At,
    string Verb,
    string Target,
    string? IdempotencyKey,
    ReadOnlyMemory<byte> Body,
    string? Route,
    int Status,
    MockOutcome Outcome,
    bool HadEffect);

/// <summary>The newest requests, and counts of all of them. Thread-safe.</summary>
public sealed class MockJournal
{
    public const int MaximumBodyBytes = 64 * 1024;

    private readonly Lock _lock = new();
    private readonly MockExchange?[] _ring;
    private long _total;
    private long _effects;

    internal MockJournal(int capacity) => _ring = new MockExchange?[Math.Max(0, capacity)];

    /// <summary>How many requests were finished since the start or the last reset.</summary>
    public long Total
    {
        get
        {
            lock (_lock)
            {
                return _total;
            }
        }
    }

    /// <summary>How many of them changed the state.</summary>
    public long Effects
    {
        get
        {
            lock (_lock)
            {
                return _effects;
            }
        }
    }

    /// <summary>The requests still kept, oldest first.</summary>
    public ImmutableArray<MockExchange> Exchanges
    {
        get
        {
            lock (_lock)
            {
                var kept = (int)Math.Min(_total, _ring.Length);
                var builder = ImmutableArray.CreateBuilder<MockExchange>(kept);
                for (var number = _total - kept; number < _total; number++)
                {
                    builder.Add(_ring[number % _ring.Length]!);
                }

                return builder.MoveToImmutable();
            }
        }
    }

    internal void Add(MockExchange exchange)
    {
        lock (_lock)
        {
            _effects += exchange.HadEffect ? 1 : 0;
            if (_ring.Length > 0)
            {
                _ring[_total % _ring.Length] = exchange with { Number = _total + 1 };
            }

            _total++;
        }
    }

    internal void Clear()
    {
        lock (_lock)
        {
            Array.Clear(_ring);
            _total = 0;
            _effects = 0;
        }
    }
}
