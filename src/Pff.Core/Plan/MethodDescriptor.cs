using System.Collections.Immutable;

namespace Pff.Core.Plan;

public enum Effect
{
    /// <summary>Changes nothing: may be repeated, cached and coalesced.</summary>
    Read,

    /// <summary>Changes something.</summary>
    Write,

    /// <summary>Changes something that no later call can put back.</summary>
    Irreversible,
}

public enum ParameterLocation
{
    Path,
    Query,
    Header,

    /// <summary>A property of the JSON object in the body.</summary>
    BodyProperty,

    /// <summary>The whole body.</summary>
    Body,

    /// <summary>Not sent: only how the method is undone, or what its idempotency key is made of, reads it.</summary>
    Unsent,
}

/// <param name="Name">What the manifest calls it.</param>
/// <param name="WireName">What the server calls it.</param>
public sealed record ParameterDescriptor(string Name, string WireName, ParameterLocation Location, bool IsRequired)
{
    /// <summary>Query lists: true gives <c>a=1&amp;a=2</c>, false <c>a=1,2</c>.</summary>
    public bool Explodes { get; init; } = true;

    /// <summary>The value is a secret: it never reaches a log, the journal or a report.</summary>
    public bool IsSecret { get; init; }

    /// <summary>Null is a value of its own, so that a field of the body is sent with it rather than left out.</summary>
    public bool TakesNull { get; init; }

    /// <summary>Whether the argument is left out of the body where it is this value; query and headers never have a null.</summary>
    public bool LeavesOut(in Value value) =>
        value.IsNull && !IsRequired && !TakesNull && Location is (ParameterLocation.BodyProperty or ParameterLocation.Body);
}

/// <summary>A piece of a path: literal text, or the parameter with this index where <see cref="Literal"/> is null.</summary>
public sealed record PathSegment(string? Literal, int Parameter);

/// <summary>An HTTP operation as the runtime needs it; its types are the compiler's business.</summary>
public sealed record MethodDescriptor
{
    public required string Name { get; init; }

    /// <summary>The name of the <see cref="ApiDescriptor"/> that has the hosts.</summary>
    public required string Api { get; init; }

    /// <summary>GET, POST, … in capitals.</summary>
    public required string Verb { get; init; }

    /// <summary>The path below the host's base path, in order; concatenated without separators.</summary>
    public required ImmutableArray<PathSegment> Path { get; init; }

    public ImmutableArray<ParameterDescriptor> Parameters { get; init; } = [];

    public Effect Effect { get; init; }

    /// <summary>The server gives the same effect once, however often the same request with the same key arrives.</summary>
    public bool IsIdempotent { get; init; }

    /// <summary>The header that carries the idempotency key.</summary>
    public string IdempotencyHeader { get; init; } = "Idempotency-Key";

    /// <summary>
    /// Indexes of the parameters whose values make the idempotency key, so that all calls of a run with the same values are
    /// one effect; empty where each call has a key of its own.
    /// </summary>
    public ImmutableArray<int> IdempotencyParameters { get; init; } = [];

    public string RequestMediaType { get; init; } = "application/json";

    /// <summary>Headers sent as they are.</summary>
    public ImmutableArray<HeaderDescriptor> FixedHeaders { get; init; } = [];

    /// <summary>Settings that differ from those of the API; null means as the API.</summary>
    public TimeoutSettings? Timeouts { get; init; }

    public RetrySettings? Retry { get; init; }

    public HedgeSettings? Hedge { get; init; }

    public CacheSettings? Cache { get; init; }

    public JournalSettings? Journal { get; init; }

    /// <summary>Which calls of a read are the same one; null where the whole request says so and no write drops its answers.</summary>
    public CacheRule? CacheRule { get; init; }

    /// <summary>Of a write: the reads whose kept answers it makes worthless.</summary>
    public ImmutableArray<InvalidationRule> Invalidates { get; init; } = [];

    /// <summary>The answer has a secret in it, so that it is never on disk.</summary>
    public bool AnswersSecrets { get; init; }

    /// <summary>A success is declared to have JSON in it, so that a web page is none: something before the API gave it.</summary>
    public bool AnswersJson { get; init; }
}

public sealed record CacheRule
{
    /// <summary>
    /// Whether only the parameters in <see cref="By"/> make two reads the same, which is the author's promise; otherwise the
    /// whole request does.
    /// </summary>
    public bool IsByParameters { get; init; }

    /// <summary>Indexes of parameters.</summary>
    public ImmutableArray<int> By { get; init; } = [];

    /// <summary>For each set of arguments by which some write drops answers: the parameters, in the order of their names.</summary>
    public ImmutableArray<ArgumentGroup> Groups { get; init; } = [];
}

/// <summary>Indexes of parameters; none where a write drops all answers of the method.</summary>
public sealed record ArgumentGroup(ImmutableArray<int> Parameters);

/// <param name="Method">The read, of the same API.</param>
/// <param name="Names">What the read calls the parameters of its <see cref="ArgumentGroup"/>, in order.</param>
/// <param name="Parameters">Indexes of the write's parameters with these names; none where it drops all answers of the read.</param>
/// <param name="IsOnDisk">Whether answers of the read may be on disk.</param>
public sealed record InvalidationRule(string Method, ImmutableArray<string> Names, ImmutableArray<int> Parameters, bool IsOnDisk);

public sealed record HeaderDescriptor(string Name, string Value);
