using System.Globalization;
using System.Text;

namespace Pff.Specs.Formatting;

/// <summary>
/// Writes manifests as many hands would: any indentation, keys in any order, brackets or lines, every kind of quotes and
/// of block text, comments wherever YAML has room for one, and blank lines.
/// </summary>
internal sealed class ManifestGenerator(Random random)
{
    private static readonly string[] Expressions =
    [
        "msisdn", "a.b.c", "a?.b??'x'", "len( xs )>0", "x in [1,2,3]", "!(a&&b)||c", "a ?b:c", "a?.b ? -1 : - x", "xs.map(x=>x.id)", "{'a':1,'b':[2]}",
        "f\"c {a.b} {{}} { {'k':1}['k'] }\"", "match s{Active=>1,other(o)=>2,_=>0}", "from c in cs where c.ok select c.id", "1.5m+2*( 3-4 )", "30s", "a[0].b[?1]",
        "m.?f.orValue(1)", "xs.filter(c , c.x=='it''s')", "\"q\"+'p'", "a%2==0", "has(a.b)", "r'\\d+'", "x ?.y : z", ".rooted", "- -1", "a . b", "0x1F", "[?a]",
    ];

    private static readonly string[] Texts =
    [
        "plain", "two words", "a: b", "x # y", "it's", "say \"hi\"", "back\\slash", "é ü", "😀", "- dash", "? q", "", " lead", "trail ", "true", "12", "1.5", "null",
        "~", "{a}", "[b]", "a, b", "#no", "%", "@x", "tab\there", "line\nbreak", "x:", ":y", "!t", "&a", "*b", "|", ">", "`", "\u00A0", "\u0007", "0x10", "a'b\"c",
    ];

    private static readonly string[] Names = ["fix", "notify", "get_customer", "customer", "a1", "b_2", "Motivo", "id"];

    private readonly StringBuilder _text = new();
    private int _comments;

    public string Write()
    {
        Comments(0);
        var indent = 1 + random.Next(4);
        _text.Append("version: ").Append(Pick("\"1.0\"", "'1.0'", "1.0")).Append(Trailing()).Append('\n');
        if (random.Next(3) == 0)
        {
            Comments(0);
            _text.Append("metadata: { name: ").Append(Quoted(Pick(Texts))).Append(" }").Append(Trailing()).Append('\n');
        }

        Comments(0);
        _text.Append("sequences:").Append(Trailing()).Append('\n');
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            Comments(indent);
            Pad(indent).Append('s').Append(i).Append(':').Append(Trailing()).Append('\n');
            Steps(indent + random.Next(3), 3);
        }

        Comments(0);
        var text = random.Next(8) == 0 ? _text.ToString().Replace("\n", "\r\n", StringComparison.Ordinal) : _text.ToString();
        return random.Next(6) == 0 ? text.TrimEnd('\n', '\r') : text;
    }

    private void Steps(int indent, int depth)
    {
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            Comments(indent);
            Entries(Step(depth), indent, isItem: true);
        }
    }

    /// <summary>The entries of a step, in any order; each writes its value behind the key, at the given column.</summary>
    private List<(string Key, Action<int> Value)> Step(int depth)
    {
        List<(string, Action<int>)> entries = random.Next(6) switch
        {
            0 => [("method", c => Scalar(c, Pick(Names))), ("args", c => Data(c, depth)), ("save_as", c => Scalar(c, Pick(Names)))],
            1 => [("let", c => Data(c, depth))],
            2 => [("skip", c => Scalar(c, Template()))],
            3 => [("return", c => Data(c, depth))],
            4 when depth > 0 => [("for_each", c => Scalar(c, Template())), ("as", c => Scalar(c, Pick(Names))), ("steps", c => Below(c, depth))],
            _ => [("call", c => Scalar(c, Pick(Names))), ("args", c => Data(c, depth))],
        };
        if (random.Next(2) == 0)
        {
            entries.Add(("when", c => Scalar(c, Template())));
        }

        if (random.Next(3) == 0)
        {
            entries.Add(("name", c => Scalar(c, Pick(Texts))));
        }

        return [.. entries.OrderBy(_ => random.Next())];
    }

    private void Entries(List<(string Key, Action<int> Value)> entries, int indent, bool isItem)
    {
        var column = indent;
        for (var i = 0; i < entries.Count; i++)
        {
            if (i == 0 && isItem)
            {
                var gap = 1 + random.Next(3);
                Pad(indent).Append('-').Append(' ', gap);
                column = indent + 1 + gap;
            }
            else
            {
                Comments(column);
                Pad(column);
            }

            _text.Append(entries[i].Key).Append(':');
            entries[i].Value(column);
        }
    }

    private void Below(int column, int depth)
    {
        _text.Append(Trailing()).Append('\n');
        Steps(column + random.Next(3), depth - 1);
    }

    private void Data(int column, int depth)
    {
        if (random.Next(2) == 0)
        {
            _text.Append(' ').Append(Flow(2, isMapping: true)).Append(Trailing()).Append('\n');
            return;
        }

        _text.Append(Trailing()).Append('\n');
        var entries = new List<(string, Action<int>)>();
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            entries.Add(($"k{i}", c =>
            {
                if (depth > 0 && random.Next(4) == 0)
                {
                    Data(c, depth - 1);
                }
                else
                {
                    Scalar(c, random.Next(2) == 0 ? Template() : Pick(Texts));
                }
            }));
        }

        Entries(entries, column + 1 + random.Next(4), isItem: false);
    }

    private string Flow(int depth, bool isMapping)
    {
        var items = Enumerable.Range(0, random.Next(5)).Select(i => (isMapping ? $"f{i}: " : "") + (depth > 0 && random.Next(4) == 0
            ? Flow(depth - 1, random.Next(2) == 0)
            : Quoted(random.Next(3) == 0 ? Template() : Pick(Texts))));
        var inner = string.Join(Pick(",", ", ", " , "), items);
        return isMapping ? $"{{{Pick("", " ")}{inner} }}" : $"[{Pick("", " ")}{inner}]";
    }

    /// <summary>A value behind a key at the column, in one of the ways in which YAML can write it.</summary>
    private void Scalar(int column, string text)
    {
        var isLines = text.Length > 0 && !text.Any(char.IsControl) && !char.IsWhiteSpace(text[0]) && !char.IsWhiteSpace(text[^1]);
        switch (random.Next(6))
        {
            case 0 when isLines:
                _text.Append(Pick(" |", " >", " |-", " >-", " |+")).Append(Trailing()).Append('\n');
                Pad(column + 2).Append(text).Append('\n');
                if (random.Next(2) == 0)
                {
                    _text.Append(Pick("", "\n"));
                    Pad(column + 2).Append(Pick("  more", "more")).Append(Pick("\n", "\n\n"));
                }

                break;
            case 1 when isLines && text.Contains(' ', StringComparison.Ordinal) && !text.Contains('\\', StringComparison.Ordinal):
                var parts = Quoted(text).Split(' ', 2);
                _text.Append(' ').Append(parts[0]).Append(Pick("", " ")).Append('\n');
                Pad(column + 1 + random.Next(3)).Append(parts[1]).Append(Trailing()).Append('\n');
                break;
            case 2 when text.Length > 0 && text.All(c => char.IsLetterOrDigit(c) || c is '_' or ' ') && text.Trim() == text:
                _text.Append(' ').Append(text).Append(Trailing()).Append('\n');
                break;
            case 3:
                _text.Append(Trailing()).Append('\n');
                Comments(column + 1);
                Pad(column + 1).Append(Quoted(text)).Append(Trailing()).Append('\n');
                break;
            default:
                _text.Append(' ').Append(Quoted(text)).Append(Trailing()).Append('\n');
                break;
        }
    }

    private string Quoted(string text)
    {
        if (random.Next(2) == 0 && !text.Any(char.IsControl))
        {
            return $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
        }

        var escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal).Replace("\u0007", "\\a", StringComparison.Ordinal);
        return $"\"{escaped}\"";
    }

    private string Template() => random.Next(4) switch
    {
        0 => $"a {{{{ {Pick(Expressions)} }}}} b {{{{{Blank()}msisdn}}}}",
        _ => $"{{{{{Blank()}{Pick(Expressions)} }}}}",
    };

    private string Blank() => Pick("", " ", "  ");

    private string Trailing() => random.Next(4) == 0 ? $"{Pick(" ", "  ", "     ")}# t{Number()}" : "";

    private void Comments(int column)
    {
        for (var i = random.Next(-3, 3); i > 0; i--)
        {
            _text.Append(random.Next(3) == 0 ? "\n" : "");
            Pad(Math.Max(0, column + (random.Next(4) == 0 ? random.Next(-2, 3) : 0))).Append("# c").Append(Number()).Append('\n');
        }

        _text.Append(random.Next(5) == 0 ? "\n" : "");
    }

    private string Number() => (++_comments).ToString(CultureInfo.InvariantCulture);

    private StringBuilder Pad(int columns) => _text.Append(' ', columns);

    private string Pick(params string[] choices) => choices[random.Next(choices.Length)];
}
