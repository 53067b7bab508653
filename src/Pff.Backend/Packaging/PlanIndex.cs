using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Pff.Core.Plan;

namespace Pff.Backend.Packaging;

/// <summary>
/// What each manifest was last compiled from. An entry is text: a mark, then for each source its hash, a blank and its
/// path, one a line. It needs no hash of its own: a wrong entry names files whose hashes do not match, or a key that
/// is not there.
/// </summary>
internal sealed class PlanIndex(string path, CacheFolder folder)
{
    private const string Mark = "pff plan sources 1";
    private const int HashLength = 64;

    public ImmutableArray<SourceFile>? Find(string manifest, IReadOnlyCollection<string> flags)
    {
        var entry = PathOf(manifest, flags);
        if (folder.TryRead(entry) is not { } bytes)
        {
            return null;
        }

        if (Parse(Encoding.UTF8.GetString(bytes)) is { } sources)
        {
            return sources;
        }

        folder.TryDelete(entry);
        return null;
    }

    public bool Store(string manifest, IReadOnlyCollection<string> flags, IReadOnlyList<SourceFile> sources)
    {
        if (sources.Any(source => source.Sha256.Length != HashLength || source.Path.AsSpan().ContainsAny('\n', '\r')))
        {
            return false;
        }

        var text = new StringBuilder(Mark).Append('\n');
        foreach (var source in sources)
        {
            text.Append(source.Sha256).Append(' ').Append(source.Path).Append('\n');
        }

        var stored = folder.TryWrite(PathOf(manifest, flags), Encoding.UTF8.GetBytes(text.ToString()));
        if (stored)
        {
            folder.Trim(path, "*.txt");
        }

        return stored;
    }

    private static ImmutableArray<SourceFile>? Parse(string text)
    {
        var lines = text.Split('\n');
        if (lines.Length < 2 || lines[0] != Mark || lines[^1].Length != 0)
        {
            return null;
        }

        var sources = ImmutableArray.CreateBuilder<SourceFile>(lines.Length - 2);
        foreach (var line in lines.AsSpan(1, lines.Length - 2))
        {
            if (line.Length <= HashLength + 1 || line[HashLength] != ' ')
            {
                return null;
            }

            sources.Add(new SourceFile(line[(HashLength + 1)..], line[..HashLength]));
        }

        return sources.ToImmutable();
    }

    private string PathOf(string manifest, IReadOnlyCollection<string> flags)
    {
        var name = Encoding.UTF8.GetBytes(string.Join('\0', flags.Prepend(manifest)));
        return Path.Combine(path, Convert.ToHexStringLower(SHA256.HashData(name)) + ".txt");
    }
}
