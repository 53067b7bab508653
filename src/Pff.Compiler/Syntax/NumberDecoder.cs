using System.Globalization;
using System.Numerics;
using Antlr4.Runtime;
using Pff.Compiler.Diagnostics;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Text;
using Pff.Core.Types;
using static Pff.Compiler.Syntax.Generated.ExpressionLexer;

namespace Pff.Compiler.Syntax;

/// <summary>
/// What a number, decimal or duration means. The sign belongs to it: the smallest int has no positive counterpart.
/// </summary>
internal sealed class NumberDecoder(SyntaxReporter reporter)
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    private const int MaximumDecimalDigits = 28;

    private static readonly LocalizedText IntRange = new(
        "an int is a whole number of 64 bits", "um int é um número inteiro de 64 bits");

    private static readonly LocalizedText DoubleRange = new(
        "a double ends at about 1.8e308", "um double termina em cerca de 1.8e308");

    private static readonly LocalizedText DecimalRange = new(
        "a decimal has at most 28 digits", "um decimal tem no máximo 28 dígitos");

    private static readonly LocalizedText DurationRange = new(
        "a duration is at most about 292 years (64 bits of nanoseconds)", "uma duração tem no máximo cerca de 292 anos (64 bits de nanossegundos)");

    public static bool IsNumber(int type) => type is INT or HEX or FLOAT or DECIMAL or DURATION;

    /// <param name="token">A token for which <see cref="IsNumber"/> holds.</param>
    /// <param name="isNegative">Whether a minus sign before it belongs to it.</param>
    /// <param name="span">The place in the source, with the sign.</param>
    public ExpressionSyntax Decode(IToken token, bool isNegative, TextSpan span)
    {
        var text = token.Text;
        return token.Type switch
        {
            INT => DecodeInt(text, isNegative, BigInteger.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture), span),
            HEX => DecodeInt(text, isNegative, BigInteger.Parse("0" + text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture), span),
            FLOAT => DecodeDouble(text, isNegative, span),
            DECIMAL => DecodeDecimal(text, isNegative, span),
            _ => DecodeDuration(text, isNegative, span),
        };
    }

    private ExpressionSyntax DecodeInt(string text, bool isNegative, BigInteger magnitude, TextSpan span)
    {
        var number = isNegative ? -magnitude : magnitude;
        return number >= long.MinValue && number <= long.MaxValue
            ? new LiteralSyntax(Value.Of((long)number), PffType.Int, span)
            : OutOfRange(text, isNegative, IntRange, span);
    }

    private ExpressionSyntax DecodeDouble(string text, bool isNegative, TextSpan span)
    {
        var number = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(number)
            ? new LiteralSyntax(Value.Of(isNegative ? -number : number), PffType.Double, span)
            : OutOfRange(text, isNegative, DoubleRange, span);
    }

    private ExpressionSyntax DecodeDecimal(string text, bool isNegative, TextSpan span)
    {
        var digits = text[..^1];
        if (digits.TrimStart('0', '.').Count(char.IsAsciiDigit) > MaximumDecimalDigits || digits.Length - digits.IndexOf('.', StringComparison.Ordinal) - 1 > MaximumDecimalDigits)
        {
            return OutOfRange(text, isNegative, DecimalRange, span);
        }

        var number = decimal.Parse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        return new LiteralSyntax(Value.Of(isNegative ? -number : number), PffType.Decimal, span);
    }

    private ExpressionSyntax DecodeDuration(string text, bool isNegative, TextSpan span)
    {
        var nanoseconds = BigInteger.Zero;
        var rest = text.AsSpan();
        while (rest.Length > 0)
        {
            var numberLength = LengthOf(rest, c => char.IsAsciiDigit(c) || c == '.');
            var unitLength = LengthOf(rest[numberLength..], char.IsAsciiLetter);
            nanoseconds += Part(rest[..numberLength], rest.Slice(numberLength, unitLength));
            rest = rest[(numberLength + unitLength)..];
        }

        nanoseconds = isNegative ? -nanoseconds : nanoseconds;
        if (nanoseconds < long.MinValue || nanoseconds > long.MaxValue)
        {
            return OutOfRange(text, isNegative, DurationRange, span);
        }

        var seconds = BigInteger.DivRem(nanoseconds, NanosecondsPerSecond, out var remainder);
        var literal = new LiteralSyntax(Value.Of(new Duration((long)seconds, (int)remainder)), PffType.Duration, span);
        return IsWholeMinutes(text) && decimal.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? literal with { DecimalReading = isNegative ? -number : number }
            : literal;
    }

    private static int LengthOf(ReadOnlySpan<char> text, Func<char, bool> isPart)
    {
        var length = 0;
        while (length < text.Length && isPart(text[length]))
        {
            length++;
        }

        return length;
    }

    private static bool IsWholeMinutes(string text) => text[^1] == 'm' && text.AsSpan(0, text.Length - 1).IndexOfAnyExceptInRange('0', '9') < 0;

    /// <summary>A fraction finer than a nanosecond is cut off.</summary>
    private static BigInteger Part(ReadOnlySpan<char> number, ReadOnlySpan<char> unit)
    {
        var scale = unit switch
        {
            "d" => 86_400 * NanosecondsPerSecond,
            "h" => 3_600 * NanosecondsPerSecond,
            "m" => 60 * NanosecondsPerSecond,
            "s" => NanosecondsPerSecond,
            "ms" => 1_000_000,
            "us" => 1_000,
            _ => 1,
        };
        var point = number.IndexOf('.');
        if (point < 0)
        {
            return BigInteger.Parse(number, NumberStyles.None, CultureInfo.InvariantCulture) * scale;
        }

        var fraction = number[(point + 1)..];
        var digits = BigInteger.Parse(number[..point].ToString() + fraction.ToString(), NumberStyles.None, CultureInfo.InvariantCulture);
        return digits * scale / BigInteger.Pow(10, fraction.Length);
    }

    private ErrorSyntax OutOfRange(string text, bool isNegative, LocalizedText range, TextSpan span)
    {
        reporter.Report(CompilerDiagnostics.NumberOutOfRange(reporter.Source, span, isNegative ? "-" + text : text, range));
        return new ErrorSyntax(span);
    }
}
