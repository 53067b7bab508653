using System.Collections.Immutable;
using Pff.Core.Diagnostics;
using Pff.Core.Ports;
using Pff.Runtime.Caching;
using Pff.Runtime.Journal;

namespace Pff.Runtime.Reports;

/// <summary>Rows that failed for one reason.</summary>
/// <param name="Example">The message of the first of them.</param>
/// <param name="ExampleRow">Its number.</param>
public sealed record FailureGroup(string Code, long Count, LocalizedText Example, long ExampleRow);

/// <summary>What a run did, in numbers.</summary>
public sealed record RunReportSummary
{
    public required string RunId { get; init; }

    public required string PlanName { get; init; }

    public required string Sequence { get; init; }

    /// <summary>The run that it redrives or undoes.</summary>
    public RunLinks Links { get; init; } = RunLinks.None;

    public required long Succeeded { get; init; }

    public required long Skipped { get; init; }

    public required long Failed { get; init; }

    /// <summary>Rows with a write that may or may not have taken effect.</summary>
    public required long Unknown { get; init; }

    /// <summary>Rows of the input that were not reached; 0 where the input could not be read again.</summary>
    public required long NotRun { get; init; }

    public long Total => Succeeded + Skipped + Failed + Unknown + NotRun;

    public required long Reads { get; init; }

    public required long Writes { get; init; }

    /// <summary>Requests sent, with those that were repeated.</summary>
    public required long Attempts { get; init; }

    /// <summary>How many reads were not sent; null where the run has not ended.</summary>
    public CacheCounts? Cache { get; init; }

    public TimeSpan? Elapsed { get; init; }

    /// <summary>Rows with an outcome for each second; null where the time is not known.</summary>
    public double? RowsPerSecond => Elapsed is { TotalSeconds: > 0 } elapsed ? (Total - NotRun) / elapsed.TotalSeconds : null;

    /// <summary>The largest first.</summary>
    public ImmutableArray<FailureGroup> Failures { get; init; } = [];

    /// <summary>The first writes of unknown effect; all of them are in an <c>.xlsx</c> report.</summary>
    public ImmutableArray<UnknownWrite> UnknownWrites { get; init; } = [];

    public long UnknownWriteCount { get; init; }

    public HostTimeline Hosts { get; init; } = HostTimeline.Empty;

    /// <summary>Reads all rows for their numbers alone.</summary>
    /// <exception cref="JournalException">The journal is damaged.</exception>
    public static RunReportSummary Of(ReportSource source)
    {
        var builder = new SummaryBuilder(source);
        foreach (var row in ReportRow.Join(source.InputRows(), source.Rows))
        {
            builder.Add(row);
        }

        foreach (var write in source.UnknownWrites)
        {
            builder.Add(write);
        }

        return builder.Build();
    }
}

internal sealed class SummaryBuilder(ReportSource source)
{
    private const int MaximumGroups = 1000;
    private const int MaximumListedWrites = 100;

    private readonly Dictionary<string, FailureGroup> _failures = new(StringComparer.Ordinal);
    private readonly List<UnknownWrite> _unknownWrites = [];
    private readonly long[] _outcomes = new long[Enum.GetValues<RowOutcome>().Length];
    private long _notRun;
    private long _reads;
    private long _writes;
    private long _attempts;
    private long _unknownWriteCount;

    public void Add(in ReportRow row)
    {
        if (row.Result is not { } result)
        {
            _notRun++;
            return;
        }

        _outcomes[(int)result.Outcome]++;
        _reads += result.Reads;
        _writes += result.Writes;
        _attempts += result.Attempts;
        if (result.Failure is { } failure)
        {
            Count(failure, row.Number);
        }
    }

    public void Add(UnknownWrite write)
    {
        _unknownWriteCount++;
        if (_unknownWrites.Count < MaximumListedWrites)
        {
            _unknownWrites.Add(write);
        }
    }

    public RunReportSummary Build() => new()
    {
        RunId = source.Header.RunId,
        PlanName = source.Header.PlanName,
        Sequence = source.Header.Sequence,
        Links = RunLinks.Of(source.Header),
        Succeeded = _outcomes[(int)RowOutcome.Succeeded],
        Skipped = _outcomes[(int)RowOutcome.Skipped],
        Failed = _outcomes[(int)RowOutcome.Failed],
        Unknown = _outcomes[(int)RowOutcome.Unknown],
        NotRun = _notRun,
        Reads = _reads,
        Writes = _writes,
        Attempts = _attempts,
        Cache = source.Ending?.Cache,
        Elapsed = source.Elapsed,
        Failures = [.. _failures.Values.OrderByDescending(group => group.Count).ThenBy(group => group.Code, StringComparer.Ordinal)],
        UnknownWrites = [.. _unknownWrites],
        UnknownWriteCount = _unknownWriteCount,
        Hosts = HostTimeline.Of(source.Health),
    };

    private void Count(RowFailure failure, long row)
    {
        if (_failures.TryGetValue(failure.Code, out var group))
        {
            _failures[failure.Code] = group with { Count = group.Count + 1 };
        }
        else if (_failures.Count < MaximumGroups)
        {
            _failures[failure.Code] = new FailureGroup(failure.Code, 1, failure.Message, row);
        }
    }
}
