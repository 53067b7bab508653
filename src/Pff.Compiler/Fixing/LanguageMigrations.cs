using System.Collections.Immutable;
using Pff.Compiler.Manifest;
using Pff.Core.Diagnostics;
using Pff.Core.Text;

namespace Pff.Compiler.Fixing;

/// <summary>A change that brings a manifest to the way of writing that is now the right one, with the same meaning.</summary>
/// <param name="Title">What it does.</param>
/// <param name="Find">The edits that a manifest needs; none where it is written so already.</param>
public sealed record LanguageMigration(LocalizedText Title, Func<YamlMapping, IEnumerable<TextEdit>> Find);

/// <summary>All migrations, oldest first.</summary>
public static class LanguageMigrations
{
    public static ImmutableArray<LanguageMigration> All { get; } =
    [
        new(
            new("Write the version as \"1.0\"", "Escrever a versão como \"1.0\""),
            manifest => VersionAsText(manifest, "1.0", "1", "1.0")),
    ];

    /// <summary>What a manifest needs, or nothing where it cannot be read.</summary>
    public static IEnumerable<(LanguageMigration Migration, ImmutableArray<TextEdit> Edits)> Find(SourceText source)
    {
        var document = YamlReader.Read(source, new DiagnosticBag());
        if (!document.IsComplete || document.Root is not YamlMapping manifest || manifest.Find("sequences") is null)
        {
            return [];
        }

        return All.Select(m => (m, m.Find(manifest).ToImmutableArray())).Where(m => !m.Item2.IsEmpty);
    }

    /// <summary>A version that YAML reads as a number, or one of the texts that mean the same.</summary>
    private static IEnumerable<TextEdit> VersionAsText(YamlMapping manifest, string version, params string[] same)
    {
        if (manifest.Find("version")?.Value is YamlScalar scalar
            && same.Contains(scalar.Text)
            && (scalar.Kind != YamlScalarKind.Text || scalar.Text != version))
        {
            yield return new TextEdit(scalar.Span, $"\"{version}\"");
        }
    }
}
