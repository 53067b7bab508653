namespace Pff.Specs.Generation;

/// <summary>What stands where a text does, and is hard to write or to read.</summary>
internal static class OddTexts
{
    /// <summary>Of the grammar of expressions a bit of everything, with names that mean nothing.</summary>
    private static readonly string[] Expressions =
    [
        "msisdn", "a.b.c", "a?.b??'x'", "len( xs )>0", "x in [1,2,3]", "!(a&&b)||c", "a ?b:c", "a?.b ? -1 : - x", "xs.map(x=>x.id)", "{'a':1,'b':[2]}",
        "f\"c {a.b} {{}} { {'k':1}['k'] }\"", "match s{Active=>1,other(o)=>2,_=>0}", "from c in cs where c.ok select c.id", "1.5m+2*( 3-4 )", "30s", "a[0].b[?1]",
        "m.?f.orValue(1)", "xs.filter(c , c.x=='it''s')", "\"q\"+'p'", "a%2==0", "has(a.b)", "r'\\d+'", "x ?.y : z", ".rooted", "- -1", "a . b", "0x1F", "[?a]",
    ];

    /// <summary>No text has <c>{{</c> or <c>#</c> behind a blank, so that it can stand in a message and is counted as no comment.</summary>
    public static readonly string[] Texts =
    [
        "plain", "two words", "a: b", "x #y", "it's", "say \"hi\"", "back\\slash", "é ü", "😀", "- dash", "? q", " lead", "trail ", "true", "12", "1.5", "null",
        "~", "{a}", "[b]", "a, b", "#no", "%", "@x", "tab\there", "line\nbreak", "x:", ":y", "!t", "&a", "*b", "|", ">", "`", "\u00A0", "\u0007", "0x10", "a'b\"c", "a // b",
    ];

    /// <summary>Puts such things into a tree, which keeps its form and loses its meaning.</summary>
    public static YamlTree Disguise(YamlTree tree, Random random)
    {
        foreach (var text in tree.WithDescendants().OfType<YamlTreeText>().Where(_ => random.Next(3) == 0))
        {
            text.Text = random.Next(3) == 0 ? Texts[random.Next(Texts.Length)]
                : random.Next(4) == 0 ? $"a {{{{ {Expression(random)} }}}} b {{{{msisdn}}}}"
                : $"{{{{ {Expression(random)} }}}}";
        }

        return tree;
    }

    private static string Expression(Random random) => Expressions[random.Next(Expressions.Length)];
}
