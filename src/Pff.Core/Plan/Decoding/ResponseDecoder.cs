using System.Text.Json;
using System.Text.Unicode;
using Pff.Core.Diagnostics;

namespace Pff.Core.Plan.Decoding;

/// <summary>What a response was decoded to, or why it could not be.</summary>
public readonly struct DecodedResponse
{
    internal DecodedResponse(Value value) => Value = value;

    internal DecodedResponse(LocalizedText problem) => Problem = problem;

    public Value Value { get; }

    /// <summary>A clause ("it ends too early"); null where there is a value.</summary>
    public LocalizedText? Problem { get; }
}

/// <summary>
/// Decodes JSON (RFC 8259) by a projection, straight from UTF-8: what the projection does not name is skipped. Prepared
/// once for a step and used for all its responses, from any thread; the objects of one place share their names.
/// </summary>
/// <remarks>
/// A part that is not as expected becomes a <see cref="FaultKind.TypeMismatch"/> fault in its place, so that it fails
/// only a row that reads it. The values may keep parts of the buffer, which must not change afterwards.
/// </remarks>
public sealed class ResponseDecoder
{
    /// <summary>Objects and lists inside one another.</summary>
    public const int MaximumDepth = 64;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = MaximumDepth };
    private static readonly LocalizedText NotUtf8 = new("it is not UTF-8", "não é UTF-8");
    private static readonly LocalizedText NotJson = new(
        $"it is malformed, or nested more than {MaximumDepth} deep", $"é malformado, ou aninhado em mais de {MaximumDepth} níveis");

    private readonly DecodingNode _root;

    /// <param name="subject">Whose response it is, as messages about it say: a method's name.</param>
    public ResponseDecoder(Projection projection, string subject) => _root = DecodingNode.Of(projection, subject);

    /// <summary>A clause that is said besides where a response cannot be decoded; null for none.</summary>
    public LocalizedText? Remark { get; init; }

    /// <summary>An empty body is a null. Never throws.</summary>
    public DecodedResponse Decode(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Span.StartsWith("\uFEFF"u8))
        {
            utf8 = utf8[3..];
        }

        if (!Utf8.IsValid(utf8.Span))
        {
            return Problem(NotUtf8);
        }

        var decoding = new Decoding(utf8);
        if (utf8.IsEmpty)
        {
            return new DecodedResponse(decoding.Null(_root));
        }

        try
        {
            var reader = new Utf8JsonReader(utf8.Span, Options);
            reader.Read();
            var value = decoding.Read(ref reader, _root);
            return reader.Read() ? Problem(NotJson) : new DecodedResponse(value);
        }
        catch (JsonException)
        {
            return Problem(NotJson);
        }
    }

    private DecodedResponse Problem(LocalizedText problem) => new(Remark is { } remark
        ? new LocalizedText($"{problem.English}; {remark.English}", $"{problem.Portuguese}; {remark.Portuguese}")
        : problem);
}
