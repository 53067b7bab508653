using System.Collections.Immutable;
using Pff.Core.Text;

namespace Pff.Core.Ports;

/// <summary>
/// How the compiler sees files. Paths use forward slashes; relative ones start at a root that the implementation
/// knows. Files over the implementation's size limit, or not UTF-8, are reported, not read.
/// </summary>
public interface IFileSource
{
    FileReadResult Read(string path);

    /// <summary>The files directly in a folder whose names end with one of the extensions (".yaml"), sorted; empty where there is no such folder.</summary>
    ImmutableArray<string> List(string folder, params ReadOnlySpan<string> extensions);
}

public enum FileReadStatus
{
    Found,
    NotFound,
    TooLarge,
    NotText,
    NotReadable,
}

/// <param name="Text">Set where <paramref name="Status"/> is <see cref="FileReadStatus.Found"/>.</param>
/// <param name="Sha256">Of the file's bytes, lower-case hexadecimal; set with <paramref name="Text"/>.</param>
public sealed record FileReadResult(FileReadStatus Status, SourceText? Text, string? Sha256)
{
    /// <summary>Whether reading gave the same another time.</summary>
    public bool IsSameAs(FileReadResult other) =>
        Status == other.Status
        && (ReferenceEquals(Text, other.Text)
            || (Sha256 is { } hash && other.Sha256 is { } now ? hash == now : Text?.Content == other.Text?.Content));
}
