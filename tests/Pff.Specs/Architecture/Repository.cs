using System.Runtime.CompilerServices;
using System.Xml.Linq;

namespace Pff.Specs.Architecture;

/// <summary>The working tree as the specs see it: project files and hand-written sources.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    public static IReadOnlyList<ProjectFile> Projects(string topFolder) =>
        [.. FilesUnder(topFolder, "*.csproj").Select(ProjectFile.Read)];

    /// <summary>Every matching file in a stable order, without build outputs.</summary>
    public static IEnumerable<string> FilesUnder(string topFolder, string pattern) =>
        Directory.EnumerateFiles(PathOf(topFolder), pattern, SearchOption.AllDirectories)
            .Where(path => !Segments(path).Any(segment => segment is "bin" or "obj"))
            .Order(StringComparer.Ordinal);

    public static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    public static string[] Segments(string path) => Relative(path).Split('/');

    // The compiler knows where this file was; a build that maps paths does not say, so the output folder is the
    // first guess and the source path the second.
    private static string FindRoot([CallerFilePath] string thisFile = "")
    {
        foreach (var start in new[] { AppContext.BaseDirectory, Path.GetDirectoryName(thisFile) ?? "" })
        {
            for (var folder = start; !string.IsNullOrEmpty(folder); folder = Path.GetDirectoryName(folder))
            {
                if (File.Exists(Path.Combine(folder, "PFF.sln")))
                {
                    return folder;
                }
            }
        }

        throw new InvalidOperationException("PFF.sln is in no folder above the test's output or its source.");
    }
}

internal sealed record ProjectFile(
    string Name,
    string Folder,
    IReadOnlyList<string> ProjectReferences,
    IReadOnlyList<string> Packages,
    IReadOnlyList<string> Frameworks,
    string Sdk)
{
    public static ProjectFile Read(string path)
    {
        var root = XDocument.Load(path).Root ?? throw new InvalidOperationException($"{path} is empty.");
        return new ProjectFile(
            Path.GetFileNameWithoutExtension(path),
            Path.GetDirectoryName(path)!,
            [.. Includes("ProjectReference").Select(include => Path.GetFileNameWithoutExtension(include.Replace('\\', '/')))],
            [.. Includes("PackageReference")],
            [.. Includes("FrameworkReference")],
            (string?)root.Attribute("Sdk") ?? "");

        IEnumerable<string> Includes(string element) => root.Descendants()
            .Where(item => item.Name.LocalName == element)
            .Select(item => (string?)item.Attribute("Include"))
            .OfType<string>();
    }
}
