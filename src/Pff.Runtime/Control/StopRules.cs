using System.Collections.Immutable;
using Pff.Core.Ports;
using Pff.Runtime.Diagnostics;

namespace Pff.Runtime.Control;

/// <summary>How many rows may fail, or be unknown, before the run stops.</summary>
public sealed record StopRules
{
    /// <summary>A rate says little of fewer rows.</summary>
    public const int RowsBeforeRate = 20;

    public static StopRules None { get; } = new();

    public long? MostFailures { get; init; }

    /// <summary>A share of the finished rows, 0 to 1; it counts from <see cref="RowsBeforeRate"/> rows on.</summary>
    public double? HighestFailureRate { get; init; }

    /// <summary>By the <see cref="FailureName"/> of the failure.</summary>
    public ImmutableSortedDictionary<string, long> MostByCode { get; init; } = ImmutableSortedDictionary<string, long>.Empty;

    public bool IsEmpty => MostFailures is null && HighestFailureRate is null && MostByCode.IsEmpty;
}

/// <summary>Counts rows against <see cref="StopRules"/>.</summary>
public sealed class FailureLimits(StopRules rules) : IRowJudge
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _byCode = new(StringComparer.Ordinal);
    private long _rows;
    private long _failures;

    public RuntimeFailure? Judge(RowResult row)
    {
        lock (_lock)
        {
            _rows++;
            if (!IsFailure(row))
            {
                return null;
            }

            _failures++;
            if (rules.MostFailures is { } most && _failures > most)
            {
                return RuntimeFailures.TooManyFailures(_failures, most);
            }

            if (rules.HighestFailureRate is { } rate && _rows >= StopRules.RowsBeforeRate && _failures > rate * _rows)
            {
                return RuntimeFailures.FailureRateTooHigh(_failures, _rows, rate);
            }

            return rules.MostByCode.IsEmpty || row.Failure is null ? null : Count(FailureName.NamesOf(row.Failure));
        }
    }

    private RuntimeFailure? Count(IEnumerable<string> names)
    {
        RuntimeFailure? stop = null;
        foreach (var name in names)
        {
            if (rules.MostByCode.TryGetValue(name, out var limit))
            {
                var count = _byCode[name] = _byCode.GetValueOrDefault(name) + 1;
                stop ??= count > limit ? RuntimeFailures.TooManyOfCode(name, count, limit) : null;
            }
        }

        return stop;
    }

    internal static bool IsFailure(RowResult row) => row.Outcome is RowOutcome.Failed or RowOutcome.Unknown;
}
