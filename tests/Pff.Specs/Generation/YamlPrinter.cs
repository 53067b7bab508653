using System.Globalization;
using System.Text;

namespace Pff.Specs.Generation;

/// <summary>
/// Prints a tree. With a source of chance it prints one of many texts that mean the same, as many hands would write it: any indentation,
/// keys in any order, brackets or lines, every kind of quotes and of block text, remarks wherever YAML has room for one, and blank lines.
/// </summary>
internal sealed class YamlPrinter
{
    private readonly Random? _chance;
    private readonly bool _isFree;
    private readonly StringBuilder _text = new();
    private int _remarks;

    /// <summary>Behind block text a remark that is indented as much would be a part of it.</summary>
    private int _room = int.MaxValue;

    private YamlPrinter(Random? chance, bool isFree) => (_chance, _isFree) = (chance, isFree);

    /// <param name="isFree">Whether texts may get line breaks that they do not have, so that only the form of the text is as in a manifest.</param>
    public static string Print(YamlTree tree, Random? chance = null, bool isFree = false)
    {
        var printer = new YamlPrinter(chance, isFree);
        printer.Entries((YamlTreeMap)tree, 0, isItem: false);
        printer.Remarks(0);
        var text = printer.Perhaps(8) ? printer._text.ToString().Replace("\n", "\r\n", StringComparison.Ordinal) : printer._text.ToString();
        return printer.Perhaps(6) ? text.TrimEnd('\n', '\r') : text;
    }

    private bool Perhaps(int oneIn) => _chance is not null && _chance.Next(oneIn) == 0;

    private int Upto(int most) => _chance?.Next(most + 1) ?? 0;

    private string Pick(params string[] choices) => choices[_chance?.Next(choices.Length) ?? 0];

    private void Entries(YamlTreeMap map, int column, bool isItem)
    {
        foreach (var (key, value) in InOrder(map))
        {
            if (!isItem)
            {
                Remarks(column);
                Pad(column);
            }

            isItem = false;
            _text.Append(key).Append(':');
            Value(value, column);
        }
    }

    /// <summary>What stands behind a key at the column.</summary>
    private void Value(YamlTree value, int column)
    {
        switch (value)
        {
            case YamlTreeMap { Entries.Count: > 0 } map when !Perhaps(5):
                End();
                Entries(map, column + (_chance is null ? 2 : 1 + Upto(3)), isItem: false);
                break;
            case YamlTreeList { Items.Count: > 0 } list when !Perhaps(5):
                End();
                Items(list, column + (_chance is null ? 2 : Upto(3)));
                break;
            case YamlTreeText text:
                Scalar(text.Text, column);
                break;
            default:
                _text.Append(' ');
                Flow(value, column + 1);
                End();
                break;
        }
    }

    private void Items(YamlTreeList list, int column)
    {
        foreach (var item in list.Items)
        {
            Remarks(column);
            var gap = 1 + Upto(2);
            Pad(column).Append('-');
            switch (item)
            {
                case YamlTreeMap { Entries.Count: > 0 } map when !Perhaps(6):
                    _text.Append(' ', gap);
                    Entries(map, column + 1 + gap, isItem: true);
                    break;
                case YamlTreeList { Items.Count: > 0 } inner when !Perhaps(6):
                    End();
                    Items(inner, column + (_chance is null ? 2 : 1 + Upto(2)));
                    break;
                default:
                    _text.Append(' ', gap);
                    Flow(item, column + 1);
                    End();
                    break;
            }
        }
    }

    /// <param name="column">Less than which no line of it may be indented.</param>
    private void Flow(YamlTree tree, int column)
    {
        switch (tree)
        {
            case YamlTreeMap map:
                Brackets('{', '}', InOrder(map).Select(e => (Action)(() =>
                {
                    _text.Append(e.Key).Append(": ");
                    Flow(e.Value, column);
                })), column);
                break;
            case YamlTreeList list:
                Brackets('[', ']', list.Items.Select(i => (Action)(() => Flow(i, column))), column);
                break;
            case YamlTreeText text:
                _text.Append(Quote(Spaced(text.Text)));
                break;
            case YamlTreePlain plain:
                _text.Append(plain.Text);
                break;
        }
    }

    /// <summary>On one line, or on several, which have room for remarks.</summary>
    private void Brackets(char opener, char closer, IEnumerable<Action> items, int column)
    {
        var hasLines = Perhaps(8);
        void Gap(string plain)
        {
            if (hasLines && _chance!.Next(2) == 0)
            {
                End();
                Remarks(column);
                Pad(column);
            }
            else
            {
                _text.Append(plain);
            }
        }

        var isFirst = true;
        _text.Append(opener);
        foreach (var item in items)
        {
            _text.Append(isFirst ? string.Empty : Pick(",", ",", " ,"));
            Gap(isFirst ? Pick(" ", "") : Pick(" ", "  "));
            isFirst = false;
            item();
        }

        Gap(isFirst ? string.Empty : " ");
        _text.Append(closer);
    }

    /// <summary>A text behind a key at the column, in one of the ways in which YAML can write it.</summary>
    private void Scalar(string plain, int column)
    {
        var text = Spaced(plain);
        var hasLines = text.Length > 0 && !text.Any(char.IsControl) && !char.IsWhiteSpace(text[0]) && !char.IsWhiteSpace(text[^1]);
        switch (_chance?.Next(6))
        {
            case 0 when hasLines:
                _text.Append(_isFree ? Pick(" |", " >", " |-", " >-", " |+") : Pick(" |-", " >-")).Append(Trailing()).Append('\n');
                Pad(column + 2).Append(text).Append('\n');
                if (_isFree && Perhaps(2))
                {
                    _text.Append(Pick("", "\n"));
                    Pad(column + 2).Append(Pick("  more", "more")).Append(Pick("\n", "\n\n"));
                }

                _room = column;
                break;
            case 1 when hasLines && text.Contains(' ', StringComparison.Ordinal) && !text.Contains("  ", StringComparison.Ordinal) && !text.Contains('\\', StringComparison.Ordinal):
                var parts = Quote(text).Split(' ', 2);
                _text.Append(' ').Append(parts[0]).Append(Pick("", " ")).Append('\n');
                Pad(column + 1 + Upto(2)).Append(parts[1]);
                End();
                break;
            case 2 when IsPlain(text):
                _text.Append(' ').Append(text);
                End();
                break;
            case 3:
                End();
                Remarks(column + 1);
                Pad(column + 1).Append(Quote(text));
                End();
                break;
            default:
                _text.Append(' ').Append(Quote(text));
                End();
                break;
        }
    }

    private static bool IsPlain(string text) =>
        text.Length > 0 && char.IsAsciiLetter(text[0]) && text.All(c => char.IsLetterOrDigit(c) || c is '_' or ' ') && text.Trim() == text
        && text.ToLowerInvariant() is not ("true" or "false" or "null");

    /// <summary>Blanks inside the braces of an expression have no meaning.</summary>
    private string Spaced(string text) => _chance is null || text.Contains("{{{", StringComparison.Ordinal) || text.Contains("}}}", StringComparison.Ordinal)
        ? text
        : text.Replace("{{", "{{" + Pick("", " ", "  "), StringComparison.Ordinal).Replace("}}", Pick("", " ") + "}}", StringComparison.Ordinal);

    private string Quote(string text)
    {
        if (Perhaps(2) && !text.Any(char.IsControl))
        {
            return $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
        }

        var escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal).Replace("\u0007", "\\a", StringComparison.Ordinal);
        return $"\"{escaped}\"";
    }

    private IEnumerable<(string Key, YamlTree Value)> InOrder(YamlTreeMap map) =>
        map.IsOrdered || _chance is null ? map.Entries : map.Entries.OrderBy(_ => _chance.Next()).ToList();

    private void End() => _text.Append(Trailing()).Append('\n');

    private string Trailing() => Perhaps(8) ? $"{Pick(" ", "  ", "     ")}{Remark()}" : string.Empty;

    private void Remarks(int column)
    {
        for (var i = Perhaps(5) ? 1 + Upto(1) : 0; i > 0; i--)
        {
            _text.Append(Perhaps(3) ? "\n" : string.Empty);
            Pad(Math.Min(_room, Math.Max(0, column + (Perhaps(4) ? Upto(4) - 2 : 0)))).Append(Remark()).Append('\n');
        }

        _text.Append(Perhaps(9) ? "\n" : string.Empty);
        _room = int.MaxValue;
    }

    private string Remark() => Generation.Remarks.Mark("#", ++_remarks) + Pick("", "", " with: { signs }");

    private StringBuilder Pad(int columns) => _text.Append(' ', columns);
}
