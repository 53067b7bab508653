using System.Collections.Immutable;
using System.Text;
using Pff.Core.Text;

namespace Pff.Compiler.Manifest;

/// <summary>Collects a decoded text together with where each code unit of it stands in the source.</summary>
internal sealed class OffsetTextBuilder
{
    private readonly StringBuilder _text = new();
    private readonly ImmutableArray<int>.Builder _offsets = ImmutableArray.CreateBuilder<int>();
    private int _end;

    public OffsetTextBuilder(int start) => _end = start;

    public void Append(char unit, int start, int end)
    {
        _text.Append(unit);
        _offsets.Add(start);
        _end = end;
    }

    public void Append(ReadOnlySpan<char> units, int start, int end)
    {
        foreach (var unit in units)
        {
            Append(unit, start, end);
        }
    }

    public void Append(OffsetTextBuilder other)
    {
        if (other._offsets.Count > 0)
        {
            _text.Append(other._text);
            _offsets.AddRange(other._offsets);
            _end = other._end;
        }
    }

    public int Length => _offsets.Count;

    public void Clear()
    {
        _text.Clear();
        _offsets.Clear();
    }

    public EmbeddedText ToEmbeddedText(SourceText source)
    {
        _offsets.Add(_end);
        return new EmbeddedText(source, _text.ToString(), _offsets.ToImmutable());
    }
}
