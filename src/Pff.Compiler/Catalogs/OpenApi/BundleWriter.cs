using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pff.Compiler.Catalogs.OpenApi;

/// <summary>Writes the JSON of a bundle and counts what it writes, so that references cannot multiply a small text into a huge one.</summary>
internal sealed class BundleWriter : IDisposable
{
    private readonly ArrayBufferWriter<byte> _buffer = new(1 << 16);
    private readonly Utf8JsonWriter _json;

    public BundleWriter() =>
        _json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public int NodeCount { get; private set; }

    public bool IsFull => NodeCount > DocumentLimits.MaximumNodeCount;

    public ReadOnlyMemory<byte> Finish()
    {
        _json.Flush();
        return _buffer.WrittenMemory;
    }

    public void Name(string name) => _json.WritePropertyName(Clean(name));

    public void StartObject()
    {
        NodeCount++;
        _json.WriteStartObject();
    }

    public void StartObject(string name)
    {
        Name(name);
        StartObject();
    }

    public void EndObject() => _json.WriteEndObject();

    public void StartArray(string name)
    {
        NodeCount++;
        Name(name);
        _json.WriteStartArray();
    }

    public void EndArray() => _json.WriteEndArray();

    public void Text(string name, string value)
    {
        Name(name);
        Text(value);
    }

    public void Text(string value)
    {
        NodeCount++;
        _json.WriteStringValue(Clean(value));
    }

    public void Bool(string name, bool value)
    {
        NodeCount++;
        Name(name);
        _json.WriteBooleanValue(value);
    }

    /// <summary>Writes a value as it stands; its references mean nothing.</summary>
    public void Copy(DocumentNode node)
    {
        switch (node)
        {
            case DocumentMap map:
                StartObject();
                foreach (var entry in map.Entries)
                {
                    Name(entry.Name);
                    Copy(entry.Value);
                }

                EndObject();
                break;
            case DocumentList list:
                NodeCount++;
                _json.WriteStartArray();
                foreach (var item in list.Items)
                {
                    Copy(item);
                }

                _json.WriteEndArray();
                break;
            case DocumentScalar scalar:
                CopyScalar(scalar);
                break;
        }
    }

    public void Dispose() => _json.Dispose();

    private void CopyScalar(DocumentScalar scalar)
    {
        NodeCount++;
        switch (scalar.Kind)
        {
            case DocumentScalarKind.Null:
                _json.WriteNullValue();
                break;
            case DocumentScalarKind.Bool:
                _json.WriteBooleanValue(scalar.Text is ['t' or 'T', ..]);
                break;
            case DocumentScalarKind.Number when long.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole):
                _json.WriteNumberValue(whole);
                break;
            case DocumentScalarKind.Number when double.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number):
                _json.WriteNumberValue(number);
                break;
            default:
                _json.WriteStringValue(Clean(scalar.Text));
                break;
        }
    }

    // Escapes may spell half a surrogate pair, which has no UTF-8.
    private static string Clean(string text) =>
        text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0 ? text : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
