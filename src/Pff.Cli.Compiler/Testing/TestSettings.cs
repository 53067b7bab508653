using System.Collections.Immutable;

namespace Pff.Cli.Compiler.Testing;

/// <summary>What <c>pffc test</c> was asked for.</summary>
internal sealed record TestSettings
{
    /// <summary>Files and folders.</summary>
    public required ImmutableArray<string> Paths { get; init; }

    public string? Filter { get; init; }

    /// <summary>Where the JUnit XML goes, or null.</summary>
    public string? JUnit { get; init; }

    /// <summary>Where the lcov tracefile goes, or null.</summary>
    public string? Lcov { get; init; }

    public bool ShowsCoverage { get; init; }

    public bool IsJson { get; init; }

    public int Seed { get; init; }

    /// <summary>How many worlds are generated for a sequence; null where its tests are run.</summary>
    public int? WorldCount { get; init; }

    public bool Takes(string name) => Filter is null || name.Contains(Filter, StringComparison.OrdinalIgnoreCase);
}
