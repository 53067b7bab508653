using System.Collections.Immutable;
using System.Globalization;
using Pff.Core.Plan;

namespace Pff.Cli.Compiler.Testing.Generation;

/// <summary>Values that a server may give at one place: those that keep what the schema promises, the ordinary one first, and others.</summary>
internal sealed record PromisedValues(ImmutableArray<Value> Kept, ImmutableArray<Value> Broken)
{
    /// <summary>A longer text shows nothing that this one does not.</summary>
    private const int MaximumLength = 300;

    /// <summary>So many values are tried besides the usual ones.</summary>
    private const int MaximumMore = 3;

    private static readonly ImmutableArray<string> Samples =
    [
        "text", "5511999990000", "551199999000", "1", "12", "123", "1234", "12345", "123456", "1234567", "12345678", "123456789", "1234567890",
        "12345678901", "123456789012", "A", "AB", "ABC", "A1", "ABC-123", "a", "ab", "abc", "a@example.com", "2026-01-01", "12:00",
        "7d444840-9dc0-11d1-b245-5ffdce74fad2", "192.0.2.1", "2001:db8::1", "https://example.com/",
    ];

    /// <param name="values">Each that is worth a try, the ordinary one first.</param>
    /// <param name="more">Where the schema promises something: those that may keep it.</param>
    public static PromisedValues Of(ImmutableArray<Value> values, ValueConstraint? constraint, IEnumerable<Value> more)
    {
        if (constraint is null)
        {
            return new PromisedValues(values, []);
        }

        var check = new ConstraintCheck(constraint);
        bool IsKept(Value value) => check.Expected(value) is null;
        var kept = values.Where(IsKept).ToImmutableArray();
        kept = [.. kept, .. more.Where(IsKept).Where(m => !kept.Contains(m)).Distinct().Take(MaximumMore)];
        return kept.IsEmpty ? new PromisedValues(values, []) : new PromisedValues(kept, [.. values.Where(v => !IsKept(v))]);
    }

    /// <summary>Texts that may keep what is promised of them.</summary>
    public static IEnumerable<Value> Texts(ValueConstraint constraint)
    {
        var shortest = constraint.MinimumLength ?? 0;
        int?[] limits = [constraint.MinimumLength, constraint.MaximumLength];
        return (constraint.Pattern is { } pattern ? PatternSample.Of(pattern, shortest) : [])
            .Concat(limits.Where(l => l is > 0 and <= MaximumLength).Select(l => string.Concat(Enumerable.Repeat("text", l!.Value))[..l.Value]))
            .Concat(Samples)
            .Select(text => Value.Of(text));
    }

    /// <summary>Numbers on the limits and inside of them.</summary>
    public static IEnumerable<decimal> Numbers(ValueConstraint constraint)
    {
        var (low, high) = (constraint.Minimum, constraint.Maximum);
        decimal?[] numbers =
        [
            low, high, Step(low, 1), Step(high, -1),
            low is { } from && high is { } to ? (from / 2) + (to / 2) : null,
        ];
        return numbers.OfType<decimal>();
    }

    private static decimal? Step(decimal? limit, int by) =>
        limit is > decimal.MinValue / 2 and < decimal.MaxValue / 2 ? decimal.Parse(Math.Floor(limit.Value + by).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : null;
}
