using System.Globalization;
using System.Text;
using Antlr4.Runtime;
using Pff.Compiler.Diagnostics;

namespace Pff.Compiler.Syntax;

/// <summary>What the text between quotes means: CEL's escape sequences (langdef.md, "String and Bytes Values").</summary>
internal sealed class TextDecoder(SyntaxReporter reporter)
{
    /// <summary>The value of a string token, with its prefix and quotes.</summary>
    public string DecodeString(IToken token)
    {
        var text = token.Text;
        var isRaw = text[0] is 'r' or 'R';
        var start = isRaw ? 1 : 0;
        var quoteLength = IsTriple(text.AsSpan(start)) ? 3 : 1;
        var content = text.AsSpan(start + quoteLength, text.Length - start - (2 * quoteLength));
        return isRaw ? NormalizeLineEnds(content.ToString()) : Decode(content, token.StartIndex + start + quoteLength, isFormat: false);
    }

    /// <summary>The value of a piece of an interpolated text, where a doubled brace stands for one.</summary>
    public string DecodePiece(IToken token) => Decode(token.Text, token.StartIndex, isFormat: true);

    private static bool IsTriple(ReadOnlySpan<char> text) => text.Length >= 6 && text[1] == text[0] && text[2] == text[0];

    /// <summary>As CEL's implementations do, so that a text does not depend on how its file was saved.</summary>
    private static string NormalizeLineEnds(string text) =>
        text.Contains('\r') ? text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n') : text;

    private string Decode(ReadOnlySpan<char> content, int offset, bool isFormat)
    {
        var result = new StringBuilder(content.Length);
        for (var i = 0; i < content.Length;)
        {
            if (content[i] == '\\')
            {
                i += DecodeEscape(content[i..], offset + i, result);
            }
            else if (content[i] == '\r')
            {
                result.Append('\n');
                i += i + 1 < content.Length && content[i + 1] == '\n' ? 2 : 1;
            }
            else
            {
                var isDoubled = isFormat && content[i] is '{' or '}';
                result.Append(content[i]);
                i += isDoubled ? 2 : 1;
            }
        }

        return result.ToString();
    }

    /// <summary>Appends what the escape at the start of <paramref name="rest"/> stands for and gives its length.</summary>
    private int DecodeEscape(ReadOnlySpan<char> rest, int offset, StringBuilder result)
    {
        var letter = rest.Length > 1 ? rest[1] : '\0';
        switch (letter)
        {
            case 'a': result.Append('\a'); return 2;
            case 'b': result.Append('\b'); return 2;
            case 'f': result.Append('\f'); return 2;
            case 'n': result.Append('\n'); return 2;
            case 'r': result.Append('\r'); return 2;
            case 't': result.Append('\t'); return 2;
            case 'v': result.Append('\v'); return 2;
            case '\\' or '?' or '"' or '\'' or '`': result.Append(letter); return 2;
            case 'x' or 'X': return DecodeCode(rest, 2, 2, 16, offset, result);
            case 'u': return DecodeCode(rest, 2, 4, 16, offset, result);
            case 'U': return DecodeCode(rest, 2, 8, 16, offset, result);
            case >= '0' and <= '3': return DecodeCode(rest, 1, 3, 8, offset, result);
            default: return Reject(rest, Math.Min(2, rest.Length), offset);
        }
    }

    private int DecodeCode(ReadOnlySpan<char> rest, int start, int digits, int numberBase, int offset, StringBuilder result)
    {
        var code = 0L;
        for (var i = start; i < start + digits; i++)
        {
            if (i >= rest.Length || !char.IsAsciiHexDigit(rest[i]) || (numberBase == 8 && rest[i] > '7'))
            {
                return Reject(rest, Math.Min(i, rest.Length), offset);
            }

            code = (code * numberBase) + int.Parse(rest.Slice(i, 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        }

        if (code > int.MaxValue || !Rune.IsValid((int)code))
        {
            return Reject(rest, start + digits, offset);
        }

        result.Append(new Rune((int)code).ToString());
        return start + digits;
    }

    private int Reject(ReadOnlySpan<char> rest, int length, int offset)
    {
        reporter.Report(CompilerDiagnostics.InvalidEscape(
            reporter.Source, reporter.Map(offset, offset + length), rest[..length].ToString()));
        return length;
    }
}
