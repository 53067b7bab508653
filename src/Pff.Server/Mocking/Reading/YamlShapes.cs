using Pff.Compiler.Manifest;
using Pff.Core.Diagnostics;
using Pff.Core.Text;
using Pff.Server.Diagnostics;

namespace Pff.Server.Mocking.Reading;

/// <summary>Takes YAML nodes as what they should be, and reports what they are instead.</summary>
internal sealed class YamlShapes(SourceText source, DiagnosticBag diagnostics)
{
    public static readonly LocalizedText AMapping = new("a mapping", "um mapeamento");
    public static readonly LocalizedText AList = new("a list", "uma lista");
    public static readonly LocalizedText AText = new("text", "um texto");

    public SourceText Source { get; } = source;

    public DiagnosticBag Diagnostics { get; } = diagnostics;

    /// <summary>The node as a mapping all of whose keys are among <paramref name="known"/> (any, where it is empty).</summary>
    public YamlMapping? Mapping(YamlNode? node, params string[] known)
    {
        if (node is not YamlMapping mapping)
        {
            Wrong(node, AMapping);
            return null;
        }

        foreach (var entry in mapping.Entries)
        {
            if (known.Length > 0 && !known.Contains(entry.Key.Text))
            {
                Diagnostics.Add(MockDiagnostics.UnknownKey(Source, entry.Key.Span, entry.Key.Text, known));
            }
        }

        return mapping;
    }

    public YamlSequence? List(YamlNode? node)
    {
        if (node is YamlSequence list)
        {
            return list;
        }

        Wrong(node, AList);
        return null;
    }

    /// <summary>A scalar that is not nothing.</summary>
    public YamlScalar? Scalar(YamlNode? node, LocalizedText? expected = null)
    {
        if (node is YamlScalar { IsNull: false } scalar)
        {
            return scalar;
        }

        Wrong(node, expected ?? AText);
        return null;
    }

    public void Missing(YamlMapping mapping, string key, LocalizedText where)
    {
        // A whole route underlined helps nobody: its first line does.
        var end = Source.Content.IndexOf('\n', mapping.Span.Start);
        var span = end < 0 || end >= mapping.Span.End ? mapping.Span : TextSpan.FromBounds(mapping.Span.Start, end);
        Diagnostics.Add(MockDiagnostics.MissingKey(Source, span, key, where));
    }

    public void Wrong(YamlNode? node, LocalizedText expected)
    {
        if (node is not null and not YamlInvalid)
        {
            Diagnostics.Add(MockDiagnostics.WrongShape(Source, node.Span, expected, node.Description));
        }
    }
}
