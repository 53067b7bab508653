using System.Collections.Immutable;

namespace Pff.Core.Text;

/// <summary>
/// Text that stands inside a source in another notation (the value of a YAML scalar, say), together with where each of
/// its code units came from, so that a span in the embedded text can be shown in the source.
/// </summary>
public sealed class EmbeddedText
{
    private readonly ImmutableArray<int> _offsets;

    /// <param name="source">The text that contains the embedded one.</param>
    /// <param name="text">The embedded text, as it reads after escapes and folding.</param>
    /// <param name="offsets">
    /// For each code unit of <paramref name="text"/> the offset in <paramref name="source"/> where it starts, and one
    /// entry more: where the last one ends. Never decreasing.
    /// </param>
    public EmbeddedText(SourceText source, string text, ImmutableArray<int> offsets)
    {
        if (offsets.Length != text.Length + 1)
        {
            throw new ArgumentException("One offset for each code unit and one for the end are needed.", nameof(offsets));
        }

        Source = source;
        Text = text;
        _offsets = offsets;
    }

    public SourceText Source { get; }

    public string Text { get; }

    /// <summary>An embedded text that is the whole source.</summary>
    public static EmbeddedText Whole(SourceText source) =>
        new(source, source.Content, [.. Enumerable.Range(0, source.Content.Length + 1)]);

    /// <summary>The part of this text from <paramref name="start"/>, with its own places.</summary>
    public EmbeddedText Slice(int start, int length) =>
        new(Source, Text.Substring(start, length), _offsets.Slice(start, length + 1));

    /// <summary>The place in the source of a span of the embedded text.</summary>
    public TextSpan ToSource(TextSpan span)
    {
        var start = Math.Clamp(span.Start, 0, Text.Length);
        var end = Math.Clamp(span.End, start, Text.Length);
        return TextSpan.FromBounds(_offsets[start], _offsets[end]);
    }
}
