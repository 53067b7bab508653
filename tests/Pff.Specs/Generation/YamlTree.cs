using System.Text;

namespace Pff.Specs.Generation;

/// <summary>A manifest as a tree that a test can change, and print in many ways.</summary>
internal abstract class YamlTree
{
    public IEnumerable<YamlTree> WithDescendants() => this switch
    {
        YamlTreeMap map => map.Entries.SelectMany(e => e.Value.WithDescendants()).Prepend(this),
        YamlTreeList list => list.Items.SelectMany(i => i.WithDescendants()).Prepend(this),
        _ => [this],
    };
}

internal sealed class YamlTreeText(string text) : YamlTree
{
    public string Text { get; set; } = text;
}

/// <summary>A number or boolean: never quoted.</summary>
internal sealed class YamlTreePlain(string text) : YamlTree
{
    public string Text { get; set; } = text;
}

internal sealed class YamlTreeList(params IEnumerable<YamlTree> items) : YamlTree
{
    public List<YamlTree> Items { get; } = [.. items];
}

/// <param name="isOrdered">Whether the order of the keys has a meaning.</param>
internal sealed class YamlTreeMap(bool isOrdered, params IEnumerable<(string Key, YamlTree Value)> entries) : YamlTree
{
    public bool IsOrdered { get; } = isOrdered;

    public List<(string Key, YamlTree Value)> Entries { get; } = [.. entries];
}

/// <summary>Prints a tree. With a source of chance it prints one of many texts that mean the same.</summary>
internal sealed class YamlPrinter(Random? chance)
{
    private readonly StringBuilder _text = new();

    public static string Print(YamlTree tree, Random? chance = null)
    {
        var printer = new YamlPrinter(chance);
        printer.Block(tree, 0, isAtLineStart: true);
        return printer._text.ToString();
    }

    private bool Perhaps(int oneIn) => chance is not null && chance.Next(oneIn) == 0;

    private void Block(YamlTree tree, int indent, bool isAtLineStart)
    {
        switch (tree)
        {
            case YamlTreeMap { Entries.Count: > 0 } map when indent == 0 || !Perhaps(6):
                Entries(map, indent, isAtLineStart);
                break;
            case YamlTreeList { Items.Count: > 0 } list when !Perhaps(6):
                for (var i = 0; i < list.Items.Count; i++)
                {
                    if (i > 0 || isAtLineStart)
                    {
                        Noise(indent);
                        _text.Append(' ', indent);
                    }

                    _text.Append("- ");
                    Block(list.Items[i], indent + 2, isAtLineStart: false);
                }

                break;
            default:
                Flow(tree);
                End();
                break;
        }
    }

    private void Entries(YamlTreeMap map, int indent, bool isAtLineStart)
    {
        var isFirst = !isAtLineStart;
        foreach (var (key, value) in InOrder(map))
        {
            if (!isFirst)
            {
                Noise(indent);
                _text.Append(' ', indent);
            }

            isFirst = false;
            _text.Append(key).Append(':');
            if (value is YamlTreeMap { Entries.Count: > 0 } or YamlTreeList { Items.Count: > 0 } && !Perhaps(5))
            {
                End();
                Noise(indent + 2);
                Nested(value, indent + 2);
            }
            else
            {
                _text.Append(' ');
                Flow(value);
                End();
            }
        }
    }

    /// <summary>Always in block style: what follows a key on a line of its own.</summary>
    private void Nested(YamlTree tree, int indent)
    {
        if (tree is YamlTreeMap map)
        {
            Entries(map, indent, isAtLineStart: true);
            return;
        }

        foreach (var item in ((YamlTreeList)tree).Items)
        {
            _text.Append(' ', indent).Append("- ");
            Block(item, indent + 2, isAtLineStart: false);
        }
    }

    private void Flow(YamlTree tree)
    {
        switch (tree)
        {
            case YamlTreeMap map:
                _text.Append("{ ").AppendJoin(", ", InOrder(map).Select(e => e.Key + ": " + FlowText(e.Value))).Append(" }");
                break;
            case YamlTreeList list:
                _text.Append('[').AppendJoin(", ", list.Items.Select(FlowText)).Append(']');
                break;
            case YamlTreeText text:
                _text.Append(Quote(text.Text));
                break;
            case YamlTreePlain plain:
                _text.Append(plain.Text);
                break;
        }
    }

    private string FlowText(YamlTree tree)
    {
        var inner = new YamlPrinter(chance);
        inner.Flow(tree);
        return inner._text.ToString();
    }

    private IEnumerable<(string Key, YamlTree Value)> InOrder(YamlTreeMap map) =>
        map.IsOrdered || chance is null ? map.Entries : map.Entries.OrderBy(_ => chance.Next()).ToList();

    private string Quote(string text) => Perhaps(3) && !text.Contains('\\')
        ? "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'"
        : "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";

    private void End() => _text.Append(Perhaps(8) ? "   # as agreed\n" : "\n");

    private void Noise(int indent)
    {
        if (Perhaps(10))
        {
            _text.Append('\n');
        }

        if (Perhaps(10))
        {
            _text.Append(' ', indent).Append("# a remark: with { signs }\n");
        }
    }
}
