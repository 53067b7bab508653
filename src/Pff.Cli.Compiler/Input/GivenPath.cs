namespace Pff.Cli.Compiler.Input;

/// <summary>Paths as people write them.</summary>
internal static class GivenPath
{
    /// <summary>With forward slashes, without <c>./</c> before it and a slash behind it; empty for this folder.</summary>
    public static string Clean(string path)
    {
        var clean = path.Replace('\\', '/');
        while (clean.StartsWith("./", StringComparison.Ordinal))
        {
            clean = clean[2..];
        }

        return clean == "." ? string.Empty : clean.Length > 1 ? clean.TrimEnd('/') : clean;
    }
}
