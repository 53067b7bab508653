using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Antlr4.Runtime;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Manifest;
using Pff.Compiler.Syntax;
using Pff.Core.Diagnostics;
using Pff.Core.Text;
using static Pff.Compiler.Syntax.Generated.ExpressionLexer;

namespace Pff.Compiler.Modules;

/// <summary>
/// A place in the tokens of a module. Declarations and steps are read from here by hand, expressions are cut out and given
/// to the expression parser, so that modules and manifests have one expression language.
/// </summary>
internal sealed class ModuleCursor
{
    private readonly EmbeddedText _text;
    private readonly List<IToken> _tokens;
    private readonly DiagnosticBag _diagnostics;
    private readonly ExpressionExtent _extent;
    private int _at;
    private int _lastReportAt = -1;

    public ModuleCursor(SourceText source, DiagnosticBag diagnostics)
    {
        Source = source;
        _text = EmbeddedText.Whole(source);
        _diagnostics = diagnostics;
        _tokens = [.. TokenReader.CreateLexer(source.Content).GetAllTokens().Where(t => t.Channel == TokenConstants.DefaultChannel)];
        _extent = new ExpressionExtent(_tokens, StartsLine);
    }

    public SourceText Source { get; }

    /// <summary>Whether a mistake of this module's own grammar was found.</summary>
    public bool HasReported => _lastReportAt >= 0;

    public bool IsAtEnd => _at >= _tokens.Count;

    public int Type => TypeAt(0);

    public string Text => TextAt(0);

    public int Position => _at;

    /// <summary>The current token, or the end of the text.</summary>
    public TextSpan Span => SpanAt(_at);

    /// <summary>The end of the token before this one.</summary>
    public int EndOfPrevious => _at == 0 ? 0 : _tokens[_at - 1].StopIndex + 1;

    public int TypeAt(int ahead) => _at + ahead < _tokens.Count ? _tokens[_at + ahead].Type : TokenConstants.EOF;

    public string TextAt(int ahead) => _at + ahead < _tokens.Count ? _tokens[_at + ahead].Text : string.Empty;

    public TextSpan SpanFrom(TextSpan start) => TextSpan.FromBounds(start.Start, Math.Max(start.End, EndOfPrevious));

    /// <summary>Whether the current token is the first of its line.</summary>
    public bool IsFirstOfLine => StartsLine(_at);

    /// <summary>Whether the token some places ahead is the first of its line.</summary>
    public bool StartsLineAt(int ahead) => StartsLine(_at + ahead);

    public void Skip() => _at = Math.Min(_at + 1, _tokens.Count);

    public bool IsWord(string word, int ahead = 0) => TypeAt(ahead) == IDENTIFIER && TextAt(ahead) == word;

    /// <summary>Whether a word follows on the same line: what follows on another is a step of its own.</summary>
    public bool TryWord(string word) => TryTake(IsWord(word));

    public bool TryToken(int type) => TryTake(Type == type);

    /// <summary>Signs that expressions do not have: <c>=</c>.</summary>
    public bool TrySign(string sign) => TryTake(Type == UNKNOWN && Text == sign);

    public bool TryArrow()
    {
        if (Type == MINUS && TypeAt(1) == GREATER && _tokens[_at + 1].StartIndex == _tokens[_at].StopIndex + 1)
        {
            _at += 2;
            return true;
        }

        return false;
    }

    public bool Expect(int type, LocalizedText expected)
    {
        if (TryToken(type))
        {
            return true;
        }

        Report(expected);
        return false;
    }

    public bool ExpectWord(string word)
    {
        if (TryWord(word))
        {
            return true;
        }

        Report(new($"'{word}'", $"'{word}'"));
        return false;
    }

    public ManifestName? ExpectName(LocalizedText expected)
    {
        if (TryName(out var name))
        {
            return name;
        }

        Report(expected);
        return null;
    }

    public bool TryName([NotNullWhen(true)] out ManifestName? name)
    {
        name = Type == IDENTIFIER ? new ManifestName(Text, Span) : null;
        return TryTake(name is not null);
    }

    /// <summary>A text in quotes, with the span of the quotes.</summary>
    public ManifestName? ExpectText(LocalizedText expected)
    {
        if (Type == STRING && ParseExpression(_at, _at + 1) is LiteralSyntax literal)
        {
            _at++;
            return new ManifestName(literal.Value.AsText, literal.Span);
        }

        Report(expected);
        return null;
    }

    public LimitSyntax? ExpectNumber(LocalizedText expected)
    {
        if (Type == INT)
        {
            var limit = new LimitSyntax(
                long.TryParse(Text, System.Globalization.CultureInfo.InvariantCulture, out var value) ? value : null, Text, Span);
            _at++;
            return limit;
        }

        Report(expected);
        return null;
    }

    /// <summary>A number with or without a sign and a point, as it is written; the <c>m</c> of a decimal is left out.</summary>
    public ManifestName? ExpectDecimal(LocalizedText expected)
    {
        var start = Span;
        var isNegative = Type == MINUS;
        var number = isNegative ? 1 : 0;
        if (TypeAt(number) is not (INT or FLOAT or DECIMAL or DURATION))
        {
            Report(expected);
            return null;
        }

        _at += number + 1;
        return new ManifestName((isNegative ? "-" : string.Empty) + TextAt(-1).TrimEnd('m'), SpanFrom(start));
    }

    /// <summary>A constant duration such as <c>2s</c>, in milliseconds.</summary>
    public LimitSyntax? ExpectDuration(LocalizedText expected)
    {
        if (Type == DURATION && ParseExpression(_at, _at + 1) is LiteralSyntax { Value.Kind: Core.Plan.ValueKind.Duration } literal)
        {
            var duration = literal.Value.AsDuration;
            var limit = new LimitSyntax((duration.Seconds * 1000) + (duration.Nanoseconds / 1_000_000), Text, Span);
            _at++;
            return limit;
        }

        Report(expected);
        return null;
    }

    /// <summary>What a case of a match can be: a text, a whole number, true, false or null; null where none stands here.</summary>
    public Core.Plan.Value? ReadConstant()
    {
        var end = _at + (Type == MINUS ? 2 : 1);
        if (end > _tokens.Count || (Type == MINUS ? TypeAt(1) != INT : Type is not (INT or STRING or TRUE or FALSE or NULL)))
        {
            return null;
        }

        var literal = ParseExpression(_at, end) as LiteralSyntax;
        _at = end;
        return literal?.Value;
    }

    /// <summary>The expression that starts here, up to where the words of the module go on.</summary>
    public ExpressionSyntax ReadExpression()
    {
        var end = _extent.Find(_at);
        if (end == _at)
        {
            Report(new("an expression", "uma expressão"));
            return new ErrorSyntax(new TextSpan(Span.Start, 0));
        }

        var expression = ParseExpression(_at, end);
        _at = end;
        return expression;
    }

    public ExpressionValueSyntax ReadValue() => new(Source, ReadExpression());

    /// <summary>The expression that started at a token before, in which what was read since stands for a name.</summary>
    public ExpressionValueSyntax ReadValueSince(int first, string name)
    {
        var (start, end) = (_tokens[first].StartIndex, EndOfPrevious);
        var last = Math.Max(_extent.Find(first), _at);
        var rest = _text.Slice(end, _tokens[last - 1].StopIndex + 1 - end);
        ImmutableArray<int> offsets =
        [
            start, .. Enumerable.Repeat(end, name.Length - 1),
            .. Enumerable.Range(end, rest.Text.Length + 1),
        ];
        _at = last;
        return new ExpressionValueSyntax(Source, Parse(new EmbeddedText(Source, name + rest.Text, offsets)));
    }

    /// <summary>Whether an expression that starts here ends with the bracket that is opened some tokens ahead.</summary>
    public bool EndsExpressionBehindBracket(int ahead) => _extent.Find(_at) == _extent.Partner(_at + ahead) + 1;

    /// <summary>Whether one of the arguments in the bracket that is opened some tokens ahead is a lambda, as no method takes one.</summary>
    public bool HasLambdaInBracket(int ahead)
    {
        var end = _extent.Partner(_at + ahead);
        for (var at = _at + ahead + 1; at < end; at = _extent.Partner(at) + 1)
        {
            if (_tokens[at].Type == ARROW)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What was read since a place as one expression, or null where it is none.</summary>
    public ExpressionSyntax? ExpressionSince(int start)
    {
        var parsed = ExpressionParser.Parse(_text.Slice(start, EndOfPrevious - start));
        return parsed.Diagnostics.IsEmpty ? parsed.Root : null;
    }

    /// <summary>Reports what should stand here, once a place.</summary>
    public void Report(LocalizedText expected)
    {
        if (_lastReportAt != _at)
        {
            _lastReportAt = _at;
            _diagnostics.Add(CompilerDiagnostics.ModuleExpected(Source, Span, expected, IsAtEnd ? null : Text));
        }
    }

    public void Add(Diagnostic diagnostic)
    {
        _lastReportAt = _at;
        _diagnostics.Add(diagnostic);
    }

    /// <summary>Goes on to the next line, or over a block that starts before it, and always at least one token.</summary>
    public void SkipStatement()
    {
        var depth = 0;
        var start = _at;
        while (!IsAtEnd)
        {
            if (depth == 0 && _at > start && (IsFirstOfLine || Type == RBRACE))
            {
                return;
            }

            depth += Brackets.CloserOf(Type) >= 0 ? 1 : Brackets.IsCloser(Type) && depth > 0 ? -1 : 0;
            _at++;
        }
    }

    private bool TryTake(bool isThere)
    {
        _at += isThere ? 1 : 0;
        return isThere;
    }

    private ExpressionSyntax ParseExpression(int first, int end)
    {
        var start = _tokens[first].StartIndex;
        return Parse(_text.Slice(start, _tokens[end - 1].StopIndex + 1 - start));
    }

    private ExpressionSyntax Parse(EmbeddedText text)
    {
        var parsed = ExpressionParser.Parse(text);
        _diagnostics.AddRange(parsed.Diagnostics);
        return parsed.Root;
    }

    private bool StartsLine(int index) =>
        index == 0 || (index < _tokens.Count
            && Source.Content.AsSpan(_tokens[index - 1].StopIndex + 1, _tokens[index].StartIndex - _tokens[index - 1].StopIndex - 1).Contains('\n'));

    private TextSpan SpanAt(int index) => index < _tokens.Count
        ? TextSpan.FromBounds(_tokens[index].StartIndex, _tokens[index].StopIndex + 1)
        : new TextSpan(Source.Content.Length, 0);
}
