using Pff.Compiler.Modules;
using Pff.Core.Ports;

namespace Pff.Compiler.Sessions;

/// <summary>A file that was read, and found to be one that a session can check piece by piece.</summary>
/// <param name="Frame">Null for a module.</param>
internal sealed record FramedFile(string Path, FileReadResult Read, ManifestFrame? Frame)
{
    /// <summary>Null where the file must be checked from scratch.</summary>
    public static FramedFile? Of(string path, FileReadResult read) =>
        path.EndsWith(ModuleLoader.Extension, StringComparison.OrdinalIgnoreCase) ? new FramedFile(path, read, null)
        : read.Text!.Content.Length <= Manifest.YamlReader.MaximumLength && ManifestFrame.Read(read.Text) is { } frame ? new FramedFile(path, read, frame)
        : null;

    public ManifestCompiler.RootFile AsRoot() => new(Path, Read, Frame?.Syntax, IsComplete: true);
}
