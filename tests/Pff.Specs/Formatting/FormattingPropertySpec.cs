using System.Text.RegularExpressions;
using Pff.Compiler.Formatting;
using Pff.Compiler.Manifest;
using Pff.Core.Diagnostics;
using Pff.Core.Text;
using Pff.Runtime.Tests.Support;
using Pff.Specs.Generation;

namespace Pff.Specs.Formatting;

/// <summary>
/// Over generated manifests: formatting twice is formatting once, every comment is there once, and the tree reads back
/// equal but for the order of a step's keys and blanks in expressions. PFF_PROPERTY_COUNT asks for more.
/// </summary>
public sealed partial class FormattingPropertySpec
{
    private const int DefaultCount = 300;
    private const int Seed = 20261126;

    [Fact]
    public void Formatting_keeps_the_tree_and_every_comment_and_is_done_once()
    {
        var count = LongForm.Number("PFF_PROPERTY_COUNT", DefaultCount);
        var refused = 0;
        for (var i = 0; i < count; i++)
        {
            var random = new Random(unchecked((Seed * 31) + i));
            var text = YamlPrinter.Print(OddTexts.Disguise(GeneratedPrograms.Manifest(random), random), random, isFree: true);
            var before = Read(text, i);
            var formatted = YamlFormatter.Format(new SourceText("m.yaml", text)).Text;
            if (formatted is null)
            {
                refused++;
                continue;
            }

            var context = $"case {i}\n--- text ---\n{text}\n--- formatted ---\n{formatted}";
            var after = Read(formatted, i);
            Assert.True(Show(before) == Show(after), $"another tree: {context}\n{Show(before)}\n{Show(after)}");
            Assert.True(Remarks.In(text).SequenceEqual(Remarks.In(formatted)), $"other comments: {context}");
            var again = YamlFormatter.Format(new SourceText("m.yaml", formatted)).Text;
            Assert.True(formatted == again, $"not done once: {context}\n--- again ---\n{again}");
            Assert.DoesNotContain(" \n", formatted.Replace("\r", "", StringComparison.Ordinal).Split('\n').Where(l => l.Trim().StartsWith("- ", StringComparison.Ordinal)));
        }

        Assert.True(refused == 0, $"{refused} of {count} were refused.");
    }

    private static YamlNode Read(string text, int number)
    {
        var diagnostics = new DiagnosticBag();
        var document = YamlReader.Read(new SourceText("m.yaml", text), diagnostics);
        Assert.True(diagnostics.Count == 0, $"case {number}: {string.Join(", ", diagnostics.ToSorted().Select(d => $"{d.Code} {d.Message} {d.Source.GetPosition(d.Span.Start)}"))}\n{text}");
        return document.Root!;
    }

    /// <summary>The tree without order of a mapping's keys, and without blanks in what looks like an expression.</summary>
    private static string Show(YamlNode node) => node switch
    {
        YamlScalar { IsNull: true } => "null",
        YamlScalar scalar => $"{scalar.Kind}<{Hole().Replace(scalar.Text, m => Blanks().Replace(m.Value, ""))}>",
        YamlSequence list => $"[{string.Join(", ", list.Items.Select(Show))}]",
        YamlMapping mapping => $"{{{string.Join(", ", mapping.Entries.OrderBy(e => e.Key.Text, StringComparer.Ordinal).Select(e => $"{Show(e.Key)}: {Show(e.Value)}"))}}}",
        _ => throw new InvalidOperationException(node.GetType().Name),
    };

    [GeneratedRegex(@"\{\{.*\}\}", RegexOptions.Singleline)]
    private static partial Regex Hole();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
