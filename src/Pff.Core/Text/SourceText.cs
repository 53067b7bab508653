using System.Collections.Immutable;

namespace Pff.Core.Text;

/// <summary>A named text with its line table. <see cref="Path"/> is shown to people, with forward slashes.</summary>
public sealed class SourceText
{
    private readonly ImmutableArray<int> _lineStarts;

    public SourceText(string path, string content)
    {
        Path = path;
        Content = content;
        _lineStarts = FindLineStarts(content);
    }

    public string Path { get; }

    public string Content { get; }

    public int LineCount => _lineStarts.Length;

    /// <summary>Zero-based line and column (in UTF-16 code units) of an offset; offsets past the end give the end.</summary>
    public (int Line, int Column) GetPosition(int offset)
    {
        offset = Math.Clamp(offset, 0, Content.Length);
        var index = _lineStarts.BinarySearch(offset);
        var line = index >= 0 ? index : ~index - 1;
        return (line, offset - _lineStarts[line]);
    }

    /// <summary>The offset of a zero-based line and column, clamped to the line.</summary>
    public int GetOffset(int line, int column)
    {
        line = Math.Clamp(line, 0, _lineStarts.Length - 1);
        var end = line + 1 < _lineStarts.Length ? _lineStarts[line + 1] : Content.Length;
        return Math.Clamp(_lineStarts[line] + column, _lineStarts[line], end);
    }

    /// <summary>The text of a zero-based line, without its line break.</summary>
    public string GetLine(int line)
    {
        var start = _lineStarts[line];
        var end = line + 1 < _lineStarts.Length ? _lineStarts[line + 1] : Content.Length;
        return Content[start..end].TrimEnd('\r', '\n');
    }

    public string GetText(TextSpan span)
    {
        var start = Math.Clamp(span.Start, 0, Content.Length);
        return Content[start..Math.Clamp(span.End, start, Content.Length)];
    }

    private static ImmutableArray<int> FindLineStarts(string content)
    {
        var starts = ImmutableArray.CreateBuilder<int>();
        starts.Add(0);
        for (var i = 0; i < content.Length; i++)
        {
            if (content[i] == '\n')
            {
                starts.Add(i + 1);
            }
            else if (content[i] == '\r' && (i + 1 == content.Length || content[i + 1] != '\n'))
            {
                starts.Add(i + 1);
            }
        }

        return starts.ToImmutable();
    }
}
