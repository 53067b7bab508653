namespace Pff.Core.Types;

/// <summary>
/// What a declaration promises of a text or number beyond its type. Every part that is not set allows everything.
/// </summary>
public sealed record ValueConstraint
{
    /// <summary>A regular expression that some part of the text must match, as JSON Schema means it.</summary>
    public string? Pattern { get; init; }

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
}
