using System.Security.Cryptography;
using System.Text;
using Pff.Core.Plan;

namespace Pff.Backend.Packaging;

/// <summary>
/// Compiled plans in a folder, by a key made of everything that they were compiled from. Safe between processes: an
/// entry appears whole, by a rename, or not at all. A cache is a convenience, so a folder that cannot be read or
/// written costs time and is no failure. What it holds is executed: the folder is made for its owner alone.
/// </summary>
public sealed class PlanCache
{
    public const long DefaultMaximumBytes = 256L * 1024 * 1024;

    private const string PlanExtension = ".pffplan";

    private readonly string _plans;
    private readonly CacheFolder _folder;
    private readonly PlanIndex _index;

    /// <param name="folder">Made at the first store.</param>
    /// <param name="clock">Tells which entry was used last.</param>
    /// <param name="maximumBytes">Beyond this the plans that were not used for the longest time are removed.</param>
    public PlanCache(string folder, TimeProvider clock, long maximumBytes = DefaultMaximumBytes)
    {
        _plans = Path.Combine(folder, "plans");
        _folder = new CacheFolder(clock, maximumBytes);
        _index = new PlanIndex(Path.Combine(folder, "index"), _folder);
    }

    /// <summary>The key of a plan: lower-case hexadecimal SHA-256 of its sources (in any order) and how it is compiled.</summary>
    /// <param name="sources">Every file that the plan is compiled from.</param>
    /// <param name="compilerIdentity">See <see cref="BuildIdentity.Of"/>.</param>
    /// <param name="flags">Whatever else changes the result (<c>--strict</c>, an environment's name).</param>
    public static string KeyOf(IEnumerable<SourceFile> sources, string compilerIdentity, params IEnumerable<string> flags)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        AppendText(hash, compilerIdentity);
        AppendText(hash, string.Join('\0', flags));
        foreach (var source in sources.OrderBy(s => s.Path, StringComparer.Ordinal))
        {
            AppendText(hash, source.Path);
            AppendText(hash, source.Sha256);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The plan with this key, or null. An entry that is damaged, or of another build, is removed.</summary>
    public PlanArtifact? TryFind(string key)
    {
        var path = PathOf(key);
        if (_folder.TryRead(path) is not { } bytes)
        {
            return null;
        }

        var artifact = PlanArtifactReader.ReadOwned(bytes).Artifact;
        if (artifact is null)
        {
            _folder.TryDelete(path);
        }

        return artifact;
    }

    /// <summary>Whether the plan was stored; the cache then also makes room.</summary>
    public bool Store(string key, PlanArtifact artifact)
    {
        var stored = _folder.TryWrite(PathOf(key), artifact.Bytes.Span);
        if (stored)
        {
            _folder.Trim(_plans, "*" + PlanExtension);
        }

        return stored;
    }

    /// <summary>
    /// The plan that the manifest was last compiled to, if every file that it was compiled from still has its hash: the
    /// sources are hashed, and nothing is parsed.
    /// </summary>
    /// <param name="manifest">The manifest's full path.</param>
    /// <param name="compilerIdentity">As given to <see cref="KeyOf"/>.</param>
    /// <param name="flags">As given to <see cref="KeyOf"/>.</param>
    /// <param name="currentHash">See <see cref="PlanFreshness"/>.</param>
    public PlanArtifact? TryFindFresh(
        string manifest, string compilerIdentity, IEnumerable<string> flags, Func<string, string?> currentHash)
    {
        var known = flags as IReadOnlyCollection<string> ?? [.. flags];
        return _index.Find(manifest, known) is { } sources && PlanFreshness.Check(sources, currentHash).IsEmpty
            ? TryFind(KeyOf(sources, compilerIdentity, known))
            : null;
    }

    /// <summary>Stores the plan and remembers what it was compiled from, for <see cref="TryFindFresh"/>.</summary>
    /// <param name="sources">The plan's sources and the listings of folders (<see cref="PlanFreshness.HashOfListing"/>).</param>
    public bool StoreFresh(
        string manifest, string compilerIdentity, IEnumerable<string> flags, IReadOnlyList<SourceFile> sources, PlanArtifact artifact)
    {
        var known = flags as IReadOnlyCollection<string> ?? [.. flags];
        return Store(KeyOf(sources, compilerIdentity, known), artifact) && _index.Store(manifest, known, sources);
    }

    private static void AppendText(IncrementalHash hash, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        hash.AppendData(BitConverter.GetBytes(bytes.Length));
        hash.AppendData(bytes);
    }

    // A key is checked so that no key, whoever made it, leaves the folder.
    private string PathOf(string key) => key.Length == 64 && key.All(char.IsAsciiHexDigitLower)
        ? Path.Combine(_plans, key[..2], key + PlanExtension)
        : throw new ArgumentException("A key is what KeyOf gives.", nameof(key));
}
