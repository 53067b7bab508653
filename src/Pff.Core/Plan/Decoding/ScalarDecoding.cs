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
        return value.IsAbsent ? Mismatch(node, Found(ref reader), indexes) : value;
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

    public static Value Mismatch(DecodingNode node, string found, ReadOnlySpan<int> indexes)
    {
        var path = node.PathOf(indexes);
        var expected = node.Scalar == ScalarExpectation.Any ? "a value" : node.Scalar.ToString().ToLowerInvariant();
        var expectedInPortuguese = node.Scalar == ScalarExpectation.Any ? "um valor" : expected;
        return Value.Of(new Fault(FaultKind.TypeMismatch, new LocalizedText(
            $"{path} is declared as {expected}, and is {found}", $"{path} é declarado como {expectedInPortuguese}, e é {found}")));
    }

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

    private static string Found(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.True or JsonTokenType.False => "bool",
        JsonTokenType.String => "text",
        JsonTokenType.Number => "a number",
        _ => reader.TokenType.ToString(),
    };
}
