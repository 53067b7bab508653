using System.Collections.Immutable;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;

namespace Pff.Core.Ports;

/// <summary>What a run is, written once when it starts. Contains no secret.</summary>
public sealed record RunHeader
{
    public required string RunId { get; init; }

    /// <summary><see cref="CompiledPlan.Hash"/> of the plan that runs.</summary>
    public required string PlanHash { get; init; }

    public required string PlanName { get; init; }

    public required string Sequence { get; init; }

    /// <summary>The input's absolute path, and its content's SHA-256 in lower-case hexadecimal.</summary>
    public required string InputPath { get; init; }

    public required string InputSha256 { get; init; }

    /// <summary>The value of <c>now</c> for every row.</summary>
    public required Timestamp Now { get; init; }

    /// <summary>The names of the report's returned columns, in order.</summary>
    public ImmutableArray<string> Columns { get; init; } = [];

    /// <summary>The command line's settings that a resumed run needs, by name.</summary>
    public ImmutableDictionary<string, string> Settings { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>
    /// The run whose id is in the idempotency keys that values make: this one, or the first of those that redrive one another,
    /// because the same values are one effect in all of them.
    /// </summary>
    public string KeysOf => Settings.GetValueOrDefault(KeysOfSetting, RunId);

    public const string KeysOfSetting = "keys_of";

    /// <summary>Whether the journal keeps the reads of finished rows and the fingerprints of all requests, so that the run can be replayed.</summary>
    public bool KeepsAnswers => Settings.GetValueOrDefault(KeepAnswersSetting) == "true";

    public const string KeepAnswersSetting = "keep_answers";
}

/// <summary>
/// A call of a row by its place: rows count from 1 as the input does, ordinals from 0 in the order in which the row
/// makes its calls, which is the same each time the row runs on the same data. The calls of a parallel branch are
/// counted apart, from the number of the branch times <see cref="BranchStride"/>, because branches interleave.
/// </summary>
public readonly record struct CallKey(long Row, long Ordinal)
{
    public const long BranchStride = 1L << 32;

    private const int MostReadBacks = 128;

    private const long LargestSettled = long.MaxValue / MostReadBacks;

    /// <summary>Whether the call is a read that settles a write; those are counted apart, below zero.</summary>
    public bool IsReadBack => Ordinal < 0;

    /// <summary>The place of the write that a read-back settles; of any other call its own.</summary>
    public long Settled => IsReadBack ? ~Ordinal / MostReadBacks : Ordinal;

    /// <summary>Orders the calls of a row, and of a branch, as they were made: the reads that settle a write follow it.</summary>
    public static int CompareAsMade(CallKey one, CallKey other) => (one.Settled, -one.Ordinal).CompareTo((other.Settled, -other.Ordinal));

    /// <summary>A read that settles the write at this place; null for more of them than there is room for.</summary>
    /// <param name="turn">How often it was asked before.</param>
    public CallKey? ReadBack(int turn) =>
        turn < MostReadBacks && Ordinal < LargestSettled ? this with { Ordinal = ~((Ordinal * MostReadBacks) + turn) } : null;
}

/// <summary>Written, and durable, before a write is sent.</summary>
public sealed record CallIntent(CallKey Key, string StepId, string Method, string? IdempotencyKey, string RequestSha256)
{
    /// <summary>Of a write that undoes another one: which, as in <see cref="CallOutcome.Undo"/>.</summary>
    public ReadOnlyMemory<byte> Undo { get; init; }
}

public enum CallState : byte
{
    /// <summary>An intent without an outcome: the write may or may not have taken effect.</summary>
    Intended,
    Succeeded,

    /// <summary>It certainly had no effect.</summary>
    Failed,

    /// <summary>It was sent and whether it took effect is not known.</summary>
    Unknown,
}

/// <summary>What came of a call; reads have one too, so that a resumed row sees what it saw before.</summary>
public sealed record CallOutcome(
    CallKey Key, string StepId, string Method, Effect Effect, CallState State, int Status, ReadOnlyMemory<byte> Response, int Attempts, int DurationMs)
{
    /// <summary>Set where <see cref="State"/> is not <see cref="CallState.Succeeded"/>.</summary>
    public RowFailure? Failure { get; init; }

    /// <summary>Of a read's request without its secrets, where the journal keeps answers; that of a write is in its intent.</summary>
    public string? RequestSha256 { get; init; }

    /// <summary>Of a write, what undoing it needs long after; empty where nothing is said about its undo. Contains no secret.</summary>
    public ReadOnlyMemory<byte> Undo { get; init; }
}

public enum RowOutcome : byte
{
    Succeeded,
    Skipped,
    Failed,

    /// <summary>A write of the row may or may not have taken effect.</summary>
    Unknown,
}

/// <summary>Why a row, or a call, failed.</summary>
/// <param name="Code">The manifest's own code, or one of PFF's.</param>
/// <param name="Status">The HTTP status, or 0.</param>
public sealed record RowFailure(FailureKind Kind, string Code, LocalizedText Message, string StepId, int Status);

public sealed record RowResult
{
    public required long Row { get; init; }

    public required RowOutcome Outcome { get; init; }

    /// <summary>Set for failed and unknown rows.</summary>
    public RowFailure? Failure { get; init; }

    /// <summary>The reason of a skipped row.</summary>
    public string? Reason { get; init; }

    /// <summary>The returned columns as one JSON object in UTF-8; empty where the row returned none.</summary>
    public ReadOnlyMemory<byte> Returned { get; init; }

    public int Reads { get; init; }

    public int Writes { get; init; }

    public int Attempts { get; init; }

    public int DurationMs { get; init; }
}

/// <summary>A call as the journal has it: an intent, an outcome, or both.</summary>
public sealed record JournaledCall(CallKey Key, string StepId, string Method, CallState State, CallIntent? Intent, CallOutcome? Outcome);

/// <summary>
/// The durable memory of one run. Writers may be called from many threads; what they are given is in the store in the
/// order given. After a crash the store holds everything up to some moment, and every intent whose task had completed;
/// only the newest reads of rows that have not written anything may be missing, since such a row may run again.
/// </summary>
public interface IJournal : IAsyncDisposable
{
    RunHeader Header { get; }

    /// <summary>
    /// Completes when the intent is durable, and with it all reads of its row and all writes and rows recorded before.
    /// </summary>
    ValueTask RecordIntentAsync(CallIntent intent, CancellationToken cancellation);

    /// <summary>Takes an intent back whose write certainly was not sent, so that the call counts as not made.</summary>
    void RecordNotSent(CallIntent intent);

    /// <summary>Durable with a later group commit.</summary>
    void RecordOutcome(CallOutcome outcome);

    /// <summary>Durable with a later group commit. The journal may then drop the row's reads, unless it keeps answers.</summary>
    void RecordRow(RowResult row);

    /// <summary>Durable with a later group commit; a journal that no report is made of takes none of it.</summary>
    void RecordHealth(HostSecond second)
    {
    }

    /// <summary>Completes when everything recorded so far is durable.</summary>
    ValueTask FlushAsync(CancellationToken cancellation);

    /// <summary>Whether the row had finished when the journal was opened.</summary>
    bool IsFinished(long row);

    /// <summary>What an unfinished row had done when the journal was opened, by ordinal; empty where nothing.</summary>
    ImmutableArray<JournaledCall> CallsOf(long row);

    /// <summary>All finished rows, by row number; streams.</summary>
    IEnumerable<RowResult> ReadRows();
}
