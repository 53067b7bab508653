using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Pff.Compiler.Diagnostics;
using Pff.Core.Diagnostics;
using Pff.Core.Text;

namespace Pff.Compiler.Catalogs.OpenApi;

/// <summary>
/// Reads JSON (RFC 8259) into nodes that know their places, which no reader of the platform keeps. Stops at the first
/// mistake, and where the text is deeper or larger than <see cref="DocumentLimits"/>.
/// </summary>
internal sealed class JsonDocumentReader
{
    private readonly SourceText _source;
    private readonly string _text;
    private readonly DiagnosticBag _diagnostics;
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private int _at;
    private int _depth;
    private int _nodeCount;
    private bool _failed;

    private JsonDocumentReader(SourceText source, DiagnosticBag diagnostics)
    {
        _source = source;
        _text = source.Content;
        _diagnostics = diagnostics;
    }

    /// <returns>Null where the text is wrong; a diagnostic then says so.</returns>
    public static DocumentNode? Read(SourceText source, DiagnosticBag diagnostics)
    {
        var reader = new JsonDocumentReader(source, diagnostics);
        reader.SkipBlanks();
        var node = reader.ReadValue();
        reader.SkipBlanks();
        if (!reader._failed && reader._at < reader._text.Length)
        {
            reader.Fail(new("the end of the file", "o fim do arquivo"));
        }

        return reader._failed ? null : node;
    }

    private DocumentNode? ReadValue()
    {
        if (++_nodeCount > DocumentLimits.MaximumNodeCount)
        {
            return FailAt(CompilerDiagnostics.DocumentTooLarge(_source, Here(), DocumentLimits.MaximumNodeCount));
        }

        switch (Peek())
        {
            case '{':
                return ReadNested(ReadMap);
            case '[':
                return ReadNested(ReadList);
            case '"':
                var start = _at;
                return ReadText() is { } text ? new DocumentScalar(DocumentScalarKind.Text, text, SpanFrom(start)) : null;
            case '-' or (>= '0' and <= '9'):
                return ReadNumber();
            default:
                return ReadWord();
        }
    }

    private DocumentNode? ReadNested(Func<DocumentNode?> read)
    {
        if (++_depth > DocumentLimits.MaximumDepth)
        {
            return FailAt(CompilerDiagnostics.DocumentTooDeep(_source, Here(), DocumentLimits.MaximumDepth));
        }

        var node = read();
        _depth--;
        return node;
    }

    private DocumentMap? ReadMap()
    {
        var start = _at++;
        var entries = ImmutableArray.CreateBuilder<DocumentEntry>();
        HashSet<string>? seen = null;
        SkipBlanks();
        while (Peek() != '}')
        {
            if (entries.Count > 0 && !Expect(','))
            {
                return null;
            }

            SkipBlanks();
            var nameStart = _at;
            if (Peek() != '"')
            {
                return Fail<DocumentMap>(new("a quoted name", "um nome entre aspas"));
            }

            if (ReadText() is not { } name)
            {
                return null;
            }

            var nameSpan = SpanFrom(nameStart);
            SkipBlanks();
            if (!Expect(':'))
            {
                return null;
            }

            SkipBlanks();
            if (ReadValue() is not { } value)
            {
                return null;
            }

            seen ??= new HashSet<string>(StringComparer.Ordinal);
            if (seen.Add(name))
            {
                entries.Add(new DocumentEntry(Shared(name), nameSpan, value));
            }
            else
            {
                _diagnostics.Add(CompilerDiagnostics.DocumentRepeatsName(_source, nameSpan, name));
            }

            SkipBlanks();
        }

        _at++;
        return new DocumentMap(entries.ToImmutable(), SpanFrom(start));
    }

    private DocumentList? ReadList()
    {
        var start = _at++;
        var items = ImmutableArray.CreateBuilder<DocumentNode>();
        SkipBlanks();
        while (Peek() != ']')
        {
            if (items.Count > 0 && !Expect(','))
            {
                return null;
            }

            SkipBlanks();
            if (ReadValue() is not { } item)
            {
                return null;
            }

            items.Add(item);
            SkipBlanks();
        }

        _at++;
        return new DocumentList(items.ToImmutable(), SpanFrom(start));
    }

    private string? ReadText()
    {
        var start = ++_at;
        var end = _text.AsSpan(start).IndexOfAny('"', '\\', '\n');
        if (end >= 0 && _text[start + end] == '"' && !HasControl(_text.AsSpan(start, end)))
        {
            _at = start + end + 1;
            return _text.Substring(start, end);
        }

        var builder = new StringBuilder();
        while (_at < _text.Length)
        {
            var unit = _text[_at];
            if (unit == '"')
            {
                _at++;
                return builder.ToString();
            }

            if (unit < ' ')
            {
                return Fail<string>(new("text without control characters", "texto sem caracteres de controle"));
            }

            if (unit != '\\')
            {
                builder.Append(unit);
                _at++;
            }
            else if (!ReadEscape(builder))
            {
                return null;
            }
        }

        return Fail<string>(new("a closing quote", "aspas de fechamento"));
    }

    private bool ReadEscape(StringBuilder builder)
    {
        var escaped = _at + 1 < _text.Length ? _text[_at + 1] : '\0';
        if (escaped == 'u' && _at + 6 <= _text.Length
            && ushort.TryParse(_text.AsSpan(_at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            builder.Append((char)code);
            _at += 6;
            return true;
        }

        var at = "\"\\/bfnrt".IndexOf(escaped);
        if (at < 0 || escaped == '\0')
        {
            Fail(new("an escape such as \\n, \\\" or \\u00e9", "um escape como \\n, \\\" ou \\u00e9"));
            return false;
        }

        builder.Append("\"\\/\b\f\n\r\t"[at]);
        _at += 2;
        return true;
    }

    private DocumentScalar? ReadNumber()
    {
        var start = _at;
        if (Peek() == '-')
        {
            _at++;
        }

        var isWhole = Peek() == '0' ? SkipOne() : SkipDigits();
        if (isWhole && Peek() == '.')
        {
            _at++;
            isWhole = SkipDigits();
        }

        if (isWhole && Peek() is 'e' or 'E')
        {
            _at++;
            if (Peek() is '+' or '-')
            {
                _at++;
            }

            isWhole = SkipDigits();
        }

        return isWhole
            ? new DocumentScalar(DocumentScalarKind.Number, _text[start.._at], SpanFrom(start))
            : Fail<DocumentScalar>(new("a digit", "um dígito"));
    }

    private bool SkipOne()
    {
        _at++;
        return true;
    }

    private bool SkipDigits()
    {
        var start = _at;
        while (char.IsAsciiDigit(Peek()))
        {
            _at++;
        }

        return _at > start;
    }

    private DocumentScalar? ReadWord()
    {
        foreach (var word in (ReadOnlySpan<string>)["true", "false", "null"])
        {
            if (_text.AsSpan(_at).StartsWith(word, StringComparison.Ordinal))
            {
                var start = _at;
                _at += word.Length;
                return new DocumentScalar(word == "null" ? DocumentScalarKind.Null : DocumentScalarKind.Bool, word, SpanFrom(start));
            }
        }

        return Fail<DocumentScalar>(new("a JSON value", "um valor JSON"));
    }

    private bool Expect(char unit)
    {
        if (Peek() == unit)
        {
            _at++;
            return true;
        }

        Fail(new($"'{unit}'", $"'{unit}'"));
        return false;
    }

    private void SkipBlanks()
    {
        while (_at < _text.Length && _text[_at] is ' ' or '\n' or '\r' or '\t')
        {
            _at++;
        }
    }

    private char Peek() => _at < _text.Length ? _text[_at] : '\0';

    private TextSpan SpanFrom(int start) => TextSpan.FromBounds(start, _at);

    private TextSpan Here() => new(Math.Min(_at, _text.Length), _at < _text.Length ? 1 : 0);

    // Documents repeat the same few hundred names thousands of times.
    private string Shared(string name)
    {
        if (_names.TryGetValue(name, out var shared))
        {
            return shared;
        }

        _names.Add(name, name);
        return name;
    }

    private static bool HasControl(ReadOnlySpan<char> text) => text.IndexOfAnyInRange('\0', '\u001F') >= 0;

    private void Fail(LocalizedText expected)
    {
        var found = _at >= _text.Length ? new LocalizedText("the end of the file", "o fim do arquivo")
            : char.IsControl(_text[_at]) ? new($"U+{(int)_text[_at]:X4}", $"U+{(int)_text[_at]:X4}")
            : new($"'{_text[_at]}'", $"'{_text[_at]}'");
        FailAt(CompilerDiagnostics.DocumentIsNotJson(_source, Here(), expected, found));
    }

    private T? Fail<T>(LocalizedText expected)
        where T : class
    {
        Fail(expected);
        return null;
    }

    private DocumentNode? FailAt(Diagnostic diagnostic)
    {
        if (!_failed)
        {
            _failed = true;
            _diagnostics.Add(diagnostic);
        }

        return null;
    }
}
