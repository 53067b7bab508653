using System.Collections.Immutable;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Manifest;
using Pff.Core.Diagnostics;
using Pff.Core.Text;

namespace Pff.Compiler.Formatting;

/// <summary>A formatted text, or why there is none.</summary>
/// <param name="Text">Null where the text is left as it is.</param>
public sealed record FormattedText(string? Text, ImmutableArray<Diagnostic> Diagnostics);

/// <summary>
/// Formats manifests and catalogues. The result reads back as the same tree and has every comment, or there is none:
/// that is checked each time, so that no way of writing YAML that was not thought of can change a meaning.
/// </summary>
public static class YamlFormatter
{
    public static FormattedText Format(SourceText source)
    {
        var text = source.Content.StartsWith('\uFEFF') ? new SourceText(source.Path, source.Content[1..]) : source;
        var diagnostics = new DiagnosticBag();
        var document = YamlReader.Read(text, diagnostics);
        if (diagnostics.HasErrors || !document.IsComplete || document.Root is not { } root)
        {
            return new FormattedText(null, diagnostics.ToSorted());
        }

        var comments = YamlComments.Find(document);
        if (LayoutOf(root) is not { } layout)
        {
            return new FormattedText(null, [CompilerDiagnostics.NotFormattable(text)]);
        }

        new CommentPlacer(text).Place(layout, comments);
        layout.Sort();
        var lines = YamlPrinter.Print(layout);
        var printed = text.Content.Contains("\r\n", StringComparison.Ordinal) ? lines.ReplaceLineEndings("\r\n") : lines;
        return IsSame(document, comments, new SourceText(source.Path, printed))
            ? new FormattedText(printed, [])
            : new FormattedText(null, [CompilerDiagnostics.NotFormattable(text)]);
    }

    private static Block? LayoutOf(YamlNode root)
    {
        var isManifest = root is YamlMapping mapping && mapping.Find("sequences") is not null;
        return LayoutBuilder.Build(root, isManifest ? ManifestPlace.Manifest : ManifestPlace.Plain);
    }

    private static bool IsSame(YamlDocument before, ImmutableArray<SourceComment> comments, SourceText after)
    {
        var diagnostics = new DiagnosticBag();
        var document = YamlReader.Read(after, diagnostics);
        if (diagnostics.HasErrors || !document.IsComplete || document.Root is null
            || LayoutOf(before.Root!) is not { } left || LayoutOf(document.Root) is not { } right)
        {
            return false;
        }

        left.Sort();
        right.Sort();
        return IsSame(left, right) && Texts(before.Source, comments).SequenceEqual(Texts(after, YamlComments.Find(document)));
    }

    private static IEnumerable<string> Texts(SourceText source, ImmutableArray<SourceComment> comments) =>
        comments.Select(c => source.GetText(c.Span).TrimEnd()).Order(StringComparer.Ordinal);

    private static bool IsSame(Block left, Block right) =>
        left.IsMapping == right.IsMapping && left.Parts.Count == right.Parts.Count && left.Parts.Zip(right.Parts).All(pair => IsSame(pair.First, pair.Second));

    private static bool IsSame(Part left, Part right)
    {
        if (left.Key?.Text != right.Key?.Text || left.Key?.Kind != right.Key?.Kind || (left.Block is null) != (right.Block is null))
        {
            return false;
        }

        return left.Block is { } block
            ? IsSame(block, right.Block!)
            : left.Value is YamlScalar first && right.Value is YamlScalar second && first.Kind == second.Kind
                && (first.IsNull || first.Text == second.Text || (left.Place == ManifestPlace.Value && TemplatePrinter.IsSame(first.Text, second.Text)));
    }
}
