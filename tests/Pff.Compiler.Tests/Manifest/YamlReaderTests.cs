using Pff.Compiler.Manifest;
using Pff.Core.Diagnostics;
using Pff.Core.Text;

namespace Pff.Compiler.Tests.Manifest;

public sealed class YamlReaderTests
{
    /// <summary>The token X of a scalar's text must map to the X of the source, whatever the style around it.</summary>
    [Theory]
    [InlineData("a: one X two", "one X two")]
    [InlineData("a: one\n  X\n\n  two", "one X\ntwo")]
    [InlineData("a: one  \n   \t X", "one X")]
    [InlineData("a: 'it''s X'", "it's X")]
    [InlineData("a: 'one\n\n  X two'", "one\nX two")]
    [InlineData("a: \"\\t\\u00e9\\x41\\U0001F600\\\"\\\\ X \\n\"", "\té" + "A😀\"\\ X \n")]
    [InlineData("a: \"\\uD83D\\uDE00X\"", "😀X")]
    [InlineData("a: \"one \\\n   X\\\n  two\"", "one Xtwo")]
    [InlineData("a: \"one \n\n  X\n  two\"", "one\nX two")]
    [InlineData("a: |\n  one\n   X\n\n  two\n", "one\n X\n\ntwo\n")]
    [InlineData("a: |-\n  one\n  X\n\n", "one\nX")]
    [InlineData("a: |+\n  one\n  X\n\n", "one\nX\n\n")]
    [InlineData("a: |2-\n   one\n  X", " one\nX")]
    [InlineData("b:\n  a: |1 # note\n    one\n   X\n", " one\nX\n")]
    [InlineData("a: >\n  one\n  X\n\n  two\n   more\n  end\n", "one X\ntwo\n more\nend\n")]
    [InlineData("a: >-\n\n  one\n  X\n", "\none X")]
    [InlineData("a: >+\n  one X\n\n\n", "one X\n\n\n")]
    [InlineData("a: |\r\n  one\r\n  X\r\n", "one\nX\n")]
    [InlineData("a: one\r\n  X", "one X")]
    [InlineData("- 😀 X", "😀 X")]
    [InlineData("a: |\n  \tone X\n", "\tone X\n")]
    [InlineData("- - a: |1\n      one\n     X\n", " one\nX\n")]
    [InlineData("a: !!str  X", "X")]
    [InlineData("\uFEFFa: X", "X")]
    [InlineData("{ a: X }", "X")]
    [InlineData("[ 'X' ]", "X")]
    public void Every_unit_of_a_scalar_knows_its_place(string yaml, string expected)
    {
        var (document, diagnostics) = Read(yaml);
        Assert.Empty(diagnostics);
        var scalar = Scalars(document.Root!).Last();
        Assert.Equal(expected, scalar.Text);
        var at = scalar.Text.IndexOf('X');
        var span = scalar.Content.ToSource(new TextSpan(at, 1));
        Assert.Equal(yaml.LastIndexOf('X'), span.Start);
        Assert.Equal("X", yaml.Substring(span.Start, span.Length)[..1]);
    }

    [Theory]
    [InlineData("~", YamlScalarKind.Null)]
    [InlineData("null", YamlScalarKind.Null)]
    [InlineData("true", YamlScalarKind.Bool)]
    [InlineData("yes", YamlScalarKind.Text)]
    [InlineData("on", YamlScalarKind.Text)]
    [InlineData("-12", YamlScalarKind.Int)]
    [InlineData("0x1F", YamlScalarKind.Int)]
    [InlineData("0o17", YamlScalarKind.Int)]
    [InlineData("1_000", YamlScalarKind.Text)]
    [InlineData("1.5", YamlScalarKind.Float)]
    [InlineData("1e3", YamlScalarKind.Float)]
    [InlineData(".inf", YamlScalarKind.Float)]
    [InlineData("1.", YamlScalarKind.Float)]
    [InlineData(".", YamlScalarKind.Text)]
    [InlineData("1.0.0", YamlScalarKind.Text)]
    [InlineData("12:30", YamlScalarKind.Text)]
    [InlineData("2026-11-22", YamlScalarKind.Text)]
    [InlineData("\"5\"", YamlScalarKind.Text)]
    [InlineData("'true'", YamlScalarKind.Text)]
    [InlineData("!!str 5", YamlScalarKind.Text)]
    [InlineData("!!float 5", YamlScalarKind.Float)]
    public void Plain_scalars_have_the_kind_of_the_core_schema(string scalar, YamlScalarKind expected) =>
        Assert.Equal(expected, Scalars(Read("- " + scalar).Document.Root!).Single().Kind);

    [Theory]
    [InlineData("a: 1\nb: 2\na: 3\n", "PFF1102", "a", 10)]
    [InlineData("a: &x 1\nb: 2\n", "PFF1104", "&x", 3)]
    [InlineData("a: 1\nb: *x\n", "PFF1104", "*x", 8)]
    [InlineData("a: 1\n<<: 2\n", "PFF1104", "<<", 5)]
    [InlineData("a: !thing 1\n", "PFF1105", "!thing", 3)]
    [InlineData("a: !!int x\n", "PFF1105", "!!int", 3)]
    [InlineData("a: 1\n---\nb: 2\n", "PFF1106", "---", 5)]
    [InlineData("a:\n\tb: 1\n", "PFF1110", "\t", 3)]
    [InlineData("", "PFF1111", "", 0)]
    [InlineData("# only a note\n", "PFF1111", "", 0)]
    [InlineData("[a]: 1\n", "PFF1113", "[a]", 0)]
    [InlineData("a: \u0001\n", "PFF1114", "\u0001", 3)]
    [InlineData("a: \"b\nc: 1\n", "PFF1101", "\"", 3)]
    [InlineData("a: [1, 2\nb: 3\n", "PFF1101", "[", 3)]
    [InlineData("a: @b\n", "PFF1101", "@", 3)]
    [InlineData("a: 'b' c\n", "PFF1101", "c", 7)]
    [InlineData("a: b: c\n", "PFF1101", ":", 4)]
    [InlineData("a: \"\\q\"\n", "PFF1101", "\\", 4)]
    [InlineData("- a\nb: 1\n", "PFF1101", "b", 4)]
    public void What_is_not_understood_is_reported_at_its_token(string yaml, string code, string token, int start)
    {
        var (_, diagnostics) = Read(yaml);
        var diagnostic = Assert.Single(diagnostics);
        Assert.Equal((code, start, token), (diagnostic.Code, diagnostic.Span.Start, yaml.Substring(diagnostic.Span.Start, diagnostic.Span.Length)));
    }

    [Theory]
    [InlineData("a: {{ x }}\nb: 1\n", "{{ x }}")]
    [InlineData("a: {{x}} and more # note\nb: 1\n", "{{x}} and more")]
    [InlineData("a: { c: {{x[0].id}}, d: 1 }\nb: 1\n", "{{x[0].id}}")]
    [InlineData("a: { c: about {{x}}, d: 1 }\nb: 1\n", "about {{x}}")]
    [InlineData("a: [ {{x ? 1 : 2}} ]\nb: 1\n", "{{x ? 1 : 2}}")]
    [InlineData("- a: {{x == \"}\"}}\n  b: 1\n", "{{x == \"}\"}}")]
    [InlineData("a: {{ {'k': 1}.k }}\nb: 1\n", "{{ {'k': 1}.k }}")]
    public void An_unquoted_template_gets_quotes(string yaml, string value)
    {
        var (document, diagnostics) = Read(yaml);
        var diagnostic = Assert.Single(diagnostics);
        Assert.Equal(("PFF1109", value), (diagnostic.Code, document.Source.GetText(diagnostic.Span)));
        var edit = Assert.Single(diagnostic.Fix!.Edits);
        var repaired = yaml.Remove(edit.Span.Start, edit.Span.Length).Insert(edit.Span.Start, edit.NewText);
        var (again, rest) = Read(repaired);
        Assert.Empty(rest);
        Assert.Contains(Scalars(again.Root!), s => s.Text == value);
        // The reader goes on as though the quotes were there.
        Assert.Contains(Scalars(document.Root!), s => s.Text == value);
        Assert.Equal("1", Scalars(document.Root!).Last().Text);
    }

    [Fact]
    public void Every_unquoted_template_is_reported()
    {
        var (_, diagnostics) = Read("a: {{x}}\nb: {{y}}\nc: { d: {{z}} }\n");
        Assert.Equal(["PFF1109", "PFF1109", "PFF1109"], diagnostics.Select(d => d.Code));
    }

    [Theory]
    [InlineData("[", 100_000)]
    [InlineData("{a: ", 100_000)]
    [InlineData("- ", 1_000_000)]
    [InlineData("? ", 100_000)]
    [InlineData("{{", 100_000)]
    public void Deep_nesting_is_refused_at_once(string opening, int count)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var (_, diagnostics) = Read(string.Concat(Enumerable.Repeat(opening, count)));
        Assert.NotEmpty(diagnostics);
        Assert.True(clock.ElapsedMilliseconds < 2_000, $"{clock.ElapsedMilliseconds} ms");
    }

    [Fact]
    public void Sixty_four_levels_are_read_and_one_more_is_refused()
    {
        Assert.Empty(Read(string.Concat(Enumerable.Repeat("[", 64)) + string.Concat(Enumerable.Repeat("]", 64))).Diagnostics);
        Assert.Equal("PFF1107", Read(new string('[', 65) + new string(']', 65)).Diagnostics.Single().Code);
    }

    [Fact]
    public void A_huge_text_is_refused()
    {
        var (document, diagnostics) = Read("a: " + new string('x', YamlReader.MaximumLength));
        Assert.Null(document.Root);
        Assert.Equal("PFF1108", Assert.Single(diagnostics).Code);
    }

    [Fact]
    public void What_stands_before_a_syntax_error_is_kept()
    {
        var (document, diagnostics) = Read("version: \"1.0\"\nsequences:\n  a:\n    - skip: \"x\n");
        Assert.Equal("PFF1101", Assert.Single(diagnostics).Code);
        Assert.False(document.IsComplete);
        Assert.NotNull(Assert.IsType<YamlMapping>(document.Root).Find("sequences"));
    }

    [Fact]
    public void Spans_cover_what_a_person_sees()
    {
        var (document, _) = Read("a:\n  - 'x'   # note\n  - [1, 2 ]\n\nb: |\n  text\n\n");
        var root = Assert.IsType<YamlMapping>(document.Root);
        Assert.Equal("- 'x'   # note\n  - [1, 2 ]", document.Source.GetText(root.Entries[0].Value.Span));
        Assert.Equal("'x'", document.Source.GetText(((YamlSequence)root.Entries[0].Value).Items[0].Span));
        Assert.Equal("[1, 2 ]", document.Source.GetText(((YamlSequence)root.Entries[0].Value).Items[1].Span));
        Assert.Equal("|\n  text", document.Source.GetText(root.Entries[1].Value.Span));
    }

    private static (YamlDocument Document, IReadOnlyList<Diagnostic> Diagnostics) Read(string yaml)
    {
        var diagnostics = new DiagnosticBag();
        var document = YamlReader.Read(new SourceText("manifest.yaml", yaml), diagnostics);
        return (document, diagnostics.ToSorted());
    }

    private static IEnumerable<YamlScalar> Scalars(YamlNode node) => node switch
    {
        YamlScalar scalar => [scalar],
        YamlSequence sequence => sequence.Items.SelectMany(Scalars),
        YamlMapping mapping => mapping.Entries.SelectMany(e => Scalars(e.Value).Prepend(e.Key)),
        _ => [],
    };
}
