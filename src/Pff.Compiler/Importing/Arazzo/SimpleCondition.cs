using System.Globalization;
using System.Text;
using Pff.Compiler.Diagnostics;
using Pff.Core.Diagnostics;
using Pff.Core.Text;

namespace Pff.Compiler.Importing.Arazzo;

/// <summary>A condition, or a part of one.</summary>
/// <param name="Text">As an expression of the manifest.</param>
/// <param name="Constant">Its value where that is known: the status of a response is.</param>
internal sealed record ConditionTerm(string Text, bool? Constant = null)
{
    public long? Number { get; init; }

    public bool IsText { get; init; }

    public bool IsNull { get; init; }

    /// <summary>The expression that gives null where its last field is missing; null where it is no path.</summary>
    public string? Safe { get; init; }
}

/// <summary>Arazzo's simple conditions, as expressions of a manifest.</summary>
internal sealed class SimpleCondition
{
    private const int MaximumDepth = 32;
    private const int MaximumLength = 4_000;

    private readonly string _text;
    private readonly TextSpan _span;
    private readonly ExpressionScope _scope;
    private readonly int? _status;
    private readonly string? _item;
    private int _at;
    private int _depth;
    private bool _failed;

    private SimpleCondition(string text, TextSpan span, ExpressionScope scope, int? status, string? item)
    {
        _text = text;
        _span = span;
        _scope = scope;
        _status = status;
        _item = item;
    }

    /// <param name="text">The condition.</param>
    /// <param name="span">Its place.</param>
    /// <param name="scope">What runtime expressions mean here.</param>
    /// <param name="status">The status of the response; null where it is the error's.</param>
    /// <param name="item">What <c>@</c> means, or null.</param>
    /// <returns>Null where it cannot be carried; a diagnostic then says why.</returns>
    public static ConditionTerm? Translate(string text, TextSpan span, ExpressionScope scope, int? status, string? item = null)
    {
        if (text.Length > MaximumLength)
        {
            scope.Report.NotCarried(span, new("The condition", "A condição"), new("it is too long", "ela é longa demais"));
            return null;
        }

        var condition = new SimpleCondition(text, span, scope, status, item);
        var term = condition.Or();
        condition.SkipBlanks();
        if (term is not null && !condition._failed && condition._at < text.Length)
        {
            condition.Expected(new("an operator", "um operador"));
        }

        return condition._failed ? null : term;
    }

    private ConditionTerm? Or()
    {
        var left = And();
        while (left is not null && Take("||"))
        {
            left = And() is { } right ? Join(left, right, "||", absorbing: true) : null;
        }

        return left;
    }

    private ConditionTerm? And()
    {
        var left = Comparison();
        while (left is not null && Take("&&"))
        {
            left = Comparison() is { } right ? Join(left, right, "&&", absorbing: false) : null;
        }

        return left;
    }

    private static ConditionTerm Join(ConditionTerm left, ConditionTerm right, string sign, bool absorbing) => (left.Constant, right.Constant) switch
    {
        ({ } value, _) => value == absorbing ? left : right,
        (_, { } value) => value == absorbing ? right : left,
        _ => new ConditionTerm($"({left.Text} {sign} {right.Text})"),
    };

    private ConditionTerm? Comparison()
    {
        if (Not() is not { } left)
        {
            return null;
        }

        foreach (var sign in (ReadOnlySpan<string>)["==", "!=", "<=", ">=", "<", ">"])
        {
            if (Take(sign))
            {
                return Not() is { } right ? Compare(left, sign, right) : null;
            }
        }

        return left;
    }

    private ConditionTerm Compare(ConditionTerm left, string sign, ConditionTerm right)
    {
        if (left.Number is { } a && right.Number is { } b)
        {
            var value = sign switch { "==" => a == b, "!=" => a != b, "<" => a < b, "<=" => a <= b, ">" => a > b, _ => a >= b };
            return new ConditionTerm(value ? "true" : "false", value);
        }

        if ((left.IsText || right.IsText) && (left.Text + right.Text).Any(char.IsLetter))
        {
            _scope.Report.Diagnostics.Add(CompilerDiagnostics.ComparedExactly(_scope.Report.Source, _span));
        }

        // What is compared with null may be missing: that is what is asked.
        return new ConditionTerm($"{Guarded(left, right)} {sign} {Guarded(right, left)}");
    }

    private static string Guarded(ConditionTerm term, ConditionTerm other) => other.IsNull && term.Safe is { } safe ? safe : term.Text;

    private ConditionTerm? Not()
    {
        SkipBlanks();
        if (_at < _text.Length && _text[_at] == '!' && !Next("!="))
        {
            _at++;
            return ++_depth > MaximumDepth ? TooDeep()
                : Not() is not { } inner ? null
                : inner.Constant is { } value ? new ConditionTerm(value ? "false" : "true", !value)
                : new ConditionTerm($"!({inner.Text})");
        }

        return Operand();
    }

    private ConditionTerm? Operand()
    {
        if (_at >= _text.Length)
        {
            return Expected(new("a value", "um valor"));
        }

        switch (_text[_at])
        {
            case '(':
                return Group();
            case '\'' or '"':
                return Quoted(_text[_at]);
            case '@' when _item is not null:
                _at++;
                var names = JsonPath.Names(_text, ref _at);
                return new ConditionTerm(CelWriter.Path(_item, names)) { Safe = CelWriter.Path(_item, names, isSafe: true) };
            case '$':
                return Runtime();
            case '{' when _at + 1 < _text.Length && _text[_at + 1] == '$':
                return Braced();
            default:
                return Word();
        }
    }

    private ConditionTerm? Group()
    {
        if (++_depth > MaximumDepth)
        {
            return TooDeep();
        }

        _at++;
        var inner = Or();
        _depth--;
        return inner is null ? null : Take(")") ? inner : Expected(new("')'", "')'"));
    }

    private ConditionTerm? Braced()
    {
        _at++;
        var inner = Runtime();
        return inner is null ? null : Take("}") ? inner : Expected(new("'}'", "'}'"));
    }

    private ConditionTerm? Quoted(char quote)
    {
        var value = new StringBuilder();
        for (_at++; _at < _text.Length; _at++)
        {
            if (_text[_at] != quote)
            {
                value.Append(_text[_at]);
            }
            else if (_at + 1 < _text.Length && _text[_at + 1] == quote)
            {
                value.Append(quote);
                _at++;
            }
            else
            {
                _at++;
                return new ConditionTerm(CelWriter.Quote(value.ToString())) { IsText = true };
            }
        }

        return Expected(new("the end of the text", "o fim do texto"));
    }

    private ConditionTerm? Runtime()
    {
        var start = _at;
        while (_at < _text.Length && (RuntimeExpression.IsPart(_text[_at]) || IsIndex()))
        {
            _at++;
        }

        var text = _text[start.._at];
        if (text == "$statusCode")
        {
            return _status is { } status
                ? new ConditionTerm(status.ToString(CultureInfo.InvariantCulture)) { Number = status }
                : new ConditionTerm("error.status");
        }

        if (_scope.Resolve(text, _span) is { } resolved)
        {
            return new ConditionTerm(resolved) { Safe = _scope.Resolve(text, _span, isSafe: true) };
        }

        _failed = true;
        return null;
    }

    private bool IsIndex()
    {
        var unit = _text[_at];
        return unit == ']' ? _at > 0 && char.IsAsciiDigit(_text[_at - 1]) : unit == '[' && _at + 1 < _text.Length && char.IsAsciiDigit(_text[_at + 1]);
    }

    private ConditionTerm? Word()
    {
        var start = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] is '.' or '-' or '+' or '_'))
        {
            _at++;
        }

        var word = _text[start.._at];
        if (word is "true" or "false")
        {
            return new ConditionTerm(word, word == "true");
        }

        if (word == "null")
        {
            return new ConditionTerm(word) { IsNull = true };
        }

        if (long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            return new ConditionTerm(whole.ToString(CultureInfo.InvariantCulture)) { Number = whole };
        }

        if (double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
        {
            return new ConditionTerm(number.ToString("0.0###############", CultureInfo.InvariantCulture));
        }

        _at = start;
        return Expected(new("a value: a runtime expression, a number, a text in quotes, true, false or null", "um valor: uma expressão de execução, um número, um texto entre aspas, true, false ou null"));
    }

    private bool Take(string sign)
    {
        SkipBlanks();
        if (!Next(sign))
        {
            return false;
        }

        _at += sign.Length;
        return true;
    }

    private bool Next(string sign) => string.CompareOrdinal(_text, _at, sign, 0, sign.Length) == 0;

    private void SkipBlanks()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }
    }

    private ConditionTerm? TooDeep() => Expected(new("fewer brackets within brackets", "menos parênteses dentro de parênteses"));

    private ConditionTerm? Expected(LocalizedText expected)
    {
        if (!_failed)
        {
            _failed = true;
            _scope.Report.Diagnostics.Add(CompilerDiagnostics.ExpressionNotUnderstood(_scope.Report.Source, _span, _text, expected));
        }

        return null;
    }
}
