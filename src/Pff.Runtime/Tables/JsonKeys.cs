using System.Text;
using System.Text.Json;

namespace Pff.Runtime.Tables;

/// <summary>
/// The keys of a table's objects, in order of first appearance. Objects of one table mostly have their keys in one order,
/// so the next key is tried first and no text is made for it.
/// </summary>
internal sealed class JsonKeys
{
    private readonly List<string> _names = [];
    private readonly List<byte[]> _utf8 = [];
    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);
    private long[] _seenIn = new long[16];
    private long _object;
    private int _next;

    public IReadOnlyList<string> Names => _names;

    /// <summary>Adds the keys of an object that are new; false where the text is not a JSON object.</summary>
    public bool Collect(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            StartObject();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (IndexOf(ref reader) < 0)
                {
                    Add(reader.GetString()!);
                }

                reader.Read();
                reader.Skip();
            }

            return true;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The second is what an escaped half of a surrogate pair gives.
            return false;
        }
    }

    public void StartObject()
    {
        _object++;
        _next = 0;
    }

    /// <summary>The index of the key at which the reader stands; false where this object had it before.</summary>
    public bool TryTake(ref Utf8JsonReader reader, out int index)
    {
        index = IndexOf(ref reader);
        if (index < 0 || _seenIn[index] == _object)
        {
            return false;
        }

        _seenIn[index] = _object;
        return true;
    }

    private int IndexOf(ref Utf8JsonReader reader)
    {
        if (_next < _utf8.Count && reader.ValueTextEquals(_utf8[_next]))
        {
            return _next++;
        }

        if (!_index.TryGetValue(reader.GetString()!, out var index))
        {
            return -1;
        }

        _next = index + 1;
        return index;
    }

    private void Add(string name)
    {
        _index[name] = _names.Count;
        _names.Add(name);
        _utf8.Add(Encoding.UTF8.GetBytes(name));
        _next = _names.Count;
        if (_seenIn.Length < _names.Count)
        {
            Array.Resize(ref _seenIn, _seenIn.Length * 2);
        }
    }
}
