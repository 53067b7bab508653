using System.Collections.Immutable;
using Pff.Compiler.Manifest;
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
/// Checks manifests, modules and their tests again and again, as editors do, and many of them, as a build does. It
/// remembers what is expensive by the contents of files: catalogues with their documents, modules, and of each program
/// what came of each sequence and test, so that after an edit only those are checked again whose lines, or what they see
/// from outside, are others. What it gives is what <see cref="ManifestCompiler"/> gives from scratch. Safe to use from
/// several threads.
/// </summary>
public sealed class CompilerSession
{
    private const int MaximumModules = 256;

    private readonly CompileSettings _settings;
    private readonly SessionMemory _shared;
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
        _shared = new SessionMemory(Math.Max(1, maximumCatalogueSets), MaximumModules);
        _manifests = new RecentlyUsed<string, ManifestMemory>(Math.Max(1, maximumManifests));
    }

    /// <summary>What is wrong with a manifest, module or file of tests, and all that it uses.</summary>
    /// <exception cref="OperationCanceledException">When cancelled.</exception>
    public CheckResult Check(string path, IFileSource files, CancellationToken cancellation = default)
    {
        var (result, remembered) = Run(path, files, wantsProgram: false, cancellation);
        return new CheckResult(result.Diagnostics, result.Sources, remembered) { Allowed = result.Allowed, DynPlaces = result.DynPlaces };
    }

    /// <summary>The checked program, as <see cref="ManifestCompiler.Compile(string, IFileSource, CompileSettings, CancellationToken)"/> gives it.</summary>
    /// <exception cref="OperationCanceledException">When cancelled.</exception>
    public CompileResult Compile(string path, IFileSource files, CancellationToken cancellation = default) =>
        Run(path, files, wantsProgram: true, cancellation).Result;

    private (CompileResult Result, int Remembered) Run(string path, IFileSource files, bool wantsProgram, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (Read(path, files) is { } own && FindRoot(own, files) is { } root)
        {
            var memory = _manifests.Get(root.Path, () => new ManifestMemory(_settings, _workers));
            lock (memory)
            {
                var check = new IncrementalCheck(memory, own, root, files, _shared, cancellation);
                if (check.TryRun(wantsProgram) is { } result)
                {
                    return (result, check.RememberedSequences);
                }
            }
        }

        return (ManifestCompiler.Compile(path, files, _settings, _shared, cancellation), 0);
    }

    private static FramedFile? Read(string path, IFileSource files) =>
        files.Read(path) is { Text: not null } read ? FramedFile.Of(path, read) : null;

    /// <summary>The file with the sequences; null where that cannot be told.</summary>
    private static FramedFile? FindRoot(FramedFile own, IFileSource files)
    {
        if (own.Frame?.Syntax.TestsOf is not { } tested)
        {
            return own;
        }

        return Read(SourcePaths.Combine(SourcePaths.FolderOf(own.Path), tested.Text), files) is { Frame: null or { Syntax.TestsOf: null } } root ? root : null;
    }
}
