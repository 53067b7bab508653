using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Pff.Compiler.Manifest;
using Pff.Core.Text;

namespace Pff.Compiler.Importing.Writing;

/// <summary>A YAML text and what its parts were made of.</summary>
internal sealed record WrittenYaml(string Text, ImmutableArray<(TextSpan Place, Origin Origin)> Origins)
{
    /// <summary>The origin of the smallest part with this place in it.</summary>
    public Origin? OriginAt(int offset)
    {
        (TextSpan Place, Origin Origin)? best = null;
        foreach (var candidate in Origins)
        {
            if (candidate.Place.Start <= offset && offset <= candidate.Place.End && (best is null || candidate.Place.Length < best.Value.Place.Length))
            {
                best = candidate;
            }
        }

        return best?.Origin;
    }
}

/// <summary>
/// Writes YAML that reads back as what was written, in this reader and in those of YAML 1.1: a text that could be taken
/// for anything else stands in double quotes, on one line.
/// </summary>
internal sealed class YamlWriter
{
    private readonly StringBuilder _text = new();
    private readonly ImmutableArray<(TextSpan, Origin)>.Builder _origins = ImmutableArray.CreateBuilder<(TextSpan, Origin)>();

    /// <param name="root">The document.</param>
    /// <param name="comments">Lines that stand before it, without their sign.</param>
    public static WrittenYaml Write(WrittenMap root, params ReadOnlySpan<string> comments)
    {
        var writer = new YamlWriter();
        foreach (var comment in comments)
        {
            writer._text.Append("# ").Append(OneLine(comment)).Append('\n');
        }

        writer.WriteEntries(root, 0, startsOnLine: false);
        return new WrittenYaml(writer._text.ToString(), writer._origins.ToImmutable());
    }

    /// <summary>One scalar as it stands in a block or in braces.</summary>
    public static string Scalar(string text) => IsPlain(text) ? text : Quote(text);

    private void WriteEntries(WrittenMap map, int indent, bool startsOnLine)
    {
        if (map.Entries.IsEmpty)
        {
            _text.Append("{}\n");
            return;
        }

        foreach (var entry in map.Entries)
        {
            if (!startsOnLine)
            {
                WriteComments(entry.Comments, indent);
                _text.Append(' ', indent);
            }

            startsOnLine = false;
            _text.Append(KeyOf(entry)).Append(':');
            WriteValue(entry.Value, indent);
        }
    }

    /// <summary>The value behind a key.</summary>
    private void WriteValue(WrittenNode value, int indent)
    {
        var start = _text.Length;
        switch (value)
        {
            case WrittenMap { IsInline: false, Entries.IsEmpty: false } map:
                _text.Append('\n');
                WriteEntries(map, indent + 2, startsOnLine: false);
                break;
            case WrittenList { Items.IsEmpty: false } list:
                _text.Append('\n');
                WriteItems(list, indent + 2);
                break;
            default:
                _text.Append(' ');
                start++;
                WriteInline(value);
                _text.Append('\n');
                break;
        }

        Record(value, start);
    }

    private void WriteItems(WrittenList list, int indent)
    {
        foreach (var item in list.Items)
        {
            WriteComments(item.Comments, indent);
            _text.Append(' ', indent).Append("- ");
            var start = _text.Length;
            switch (item)
            {
                case WrittenMap { IsInline: false, Entries.IsEmpty: false } map:
                    WriteEntries(map, indent + 2, startsOnLine: true);
                    break;
                case WrittenList { Items.IsEmpty: false } inner:
                    _text.Append('\n');
                    WriteItems(inner, indent + 2);
                    break;
                default:
                    WriteInline(item);
                    _text.Append('\n');
                    break;
            }

            Record(item, start);
        }
    }

    private void WriteInline(WrittenNode node)
    {
        var start = _text.Length;
        switch (node)
        {
            case WrittenText text:
                _text.Append(Scalar(text.Text));
                break;
            case WrittenLiteral literal:
                _text.Append(literal.Literal);
                break;
            case WrittenList list:
                _text.Append('[');
                for (var i = 0; i < list.Items.Length; i++)
                {
                    _text.Append(i == 0 ? string.Empty : ", ");
                    WriteInline(list.Items[i]);
                }

                _text.Append(']');
                break;
            case WrittenMap map:
                _text.Append(map.Entries.IsEmpty ? "{" : "{ ");
                for (var i = 0; i < map.Entries.Length; i++)
                {
                    _text.Append(i == 0 ? string.Empty : ", ").Append(KeyOf(map.Entries[i])).Append(": ");
                    WriteInline(map.Entries[i].Value);
                }

                _text.Append(map.Entries.IsEmpty ? "}" : " }");
                break;
            default:
                throw new InvalidOperationException($"no YAML for {node.GetType().Name}");
        }

        Record(node, start);
    }

    private void WriteComments(ImmutableArray<string> comments, int indent)
    {
        foreach (var comment in comments)
        {
            _text.Append(' ', indent).Append("# ").Append(OneLine(comment)).Append('\n');
        }
    }

    private static string KeyOf(WrittenEntry entry) => entry.HasPlainKey ? entry.Key : Scalar(entry.Key);

    private void Record(WrittenNode node, int start)
    {
        if (node.Origin is { } origin)
        {
            _origins.Add((TextSpan.FromBounds(start, _text.Length), origin));
        }
    }

    private static bool IsPlain(string text)
    {
        if (text.Length is 0 or > 200 || !(char.IsAsciiLetter(text[0]) || text[0] == '_'))
        {
            return false;
        }

        foreach (var unit in text)
        {
            if (!char.IsAsciiLetterOrDigit(unit) && unit is not ('_' or '-' or '.' or '/'))
            {
                return false;
            }
        }

        // YAML 1.1 readers take these for bools.
        return YamlCoreSchema.KindOf(text) == YamlScalarKind.Text
            && text.ToLowerInvariant() is not ("yes" or "no" or "on" or "off" or "y" or "n");
    }

    private static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        for (var i = 0; i < text.Length; i++)
        {
            var unit = text[i];
            var isPair = char.IsHighSurrogate(unit) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            if (isPair)
            {
                quoted.Append(unit).Append(text[++i]);
                continue;
            }

            _ = unit switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append("\\\\"),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                < ' ' or (>= '\x7F' and <= '\u00A0') or '\u2028' or '\u2029' or '\uFEFF' or '\uFFFE' or '\uFFFF'
                    => quoted.Append("\\u").Append(((int)unit).ToString("X4", CultureInfo.InvariantCulture)),

                // Half a pair has no UTF-8 and no meaning.
                >= '\uD800' and <= '\uDFFF' => quoted.Append('\uFFFD'),
                _ => quoted.Append(unit),
            };
        }

        return quoted.Append('"').ToString();
    }

    private static string OneLine(string text) => new([.. text.Select(u => char.IsControl(u) || u is '\u2028' or '\u2029' ? ' ' : u)]);
}
