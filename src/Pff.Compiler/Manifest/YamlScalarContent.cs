using System.Collections.Immutable;
using Pff.Core.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Pff.Compiler.Manifest;

/// <summary>
/// The decoded text of a scalar with the place of each code unit. The parser gives the text and the scalar's ends, so
/// the places are found by decoding again; where the two decodings differ the parser's text stands, and every unit of it
/// is at the whole scalar.
/// </summary>
internal static class YamlScalarContent
{
    public static EmbeddedText Of(SourceText source, TextSpan span, Scalar scalar, int parentIndent)
    {
        var decoded = scalar.Style switch
        {
            ScalarStyle.Literal or ScalarStyle.Folded => YamlBlockScalarDecoder.Decode(source, span, parentIndent),
            ScalarStyle.SingleQuoted when span.Length >= 2 => YamlFlowScalarDecoder.Decode(source, span, '\''),
            ScalarStyle.DoubleQuoted when span.Length >= 2 => YamlFlowScalarDecoder.Decode(source, span, '"'),
            _ => YamlFlowScalarDecoder.Decode(source, span, '\0'),
        };
        return decoded.Text == scalar.Value ? decoded : AtWhole(source, span, scalar.Value);
    }

    /// <summary>A block scalar reaches over the empty lines behind it; what is underlined does not.</summary>
    public static TextSpan WithoutTail(string content, TextSpan span, ScalarStyle style)
    {
        if (style is not (ScalarStyle.Literal or ScalarStyle.Folded))
        {
            return span;
        }

        var end = span.End;
        while (end > span.Start + 1 && char.IsWhiteSpace(content[end - 1]))
        {
            end--;
        }

        return TextSpan.FromBounds(span.Start, end);
    }

    private static EmbeddedText AtWhole(SourceText source, TextSpan span, string text)
    {
        // Offsets may not decrease, so all units but the end stand at the start.
        var offsets = ImmutableArray.CreateBuilder<int>(text.Length + 1);
        offsets.AddRange(Enumerable.Repeat(span.Start, text.Length));
        offsets.Add(span.End);
        return new EmbeddedText(source, text, offsets.MoveToImmutable());
    }
}
