using System.Collections.Immutable;

namespace Pff.Hosting.Documentation;

/// <summary>The pages of <c>docs/errors</c>, as they were when the tool was built.</summary>
public static class ErrorPages
{
    private const string Prefix = "errors/";

    public static ImmutableArray<string> Codes { get; } =
    [
        .. typeof(ErrorPages).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix + "PFF", StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The page of a code, in Markdown, or null where there is no such code.</summary>
    public static string? Find(string code)
    {
        using var stream = typeof(ErrorPages).Assembly.GetManifestResourceStream(Prefix + code.ToUpperInvariant());
        if (stream is null)
        {
            return null;
        }

        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>Where the page of a code lies in the repository.</summary>
    public static string PathOf(string code) => $"docs/errors/{code}.md";

    /// <summary>What follows the code in the page's heading: "unknown name".</summary>
    public static string? TitleOf(string code)
    {
        var heading = Find(code)?.Split('\n', 2)[0];
        return heading is null ? null : heading[(heading.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }
}
