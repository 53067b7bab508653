using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Pff.Core.Plan;

namespace Pff.Backend.Packaging;

/// <summary>Whether the files that a plan was compiled from are still what they were.</summary>
public static class PlanFreshness
{
    /// <summary>The paths, in the plan's order, of files that changed or are missing; empty where the plan is fresh.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="currentHash">Gives the lower-case hexadecimal SHA-256 of a source by its path, or null where it is missing.</param>
    public static ImmutableArray<string> Check(PlanModel plan, Func<string, string?> currentHash) => Check(plan.Sources, currentHash);

    /// <inheritdoc cref="Check(PlanModel, Func{string, string})"/>
    public static ImmutableArray<string> Check(IEnumerable<SourceFile> sources, Func<string, string?> currentHash) =>
        [.. sources.Where(source => currentHash(source.Path) != source.Sha256).Select(source => source.Path)];

    /// <summary>
    /// What stands for a folder whose files are taken without being named (<c>apis/</c>): the hash of their names, so
    /// that a file more or less makes a plan stale. Its <see cref="SourceFile.Path"/> ends in a slash.
    /// </summary>
    public static string HashOfListing(IEnumerable<string> fileNames) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', fileNames.Order(StringComparer.Ordinal)))));
}
