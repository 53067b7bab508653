using System.Collections.Immutable;
using System.Security.Cryptography;
using Pff.Backend.Packaging;
using Pff.Compiler;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Hosting.Files;

namespace Pff.Hosting.Plans;

/// <summary>A plan, or the diagnostics that say why there is none.</summary>
/// <param name="Diagnostics">Empty where the plan came from the cache: it was clean enough when it was stored.</param>
public sealed record PreparedPlan(PlanArtifact? Artifact, ImmutableArray<Diagnostic> Diagnostics, bool IsFromCache);

/// <summary>
/// From a manifest to a plan: from the cache where nothing that it was compiled from has changed (then neither the
/// compiler nor Roslyn is touched), else compiled and stored.
/// </summary>
public sealed class PlanPreparation(PlanCache? cache)
{
    /// <param name="manifest">A path, relative ones from the current folder.</param>
    public PreparedPlan Prepare(string manifest, CompileSettings settings, CancellationToken cancellation)
    {
        var full = Path.GetFullPath(manifest);
        var folder = Path.GetDirectoryName(full)!;
        var identity = BuildIdentity.Of(typeof(ManifestCompiler).Assembly);
        string[] flags = [settings.IsStrict ? "strict" : "", settings.Environment ?? ""];
        if (cache?.TryFindFresh(full, identity, flags, path => CurrentHash(folder, path)) is { } known)
        {
            return new PreparedPlan(known, [], IsFromCache: true);
        }

        var root = Directory.GetCurrentDirectory();
        var result = ManifestCompiler.Compile(manifest, new DiskFileSource(root), settings with { IncludesTests = false }, cancellation);
        if (result.Program is null)
        {
            return new PreparedPlan(null, result.Diagnostics, IsFromCache: false);
        }

        ImmutableArray<SourceFile> sources = [.. result.Sources.Select(source => RelativeTo(folder, root, source))];
        var artifact = PlanCompiler.Compile(result.Program with { Sources = sources }, cancellation);

        // A plan with warnings is not remembered by its manifest, so that each run shows them.
        if (result.Diagnostics.IsEmpty)
        {
            cache?.StoreFresh(full, identity, flags, [.. sources, .. Listings(folder)], artifact);
        }

        return new PreparedPlan(artifact, result.Diagnostics, IsFromCache: false);
    }

    /// <summary>
    /// The hash of a source now: a file's bytes, or for a folder (its path ends in a slash) the names in it. Null where
    /// it is missing.
    /// </summary>
    public static string? CurrentHash(string folder, string path)
    {
        var full = Path.Combine(folder, path);
        try
        {
            if (path.EndsWith('/'))
            {
                return PlanFreshness.HashOfListing(Directory.Exists(full)
                    ? Directory.EnumerateFiles(full).Select(file => Path.GetFileName(file))
                        .Where(name => name.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".yml", StringComparison.OrdinalIgnoreCase))
                    : []);
            }

            using var stream = File.OpenRead(full);
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Files that appear in these folders are read without being named, so a new one makes a plan stale too.</summary>
    private static IEnumerable<SourceFile> Listings(string folder) =>
        from path in new[] { "apis/", "config/" }
        select new SourceFile(path, CurrentHash(folder, path)!);

    private static SourceFile RelativeTo(string folder, string root, SourceFile source) =>
        source with { Path = Path.GetRelativePath(folder, Path.Combine(root, source.Path)).Replace('\\', '/') };
}
