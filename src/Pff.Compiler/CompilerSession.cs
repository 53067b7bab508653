using System.Collections.Immutable;
using Pff.Compiler.Manifest;
using Pff.Compiler.Modules;
using Pff.Compiler.Sessions;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Ports;

namespace Pff.Compiler;

/// <param name="Diagnostics">In source order; those of catalogues and OpenAPI documents too.</param>
/// <param name="Sources">Every file that was read: the manifest first, then catalogues, OpenAPI documents and overlays.</param>
/// <param name="RememberedSequences">How many sequences were not checked again, because nothing has changed for them.</param>
public sealed record CheckResult(ImmutableArray<Diagnostic> Diagnostics, ImmutableArray<SourceFile> Sources, int RememberedSequences)
{
    /// <summary>What comments in the texts allow, each with its reason; not among <see cref="Diagnostics"/>.</summary>
    public ImmutableArray<Diagnostic> Allowed { get; init; } = [];

    /// <summary>Where a value is dyn, and so is only checked when it runs.</summary>
    public ImmutableArray<Diagnostic> DynPlaces { get; init; } = [];
}

/// <summary>
/// Checks manifests again and again, as editors do, and many of them, as a build does. It remembers what is expensive by
/// the contents of files: catalogues with their documents, and of each manifest what came of each sequence, so that after
/// an edit only the sequences are checked again whose lines, or what they see from outside, are others. What it gives
/// is what <see cref="ManifestCompiler"/> gives from scratch. Safe to use from several threads.
/// </summary>
public sealed class CompilerSession
{
    private readonly CompileSettings _settings;
    private readonly CatalogueMemory _catalogues;
    private readonly RecentlyUsed<string, ManifestMemory> _manifests;
    private readonly int _workers;

    /// <param name="settings">Of all checks.</param>
    /// <param name="workers">How many threads the check of one manifest may use.</param>
    /// <param name="maximumManifests">So many manifests are remembered, the ones that were checked last.</param>
    /// <param name="maximumCatalogueSets">So many sets of catalogues that a manifest uses together are remembered.</param>
    public CompilerSession(CompileSettings settings, int workers = 1, int maximumManifests = 64, int maximumCatalogueSets = 32)
    {
        _settings = settings;
        _workers = Math.Max(1, workers);
        _catalogues = new CatalogueMemory(Math.Max(1, maximumCatalogueSets));
        _manifests = new RecentlyUsed<string, ManifestMemory>(Math.Max(1, maximumManifests));
    }

    /// <summary>What is wrong with a manifest and all that it uses.</summary>
    /// <exception cref="OperationCanceledException">When cancelled.</exception>
    public CheckResult Check(string manifestPath, IFileSource files, CancellationToken cancellation = default)
    {
        var (result, remembered) = Run(manifestPath, files, wantsProgram: false, cancellation);
        return new CheckResult(result.Diagnostics, result.Sources, remembered) { Allowed = result.Allowed, DynPlaces = result.DynPlaces };
    }

    /// <summary>The checked program, as <see cref="ManifestCompiler.Compile(string, IFileSource, CompileSettings, CancellationToken)"/> gives it.</summary>
    /// <exception cref="OperationCanceledException">When cancelled.</exception>
    public CompileResult Compile(string manifestPath, IFileSource files, CancellationToken cancellation = default) =>
        Run(manifestPath, files, wantsProgram: true, cancellation).Result;

    private (CompileResult Result, int Remembered) Run(string manifestPath, IFileSource files, bool wantsProgram, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (files.Read(manifestPath) is { Text.Content.Length: <= YamlReader.MaximumLength } read
            && !manifestPath.EndsWith(ModuleLoader.Extension, StringComparison.OrdinalIgnoreCase))
        {
            var memory = _manifests.Get(manifestPath, () => new ManifestMemory(_settings, _workers));
            lock (memory)
            {
                var check = new IncrementalCheck(memory, manifestPath, read, files, _catalogues.Load, cancellation);
                if (check.TryRun(wantsProgram) is { } result)
                {
                    return (result, check.RememberedSequences);
                }
            }
        }

        return (ManifestCompiler.Compile(manifestPath, files, _settings, _catalogues.Load, cancellation), 0);
    }
}
