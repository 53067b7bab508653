using Pff.Compiler.Diagnostics;
using Pff.Core.Diagnostics;
using Pff.Core.Text;

namespace Pff.Compiler.Manifest;

/// <summary>
/// Reads a YAML text into a tree. Any text gives a tree and diagnostics (PFF1101 to PFF1119), never an exception; only
/// the part of YAML that a manifest needs is accepted: one document, no anchors, no own tags.
/// </summary>
public static class YamlReader
{
    public const int MaximumLength = 4 * 1024 * 1024;

    public const int MaximumDepth = 64;

    /// <summary>Every unquoted template costs one more parse, so their number is bounded by the work they may cause.</summary>
    private const int MaximumUnitsParsed = 8 * 1024 * 1024;

    private const int MaximumParses = 64;

    public static YamlDocument Read(SourceText source, DiagnosticBag diagnostics)
    {
        var content = source.Content;
        if (content.Length > MaximumLength)
        {
            diagnostics.Add(CompilerDiagnostics.YamlTooLarge(source, MaximumLength));
            return new YamlDocument(source, null, IsComplete: false);
        }

        var text = new YamlInput(source, new TextSpan(0, content.Length));
        text.MaskControlCharacters(diagnostics);
        var parses = Math.Clamp(MaximumUnitsParsed / Math.Max(content.Length, 1), 2, MaximumParses);
        while (true)
        {
            // A parse that stops at an unquoted template is thrown away with its diagnostics, and done again as though
            // the template had been quoted.
            var attempt = new DiagnosticBag();
            var builder = new YamlTreeBuilder(text, attempt);
            var document = builder.Build();
            if (builder.Unquoted is { } unquoted && --parses > 0)
            {
                diagnostics.Add(CompilerDiagnostics.UnquotedTemplate(source, unquoted));
                text.MaskTemplate(unquoted);
                continue;
            }

            diagnostics.AddRange(attempt.ToSorted());
            return document;
        }
    }

    /// <summary>
    /// Reads some lines of a text that are a mapping by themselves, every place as in the whole text. Null where anything
    /// about them is unusual: only a read of the whole text can then say what is wrong.
    /// </summary>
    /// <param name="depth">How many nodes are around the mapping.</param>
    internal static YamlMapping? ReadPart(SourceText source, TextSpan part, int depth)
    {
        var diagnostics = new DiagnosticBag();
        var text = new YamlInput(source, part);
        text.MaskControlCharacters(diagnostics);
        var builder = new YamlTreeBuilder(text, diagnostics, depth);
        var document = builder.Build();
        return diagnostics.Count == 0 && builder.Unquoted is null && document.IsComplete ? document.Root as YamlMapping : null;
    }
}
