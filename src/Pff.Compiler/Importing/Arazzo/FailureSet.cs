using System.Collections.Immutable;
using System.Globalization;
using Pff.Core.Plan;

namespace Pff.Compiler.Importing.Arazzo;

/// <summary>Failures of a step, as far as their status tells them apart.</summary>
/// <param name="Statuses">Those that are no success.</param>
/// <param name="OfCriteria">Whether a success that does not meet the step's own criteria is among them.</param>
/// <param name="IsAny">Whether those without a status are among them too.</param>
internal sealed record FailureSet(ImmutableHashSet<int> Statuses, bool OfCriteria, bool IsAny)
{
    public const int First = 300;
    public const int Count = 300;

    /// <summary>The code of the assertions that criteria become.</summary>
    public const string CriterionCode = "CRITERION";

    private const int MaximumStatuses = 8;

    private static readonly FailureKind[] WithoutStatus = [FailureKind.Timeout, FailureKind.Network, FailureKind.Unavailable, FailureKind.BadResponse];

    public static FailureSet All { get; } = new([.. Enumerable.Range(First, Count)], true, true);

    public static FailureSet None { get; } = new([], false, false);

    /// <summary>Whether every status that is an error is among them.</summary>
    public bool IsOfEveryError => Statuses.Count(s => s >= 400) == 200;

    private bool IsAll => IsAny && OfCriteria && Statuses.Count == Count;

    public FailureSet And(FailureSet other) => new(Statuses.Union(other.Statuses), OfCriteria || other.OfCriteria, IsAny || other.IsAny);

    public FailureSet Except(FailureSet other) => new(Statuses.Except(other.Statuses), OfCriteria && !other.OfCriteria, IsAny && !other.IsAny);

    /// <summary>The names of the failures in a manifest; null where there would be too many.</summary>
    /// <param name="hasCriteria">Whether the step has criteria of its own that it can fail by.</param>
    public ImmutableArray<string>? Kinds(bool hasCriteria)
    {
        if (IsAll)
        {
            return [FailureKinds.Any];
        }

        var kinds = ImmutableArray.CreateBuilder<string>();
        var single = new List<int>();
        foreach (var group in Enumerable.Range(First, Count).GroupBy(FailureKinds.OfStatus))
        {
            // A redirection that is not followed has no kind of its own.
            var isWhole = group.Where(s => s >= 400).All(Statuses.Contains);
            if (isWhole)
            {
                kinds.Add(FailureKinds.NameOf(group.Key));
            }
            else
            {
                single.AddRange(group.Where(Statuses.Contains));
            }
        }

        kinds.AddRange(single.Select(s => string.Create(CultureInfo.InvariantCulture, $"http_{s}")));
        kinds.AddRange(WithoutStatus.Where(_ => IsAny).Select(FailureKinds.NameOf));
        if (OfCriteria && hasCriteria)
        {
            kinds.Add(CriterionCode);
        }

        return single.Count > MaximumStatuses ? null : kinds.ToImmutable();
    }
}
