using System.Collections.Immutable;
using Pff.Core.Ports;

namespace Pff.Compiler.Sessions;

/// <summary>Hands files on and remembers what was asked for, so that it can be told whether asking again would give the same.</summary>
internal sealed class RecordedReads(IFileSource files) : IFileSource
{
    private readonly Dictionary<string, FileReadResult> _read = new(StringComparer.Ordinal);
    private readonly List<(string Folder, string[] Extensions, ImmutableArray<string> Found)> _listed = [];
    private IFileSource? _files = files;

    public FileReadResult Read(string path)
    {
        var result = Files.Read(path);
        _read[path] = result;
        return result;
    }

    public ImmutableArray<string> List(string folder, params ReadOnlySpan<string> extensions)
    {
        var found = Files.List(folder, extensions);
        _listed.Add((folder, extensions.ToArray(), found));
        return found;
    }

    public bool AreSameIn(IFileSource now)
    {
        // What recorded them is needed no more, and may hold a whole disk.
        _files = null;
        return _read.All(read => read.Value.IsSameAs(now.Read(read.Key)))
            && _listed.All(list => list.Found.SequenceEqual(now.List(list.Folder, list.Extensions), StringComparer.Ordinal));
    }

    private IFileSource Files => _files ?? throw new InvalidOperationException("Recording is over.");
}
