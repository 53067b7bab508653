using Pff.Core.Diagnostics;

namespace Pff.Hosting.Documentation;

/// <summary>A page in its parts.</summary>
/// <param name="Explanation">What stands before the first example.</param>
/// <param name="Bad">The bad example in its fences.</param>
/// <param name="Repaired">The repaired example in its fences.</param>
/// <param name="Portuguese">The explanation in Portuguese.</param>
public sealed record ErrorPage(string Code, string Title, string Explanation, string Bad, string Repaired, string Portuguese)
{
    /// <summary>Null where there is no such code.</summary>
    public static ErrorPage? Find(string code)
    {
        if (ErrorPages.Find(code) is not { } page)
        {
            return null;
        }

        var sections = page.ReplaceLineEndings("\n").Split("\n## ");
        var heading = sections[0].Split('\n', 2);
        return new ErrorPage(
            code.ToUpperInvariant(),
            heading[0][(heading[0].IndexOf(':', StringComparison.Ordinal) + 1)..].Trim(),
            heading[1].Trim(),
            Section(sections, "Bad"),
            Section(sections, "Repaired"),
            Section(sections, "Em português"));
    }

    /// <summary>The page for a person who reads that language: the explanation is in it, and so are the headings.</summary>
    public string In(Language language) => language == Language.Portuguese
        ? $"# {Code}\n\n{Portuguese}\n\n## Errado\n\n{Bad}\n\n## Consertado\n\n{Repaired}"
        : $"# {Code}: {Title}\n\n{Explanation}\n\n## Bad\n\n{Bad}\n\n## Repaired\n\n{Repaired}";

    private static string Section(string[] sections, string name) =>
        sections.FirstOrDefault(s => s.StartsWith(name + "\n", StringComparison.Ordinal))?[name.Length..].Trim() ?? string.Empty;
}
