using Pff.Compiler.Manifest;

namespace Pff.Compiler.Converting;

/// <summary>Where the text comes from, and where the converted one will be.</summary>
internal sealed record ConversionPlaces(string Input, string Output)
{
    public string Folder => SourcePaths.FolderOf(Input);

    public string OutputFolder => SourcePaths.FolderOf(Output);

    /// <summary>A file beside the output.</summary>
    public string Beside(string ending) => SourcePaths.Combine(OutputFolder, SourcePaths.NameOf(Output) + ending);

    /// <summary>How the output calls a file that the input calls so.</summary>
    public string Moved(string path) => SourcePaths.RelativeTo(OutputFolder, SourcePaths.Combine(Folder, path));
}
