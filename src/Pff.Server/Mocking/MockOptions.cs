namespace Pff.Server.Mocking;

/// <summary>How a mock server runs; what it serves is in <see cref="MockDefinition"/>.</summary>
public sealed record MockOptions
{
    /// <summary>0 takes a free port.</summary>
    public int Port { get; init; }

    /// <summary>Null takes the seed of the file. The same seed and requests give the same faults.</summary>
    public long? Seed { get; init; }

    /// <summary>What <c>now</c> and every latency go by.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>How many requests the journal keeps, the newest ones.</summary>
    public int JournalCapacity { get; init; } = 10_000;
}
