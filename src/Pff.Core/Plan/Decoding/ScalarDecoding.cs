using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using Pff.Core.Diagnostics;
using Pff.Core.Plan.Library;

namespace Pff.Core.Plan.Decoding;

/// <summary>Texts, numbers and booleans, checked against what is declared.</summary>
internal static class ScalarDecoding
{
    /// <summary>What a decimal keeps exactly, whatever the digits are.</summary>
    private const int DecimalDigits = 28;

    private static readonly SearchValues<byte> NumberCharacters = SearchValues.Create("0123456789+-.eE"u8);

    public static Value Read(ref Utf8JsonReader reader, DecodingNode node, ReadOnlySpan<int> indexes)
    {
        var value = node.Scalar switch
        {
            ScalarExpectation.Any => Any(ref reader),
            ScalarExpectation.Bool when reader.TokenType is JsonTokenType.True or JsonTokenType.False => Value.Of(reader.GetBoolean()),
            ScalarExpectation.Int when reader.TokenType == JsonTokenType.Number => Int(ref reader),
            ScalarExpectation.Double when reader.TokenType == JsonTokenType.Number => Double(ref reader),
            ScalarExpectation.Decimal when reader.TokenType is JsonTokenType.Number or JsonTokenType.String => Decimal(ref reader),
            ScalarExpectation.Text when reader.TokenType == JsonTokenType.String => Value.Of(Text(ref reader)),
            ScalarExpectation.Timestamp when reader.TokenType == JsonTokenType.String => Timestamp(ref reader),
            ScalarExpectation.Duration when reader.TokenType == JsonTokenType.String => Duration(ref reader),
            _ => Value.Absent,
        };
        return value.IsAbsent ? Mismatch(node, Found(reader.TokenType, node.Scalar), indexes) : value;
    }

    /// <exception cref="JsonException">An escape that stands for no character.</exception>
    public static string Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            // How the reader reports half of a surrogate pair.
            throw new JsonException(e.Message, e);
        }
    }

    public static Value Mismatch(DecodingNode node, LocalizedText found, ReadOnlySpan<int> indexes)
    {
        var path = node.PathOf(indexes);
        var expected = Expected(node);
        return Value.Of(new Fault(FaultKind.TypeMismatch, new LocalizedText(
            $"{path} is declared as {expected.English}, and is {found.English}",
            $"{path} é declarado como {expected.Portuguese}, e é {found.Portuguese}")));
    }

    /// <summary>A name of a type or a word of JSON, which is the same in both languages.</summary>
    public static LocalizedText Word(string word) => new(word, word);

    private static LocalizedText Expected(DecodingNode node) => node.Scalar switch
    {
        not ScalarExpectation.Any => Word(node.Scalar.ToString().ToLowerInvariant()),
        _ when node.Names.Length > 0 => new("an object", "um objeto"),
        _ when node.Elements is not null => new("a list or a map", "uma lista ou um mapa"),
        _ => new("a value", "um valor"),
    };

    private static Value Any(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.True => Value.True,
        JsonTokenType.False => Value.False,
        JsonTokenType.String => Value.Of(Text(ref reader)),
        _ => reader.TryGetInt64(out var whole) ? Value.Of(whole) : Double(ref reader),
    };

    /// <summary>A whole number however it is written (<c>5</c>, <c>5.0</c>, <c>5e0</c>), exact in 64 bits.</summary>
    private static Value Int(ref Utf8JsonReader reader)
    {
        if (reader.TryGetInt64(out var whole))
        {
            return Value.Of(whole);
        }

        return IsExactDecimal(reader.ValueSpan) && reader.TryGetDecimal(out var number)
            && number >= long.MinValue && number <= long.MaxValue && decimal.Truncate(number) == number
            ? Value.Of((long)number)
            : Value.Absent;
    }

    private static Value Double(ref Utf8JsonReader reader) =>
        reader.TryGetDouble(out var number) && double.IsFinite(number) ? Value.Of(number) : Value.Absent;

    /// <summary>Servers write exact decimals as numbers or, so that nobody makes doubles of them, as texts.</summary>
    private static Value Decimal(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number)
        {
            return IsExactDecimal(reader.ValueSpan) && reader.TryGetDecimal(out var number) ? Value.Of(number) : Value.Absent;
        }

        return !reader.ValueIsEscaped && IsNumber(reader.ValueSpan) && IsExactDecimal(reader.ValueSpan)
            && NumberText.TryParse(Text(ref reader), out decimal written)
            ? Value.Of(written)
            : Value.Absent;
    }

    private static Value Timestamp(ref Utf8JsonReader reader) =>
        TimestampText.TryParse(Text(ref reader), out var timestamp) ? Value.Of(timestamp) : Value.Absent;

    private static Value Duration(ref Utf8JsonReader reader)
    {
        var text = Text(ref reader);
        return IsoDuration.TryParse(text, out var duration) || DurationText.TryParse(text, out duration, out _)
            ? Value.Of(duration)
            : Value.Absent;
    }

    private static bool IsNumber(ReadOnlySpan<byte> text) => text.Length > 0 && !text.ContainsAnyExcept(NumberCharacters);

    /// <summary>
    /// Whether a decimal holds the number as it is written. Parsing would round without a word: beyond 28 digits, and
    /// below 1e-28.
    /// </summary>
    private static bool IsExactDecimal(ReadOnlySpan<byte> number)
    {
        var mark = number.IndexOfAny((byte)'e', (byte)'E');
        if (mark < 0 && number.Length <= DecimalDigits)
        {
            return true;
        }

        var exponent = 0;
        if (mark >= 0 && (!Utf8Parser.TryParse(number[(mark + 1)..].TrimStart((byte)'+'), out exponent, out _) || Math.Abs((long)exponent) > 1000))
        {
            return false;
        }

        var mantissa = (mark < 0 ? number : number[..mark]).TrimStart("+-"u8);
        var point = mantissa.IndexOf((byte)'.');
        var whole = (point < 0 ? mantissa : mantissa[..point]).TrimStart((byte)'0');
        var fraction = point < 0 ? default : mantissa[(point + 1)..].TrimEnd((byte)'0');
        var digits = whole.Length > 0 ? whole.Length + fraction.Length : fraction.TrimStart((byte)'0').Length;
        if (fraction.IsEmpty)
        {
            digits = whole.TrimEnd((byte)'0').Length;
        }

        return digits <= DecimalDigits && fraction.Length - exponent <= DecimalDigits;
    }

    /// <summary>Of the right kind and all the same no value: then what is wrong with it, because its kind would tell nothing.</summary>
    private static LocalizedText Found(JsonTokenType token, ScalarExpectation expected) => (token, expected) switch
    {
        (JsonTokenType.Number, ScalarExpectation.Int) => new("a number that is not whole, or too large", "um número que não é inteiro, ou grande demais"),
        (JsonTokenType.Number, ScalarExpectation.Double) => new("a number that is too large", "um número grande demais"),
        (JsonTokenType.Number, ScalarExpectation.Decimal) => new("a number of more digits than a decimal keeps", "um número com mais dígitos do que um decimal guarda"),
        (JsonTokenType.String, ScalarExpectation.Decimal) => new("a text that is no decimal", "um texto que não é um decimal"),
        (JsonTokenType.String, ScalarExpectation.Timestamp) => new(
            "a text that is no time with a zone, like 2026-11-22T15:42:33Z", "um texto que não é um momento com fuso, como 2026-11-22T15:42:33Z"),
        (JsonTokenType.String, ScalarExpectation.Duration) => new("a text that is no duration, like PT90S", "um texto que não é uma duração, como PT90S"),
        (JsonTokenType.Number, _) => new("a number", "um número"),
        (JsonTokenType.String, _) => new("text", "texto"),
        _ => Word("bool"),
    };
}
