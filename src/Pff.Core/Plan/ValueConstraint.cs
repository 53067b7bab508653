namespace Pff.Core.Plan;

/// <summary>
/// What a declaration promises of a text or number beyond its type: of an API's document, of a module's <c>type</c>, of an
/// input. Every part that is not set allows everything.
/// </summary>
public sealed record ValueConstraint
{
    /// <summary>A regular expression that the text must match.</summary>
    public string? Pattern { get; init; }

    /// <summary>Whether the pattern is about the whole text, as <c>matching</c> means it, and not about any part, as JSON Schema does.</summary>
    public bool MatchesWhole { get; init; }

    /// <summary>In code points.</summary>
    public int? MinimumLength { get; init; }

    /// <summary>In code points.</summary>
    public int? MaximumLength { get; init; }

    /// <summary>The name of a format, such as <c>uuid</c>.</summary>
    public string? Format { get; init; }

    public decimal? Minimum { get; init; }

    public decimal? Maximum { get; init; }

    /// <summary>Whether the number must be greater than <see cref="Minimum"/>.</summary>
    public bool ExcludesMinimum { get; init; }

    /// <summary>Whether the number must be less than <see cref="Maximum"/>.</summary>
    public bool ExcludesMaximum { get; init; }

    public bool AllowsEverything => Equals(new ValueConstraint());

    /// <summary>Whether lower limits are above upper ones, so that no value is good.</summary>
    public bool AllowsNothing =>
        MinimumLength > MaximumLength || Minimum > Maximum || (Minimum == Maximum && Minimum is not null && (ExcludesMinimum || ExcludesMaximum));

    /// <summary>Both constraints: of two limits the tighter one, of two patterns and formats the other's.</summary>
    public ValueConstraint And(ValueConstraint other)
    {
        var hasOtherMinimum = other.Minimum is { } low && (Minimum is not { } ownLow || low > ownLow || (low == ownLow && other.ExcludesMinimum));
        var hasOtherMaximum = other.Maximum is { } high && (Maximum is not { } ownHigh || high < ownHigh || (high == ownHigh && other.ExcludesMaximum));
        return new ValueConstraint
        {
            Pattern = other.Pattern ?? Pattern,
            MatchesWhole = other.Pattern is null ? MatchesWhole : other.MatchesWhole,
            Format = other.Format ?? Format,
            MinimumLength = MinimumLength is { } shortest ? Math.Max(shortest, other.MinimumLength ?? 0) : other.MinimumLength,
            MaximumLength = MaximumLength is { } longest ? Math.Min(longest, other.MaximumLength ?? int.MaxValue) : other.MaximumLength,
            Minimum = hasOtherMinimum ? other.Minimum : Minimum,
            ExcludesMinimum = hasOtherMinimum ? other.ExcludesMinimum : ExcludesMinimum,
            Maximum = hasOtherMaximum ? other.Maximum : Maximum,
            ExcludesMaximum = hasOtherMaximum ? other.ExcludesMaximum : ExcludesMaximum,
        };
    }
}
