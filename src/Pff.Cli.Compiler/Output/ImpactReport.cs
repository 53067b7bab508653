using System.Collections.Immutable;
using Pff.Compiler.Impact;

namespace Pff.Cli.Compiler.Output;

/// <summary>What <c>pffc impact</c> found, sorted by what matters.</summary>
/// <param name="Manifests">Those that use the document.</param>
/// <param name="UnrelatedCount">How many manifests were looked at that do not.</param>
/// <param name="Harmless">Differences of operations that no broken sequence calls.</param>
internal sealed record ImpactReport(
    ImmutableArray<ManifestImpact> Manifests, int UnrelatedCount, ImmutableArray<DocumentChange> Changes, ImmutableArray<DocumentChange> Harmless)
{
    public bool Breaks => Manifests.Any(m => m.Breaks);

    public int BrokenCount => Manifests.Sum(m => m.BrokenCount);

    public int SequenceCount => Manifests.Sum(m => m.SequenceCount);

    public static ImpactReport Of(ImmutableArray<ManifestImpact> manifests, ImmutableArray<DocumentChange> changes)
    {
        var used = manifests.Where(m => m.UsesDocument).ToImmutableArray();
        var felt = used
            .SelectMany(m => m.Sequences.Where(s => s.Breaks && s.Sequence is not null).SelectMany(s => m.Calls[s.Sequence!]))
            .ToHashSet(StringComparer.Ordinal);
        return new ImpactReport(used, manifests.Length - used.Length, changes, [.. changes.Where(c => !felt.Contains(c.Operation))]);
    }
}
