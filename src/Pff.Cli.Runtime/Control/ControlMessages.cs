using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Pff.Runtime.Execution;

namespace Pff.Cli.Runtime.Control;

/// <summary>What is asked of a running process: one JSON object on one line.</summary>
/// <param name="Command">One of <see cref="ControlCommands"/>.</param>
/// <param name="CallsPerSecond">Of <c>throttle</c>; 0 lifts the limit.</param>
internal sealed record ControlRequest(string Command, double? CallsPerSecond = null);

/// <summary>The answer: one JSON object on one line; to <c>watch</c> one after another until the run ends.</summary>
/// <param name="Error">Why it was not done, in one sentence; null where it was.</param>
internal sealed record ControlReply(string? Error, RunStatus? Status);

/// <summary>A run as it is now.</summary>
internal sealed record RunStatus
{
    public required string Run { get; init; }

    /// <summary>One of <see cref="RunStates"/>.</summary>
    public required string State { get; init; }

    /// <summary>About how many rows the input has; null where that is not known.</summary>
    public long? RowsTotal { get; init; }

    public required long Succeeded { get; init; }

    public required long Skipped { get; init; }

    public required long Failed { get; init; }

    public required long Unknown { get; init; }

    public required long AlreadyFinished { get; init; }

    public required long Reads { get; init; }

    public required long Writes { get; init; }

    public required long Retries { get; init; }

    /// <summary>The throttle, or 0 for none.</summary>
    public required double CallsPerSecond { get; init; }

    public required long ElapsedMs { get; init; }

    public required ImmutableSortedDictionary<string, long> FailuresByCode { get; init; }

    public RunCounts ToCounts() => new()
    {
        Succeeded = Succeeded,
        Skipped = Skipped,
        Failed = Failed,
        Unknown = Unknown,
        AlreadyFinished = AlreadyFinished,
        Reads = Reads,
        Writes = Writes,
        Retries = Retries,
        FailuresByCode = FailuresByCode,
    };
}

internal static class RunStates
{
    public const string Running = "running";
    public const string Paused = "paused";

    /// <summary>No new row is begun.</summary>
    public const string Stopping = "stopping";
}

internal static class ControlCommands
{
    public const string Pause = "pause";
    public const string Resume = "resume";

    /// <summary>No new row is begun; rows in work are finished.</summary>
    public const string Drain = "drain";

    /// <summary>No new call is made; rows in work are left.</summary>
    public const string Stop = "stop";
    public const string Throttle = "throttle";
    public const string Status = "status";
    public const string Watch = "watch";
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ControlRequest))]
[JsonSerializable(typeof(ControlReply))]
[JsonSerializable(typeof(RunStatus))]
internal sealed partial class ControlJson : JsonSerializerContext;
