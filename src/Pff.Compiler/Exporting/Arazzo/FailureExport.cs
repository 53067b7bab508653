using System.Collections.Immutable;
using System.Globalization;
using Pff.Compiler.Importing.Arazzo;
using Pff.Compiler.Importing.Writing;
using Pff.Core.Plan;

namespace Pff.Compiler.Exporting.Arazzo;

/// <summary>Failures as an action's criteria: a workflow tells them apart by their status.</summary>
internal static class FailureExport
{
    /// <returns>Null where a status does not say it; empty for every failure.</returns>
    public static string? CriterionOf(IEnumerable<string> kinds)
    {
        var criteria = new List<string>();
        foreach (var kind in kinds)
        {
            if (kind == FailureKinds.Any)
            {
                return string.Empty;
            }

            if (CriterionOf(kind) is not { } criterion)
            {
                return null;
            }

            criteria.Add(criterion);
        }

        return criteria is [] ? null : string.Join(" || ", criteria);
    }

    /// <summary>An action; where it has no name of its own, one by what it does.</summary>
    public static WrittenMap Action(string type, string? criterion, string? step = null) => WrittenNode.Map(
        ("name", WrittenNode.Of(step is null ? type : $"{type}_{step}")),
        ("type", WrittenNode.Of(type)),
        ("stepId", step is null ? null : WrittenNode.Of(step)),
        ("criteria", criterion is null or "" ? null : new WrittenList([WrittenNode.Map(("condition", WrittenNode.Of(criterion)))])));

    /// <summary>The action that repeats a step; null where a workflow cannot repeat it so.</summary>
    public static WrittenMap? Retry(RetryRule rule)
    {
        if (rule.Backoff != 1 || rule.Times < 2 || CriterionOf(rule.Kinds) is not { } criterion)
        {
            return null;
        }

        var wait = rule.EveryMs == 0 ? null : new WrittenLiteral((rule.EveryMs / 1000m).ToString(CultureInfo.InvariantCulture));
        var limit = new WrittenLiteral((rule.Times - 1).ToString(CultureInfo.InvariantCulture));
        var action = Action("retry", criterion);
        ImmutableArray<WrittenEntry> limits = wait is null ? [new("retryLimit", limit)] : [new("retryAfter", wait), new("retryLimit", limit)];
        return new WrittenMap([.. action.Entries.Take(2), .. limits, .. action.Entries.Skip(2)]);
    }

    private static string? CriterionOf(string kind) => kind switch
    {
        "not_found" => Statuses(404, 410),
        "invalid" => Statuses(400, 422),
        "unauthorized" => Statuses(401, 403),
        "conflict" => Statuses(409, 412),
        "rate_limited" => Statuses(429),
        "server_error" => "$statusCode >= 500",
        FailureSet.CriterionCode => "($statusCode >= 200 && $statusCode < 300)",
        _ when kind.StartsWith("http_", StringComparison.Ordinal) && int.TryParse(kind.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var status) => Statuses(status),
        _ => null,
    };

    private static string Statuses(params ReadOnlySpan<int> statuses)
    {
        var conditions = new List<string>();
        foreach (var status in statuses)
        {
            conditions.Add(string.Create(CultureInfo.InvariantCulture, $"$statusCode == {status}"));
        }

        return string.Join(" || ", conditions);
    }
}
