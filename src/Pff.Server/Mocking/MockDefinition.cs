using System.Collections.Immutable;
using Pff.Core.Plan;
using Pff.Core.Text;

namespace Pff.Server.Mocking;

/// <summary>
/// What a mock file declares, checked and ready to serve: see <c>docs/language/mocks.md</c>. Immutable; any number of
/// servers may be started from one.
/// </summary>
public sealed record MockDefinition
{
    public required SourceText Source { get; init; }

    /// <summary>The names of the APIs whose hosts the mock stands in for, and where the file names each.</summary>
    public required ImmutableArray<MockedApi> Apis { get; init; }

    /// <summary>The state that every server starts with: a map of collections, each a map of entities.</summary>
    public required PersistentMapValue InitialState { get; init; }

    /// <summary>In the order of the file; the first that takes a request answers it.</summary>
    public required ImmutableArray<MockRoute> Routes { get; init; }

    /// <summary>The seed of faults and jitter where the options give none.</summary>
    public long Seed { get; init; }
}

public sealed record MockedApi(string Name, TextSpan Span);

/// <summary>What is known of a request besides the captures of its path; each is a slot of the frame, at its number.</summary>
public enum RequestSlot
{
    State,
    Method,
    Path,
    Query,
    Headers,
    Body,
    Count,

    /// <summary>Captures of the path follow from here.</summary>
    FirstCapture,
}

public sealed record MockRoute
{
    /// <summary>GET, POST, … in capitals; <c>ANY</c> takes all.</summary>
    public required string Verb { get; init; }

    public required ImmutableArray<MockPathSegment> Path { get; init; }

    /// <summary>The request as the file writes it: <c>GET /customers/{msisdn}/enquiry</c>.</summary>
    public required string Display { get; init; }

    public required TextSpan Span { get; init; }

    /// <summary>Null where the route takes every request to its path.</summary>
    public MockTemplate? When { get; init; }

    public required MockResponse Response { get; init; }

    /// <summary>Applied together, each seeing the state as it was before the first.</summary>
    public ImmutableArray<MockChange> Changes { get; init; } = [];

    /// <summary>The header whose key makes a repeated request get the stored answer; null where none is honoured.</summary>
    public string? IdempotencyHeader { get; init; }

    public MockLatency Latency { get; init; } = MockLatency.None;

    public ImmutableArray<MockFault> Faults { get; init; } = [];

    /// <summary>Which parts of a request its templates read, so that the others are not decoded.</summary>
    public MockNeeds Needs { get; init; }

    public bool TakesAnyVerb => Verb == "ANY";
}

[Flags]
public enum MockNeeds
{
    None = 0,
    Query = 1,
    Headers = 2,
    Body = 4,
    Count = 8,
}

/// <summary>One segment between slashes: literal text, or a capture of the whole segment where <paramref name="IsCapture"/>.</summary>
public sealed record MockPathSegment(string Text, bool IsCapture);

public sealed record MockResponse
{
    /// <summary>An int from 200 to 599.</summary>
    public required MockTemplate Status { get; init; }

    public ImmutableArray<MockHeader> Headers { get; init; } = [];

    /// <summary>Null where the answer has no body.</summary>
    public MockBody? Body { get; init; }

    public string ContentType { get; init; } = "application/json";
}

public sealed record MockHeader(string Name, MockTemplate Value);

/// <summary>Sets the place in the state that the path leads to, or removes it where <paramref name="Value"/> is null.</summary>
public sealed record MockChange(ImmutableArray<MockTemplate> Path, MockBody? Value, TextSpan Span);

/// <summary>Uniform between mean − jitter and mean + jitter, never below zero.</summary>
public sealed record MockLatency(TimeSpan Mean, TimeSpan Jitter)
{
    public static MockLatency None { get; } = new(TimeSpan.Zero, TimeSpan.Zero);

    public bool IsNone => Mean == TimeSpan.Zero && Jitter == TimeSpan.Zero;
}

public enum MockFaultKind
{
    /// <summary>Answers with a status; the request has no effect.</summary>
    Status,

    /// <summary>Breaks the connection before anything happens.</summary>
    DropBefore,

    /// <summary>The request has its effect, then the connection breaks.</summary>
    DropAfter,

    /// <summary>Holds the request without effect, then breaks the connection.</summary>
    Hang,

    /// <summary>The request has its effect, and a success whose body is cut off JSON is sent.</summary>
    Garbage,
}

/// <summary>
/// Something that goes wrong: for each request with probability <see cref="Rate"/>, or for the <see cref="First"/>
/// requests. The first fault of a route that strikes is the one that does.
/// </summary>
public sealed record MockFault
{
    public required MockFaultKind Kind { get; init; }

    /// <summary>From 0 to 1; 1 where the fault is not by chance.</summary>
    public double Rate { get; init; } = 1;

    /// <summary>How many of the route's requests it strikes, from the first; 0 where it strikes at any time.</summary>
    public int First { get; init; }

    public int Status { get; init; }

    /// <summary>Zero where the answer has no <c>Retry-After</c>.</summary>
    public TimeSpan RetryAfter { get; init; }

    /// <summary>How long <see cref="MockFaultKind.Hang"/> holds.</summary>
    public TimeSpan Duration { get; init; }
}
