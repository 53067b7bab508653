using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Pff.Benchmarks.Processes;
using Pff.Core.Ports;
using Pff.Core.Text;

namespace Pff.Benchmarks.Checking;

/// <summary>The manifest, its catalogues and their documents in memory. A file's hash is taken when it is put there, as an editor does.</summary>
internal sealed class CheckFiles : IFileSource
{
    private readonly Dictionary<string, FileReadResult> _files = new(StringComparer.Ordinal);

    /// <summary>With the three documents of <c>PFF_DATA</c>, or null where they are not there.</summary>
    public static CheckFiles? WithDocuments()
    {
        var data = Environment.GetEnvironmentVariable("PFF_DATA") ?? Path.Combine(PublishedPrograms.RepositoryRoot, "..", "shared", "data");
        var files = new CheckFiles();
        foreach (var (api, document) in LargeManifest.Documents)
        {
            var path = Path.Combine(data, "tmforum", document);
            if (!File.Exists(path))
            {
                return null;
            }

            files.Put($"apis/{document}", File.ReadAllText(path));
            files.Put($"apis/{api}.yaml", LargeManifest.Catalogue(api, document));
        }

        return files;
    }

    public void Put(string path, string content) => _files[path] = new FileReadResult(
        FileReadStatus.Found, new SourceText(path, content), Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content))));

    public SourceText this[string path] => _files[path].Text!;

    public FileReadResult Read(string path) =>
        _files.TryGetValue(path, out var result) ? result : new FileReadResult(FileReadStatus.NotFound, null, null);

    public ImmutableArray<string> List(string folder, params ReadOnlySpan<string> extensions)
    {
        var wanted = extensions.ToArray();
        return [.. _files.Keys.Where(path => Path.GetDirectoryName(path) == folder && wanted.Any(path.EndsWith)).Order(StringComparer.Ordinal)];
    }
}
