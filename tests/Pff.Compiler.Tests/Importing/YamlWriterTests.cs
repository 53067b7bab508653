using System.Collections.Immutable;
using CsCheck;
using Pff.Compiler.Importing.Writing;
using Pff.Compiler.Manifest;
using Pff.Core.Diagnostics;
using Pff.Core.Text;

namespace Pff.Compiler.Tests.Importing;

/// <summary>What is written reads back equal.</summary>
public sealed class YamlWriterTests
{
    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.String[Gen.Char.AlphaNumeric, 0, 12],
        Gen.String[Gen.OneOf(Gen.Char[' ', '~'], Gen.Char['\0', '\u00FF'], Gen.Char['\u2000', '\u2100'], Gen.Char['\uE000', '\uFFFD']), 0, 20],
        Of(
            "", "null", "true", "no", "On", "y", "1", "1.0", "0x1F", "1e3", "~", "-", "- a", "a: b", "a #b", "#", "{{x}}", "{{ a.b }} c", "'", "\"", "\\n", "*a", "&a",
            "!t", "|", ">", "%", "@", "`", "---", "...", "a\nb", "a\r\nb\n", "\ta", " a ", "é", "😀", "?", "[", "]", "{", "}", ",", ":", "=", "<<", ".inf", ".nan"));

    private static readonly Gen<WrittenNode> Nodes = Gen.Recursive<WrittenNode>((depth, inner) => depth > 3
        ? Texts.Select(t => (WrittenNode)WrittenNode.Of(t))
        : Gen.OneOf(
            Texts.Select(t => (WrittenNode)WrittenNode.Of(t)),
            Of("1", "-2.5", "true", "null").Select(l => (WrittenNode)new WrittenLiteral(l)),
            inner.Array[0, 3].Select(items => (WrittenNode)new WrittenList([.. items])),
            Maps(inner)));

    private static Gen<string> Of(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    [Fact]
    public void What_is_written_reads_back_equal() => Maps(Nodes).Where(m => ((WrittenMap)m).Entries.Length > 0).Sample(
        map =>
        {
            var text = YamlWriter.Write((WrittenMap)map, "a comment\nof two lines").Text;
            var bag = new DiagnosticBag();
            var document = YamlReader.Read(new SourceText("t.yaml", text), bag);
            Assert.True(bag.Count == 0, string.Join("; ", bag.ToSorted().Select(d => d.Message.English)) + "\n" + text);
            Equal(map, document.Root!, text);
        },
        iter: 3_000);

    [Fact]
    public void A_place_knows_what_it_was_made_of()
    {
        var origin = new Origin(new SourceText("a", "abc"), new TextSpan(1, 1));
        var yaml = YamlWriter.Write(WrittenNode.Map(("a", WrittenNode.Of("x")), ("b", WrittenNode.Of("{{y}}") with { Origin = origin })));
        Assert.Equal("a: x\nb: \"{{y}}\"\n", yaml.Text);
        Assert.Null(yaml.OriginAt(3));
        Assert.Same(origin, yaml.OriginAt(yaml.Text.IndexOf('y', StringComparison.Ordinal)));
    }

    private static Gen<WrittenNode> Maps(Gen<WrittenNode> inner) => Gen.Select(Texts.Array[0, 4], inner.Array[4], Gen.Bool, (keys, values, isInline) =>
        (WrittenNode)new WrittenMap([.. keys.Distinct().Select((k, i) => new WrittenEntry(k, values[i]))]) { IsInline = isInline });

    private static void Equal(WrittenNode written, YamlNode read, string text)
    {
        switch (written)
        {
            case WrittenText expected:
                var scalar = Assert.IsType<YamlScalar>(read);
                Assert.True(scalar.Kind == YamlScalarKind.Text && scalar.Text == expected.Text, text);
                break;
            case WrittenLiteral expected:
                Assert.Equal(expected.Literal, Assert.IsType<YamlScalar>(read).Text);
                break;
            case WrittenList expected:
                var items = Assert.IsType<YamlSequence>(read).Items;
                Assert.Equal(expected.Items.Length, items.Length);
                expected.Items.Zip(items).ToList().ForEach(p => Equal(p.First, p.Second, text));
                break;
            case WrittenMap expected:
                var entries = Assert.IsType<YamlMapping>(read).Entries;
                Assert.Equal(expected.Entries.Select(e => e.Key), entries.Select(e => e.Key.Text));
                expected.Entries.Zip(entries).ToList().ForEach(p => Equal(p.First.Value, p.Second.Value, text));
                break;
        }
    }
}
