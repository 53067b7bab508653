using System.Collections.Immutable;
using Pff.Compiler.Catalogs;
using Pff.Core.Diagnostics;
using Pff.Core.Ports;

namespace Pff.Compiler.Sessions;

/// <summary>
/// Loads the catalogues of manifests, and again only where a file that was read for them is another: the catalogues, their
/// documents and overlays are compared by their hashes.
/// </summary>
internal sealed class CatalogueMemory(int maximumCount)
{
    private readonly RecentlyUsed<string, Slot> _slots = new(maximumCount);

    /// <summary>As <see cref="CatalogueLoader.LoadAll"/>; the same array where nothing has changed.</summary>
    public ImmutableArray<ApiCatalogue> Load(
        string manifestFolder, ImmutableArray<string> paths, IFileSource files, string? environment, DiagnosticBag diagnostics)
    {
        var key = string.Join('\n', paths.Prepend(environment is null ? "-" : "+" + environment).Prepend(manifestFolder));
        var slot = _slots.Get(key, () => new Slot());

        // Who asks for the same catalogues while they are loaded waits for them.
        lock (slot)
        {
            if (slot.Loaded is not { } loaded || !loaded.Reads.AreSameIn(files))
            {
                var reads = new RecordedReads(files);
                var said = new DiagnosticBag();
                var catalogues = CatalogueLoader.LoadAll(manifestFolder, paths, reads, environment, said);
                loaded = new LoadedCatalogues(catalogues, [.. said.Items], reads);
                slot.Loaded = loaded;
            }

            diagnostics.AddRange(loaded.Diagnostics);
            return loaded.Catalogues;
        }
    }

    private sealed class Slot
    {
        public LoadedCatalogues? Loaded { get; set; }
    }

    private sealed record LoadedCatalogues(ImmutableArray<ApiCatalogue> Catalogues, ImmutableArray<Diagnostic> Diagnostics, RecordedReads Reads);
}
