using System.Collections.Immutable;
using Antlr4.Runtime;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Manifest;
using Pff.Compiler.Manifest.Tests;
using Pff.Compiler.Syntax;
using Pff.Core.Plan;
using Pff.Core.Text;
using static Pff.Compiler.Syntax.Generated.ExpressionLexer;

namespace Pff.Compiler.Modules;

// Tests.
public sealed partial class ModuleParser
{
    private static readonly ImmutableArray<string> TestWords = ["mock", "now", "run", "expect"];

    private static readonly ImmutableArray<string> AnswerWords = ["returns", "ok", "fails", "times", "drops"];

    /// <summary><c>test "name" { mock … run … expect … }</c></summary>
    private TestDeclarationSyntax? ReadTest(TextSpan start)
    {
        if (_cursor.ExpectText(new("the name of the test in quotes", "o nome do teste entre aspas")) is not { } name
            || !_cursor.Expect(LBRACE, new("'{'", "'{'")))
        {
            return null;
        }

        var test = new TestDeclarationSyntax(new TestSyntax(_cursor.Source, name, name.Span), null, start);
        while (!_cursor.IsAtEnd && !_cursor.TryToken(RBRACE))
        {
            var position = _cursor.Position;
            if (ReadTestLine(test) is { } read && EndsStep())
            {
                test = read;
            }
            else
            {
                SkipStep(position);
            }
        }

        return test with { Span = _cursor.SpanFrom(start) };
    }

    private TestDeclarationSyntax? ReadTestLine(TestDeclarationSyntax test)
    {
        var word = _cursor.Type == IDENTIFIER ? _cursor.Text : string.Empty;
        if (!TestWords.Contains(word))
        {
            _cursor.Add(CompilerDiagnostics.UnknownStep(_cursor.Source, _cursor.Span, _cursor.Text, TestWords));
            return null;
        }

        var start = _cursor.Span;
        _cursor.Skip();
        test = test with { Lines = test.Lines.Add(new TestLineSyntax(word == "expect" ? ExpectedWord() : word, start)) };
        switch (word)
        {
            case "mock":
                return ReadMock() is { } mock ? test with { Test = test.Test with { Mocks = test.Test.Mocks.Add(mock) } } : null;
            case "now":
                var now = _cursor.ExpectText(new("a moment in quotes", "um instante entre aspas"));
                return test with { Test = test.Test with { Now = now } };
            case "run":
                return ReadInvoke() is { } run ? test with { Run = run } : null;
            default:
                return ReadExpectation(test);
        }
    }

    /// <summary><c>mock method answer then answer</c></summary>
    private MockSyntax? ReadMock()
    {
        if (ReadCallee() is not { } method)
        {
            return null;
        }

        var answers = ImmutableArray.CreateBuilder<AnswerSyntax>();
        do
        {
            if (ReadAnswer() is not { } answer)
            {
                return null;
            }

            answers.Add(answer);
        }
        while (_cursor.TryWord("then"));
        return new MockSyntax(method, answers.ToImmutable());
    }

    private AnswerSyntax? ReadAnswer()
    {
        var start = _cursor.Span;
        if (ReadPlainAnswer(start) is not { } answer)
        {
            return null;
        }

        if (_cursor.TryWord("delay"))
        {
            answer = answer with { DelayMs = ReadMilliseconds() };
        }

        return _cursor.TryWord("when") ? answer with { When = _cursor.ReadValue() } : answer;
    }

    private AnswerSyntax? ReadPlainAnswer(TextSpan start)
    {
        if (_cursor.TryWord("returns"))
        {
            if (_cursor.IsWord("file") && _cursor.TypeAt(1) == STRING)
            {
                _cursor.Skip();
                return _cursor.ExpectText(new("a path", "um caminho")) is { } path ? new ReturnsFileSyntax(path, _cursor.SpanFrom(start)) : null;
            }

            return new ReturnsSyntax(ReadRecord(), _cursor.SpanFrom(start));
        }

        if (_cursor.TryWord("ok"))
        {
            return new ReturnsSyntax(new ExpressionValueSyntax(_cursor.Source, new MapSyntax([], start)), start);
        }

        if (_cursor.TryWord("fails"))
        {
            return ReadFailure(start);
        }

        if (_cursor.TryWord("times"))
        {
            return _cursor.ExpectWord("out") ? new TimesOutSyntax(_cursor.SpanFrom(start)) : null;
        }

        if (_cursor.TryWord("drops"))
        {
            return _cursor.ExpectWord("connection") ? new DropsConnectionSyntax(_cursor.SpanFrom(start)) : null;
        }

        _cursor.Add(CompilerDiagnostics.UnknownStep(_cursor.Source, _cursor.Span, _cursor.Text, AnswerWords));
        return null;
    }

    /// <summary><c>fails 429 retry after 2s body { code: "BUSY" }</c></summary>
    private AnswerSyntax? ReadFailure(TextSpan start)
    {
        var status = _cursor.ExpectNumber(new("an HTTP status", "um status HTTP"));
        if (status?.Value is not (>= 300 and <= 599 and var code))
        {
            return Unexpected(status?.Span ?? start, status?.Text);
        }

        var retryAfter = _cursor.TryWord("retry") && _cursor.ExpectWord("after") ? ReadMilliseconds() : (int?)null;
        var body = _cursor.TryWord("body") ? ReadRecord() : null;
        return new FailsSyntax((int)code, body, retryAfter, _cursor.SpanFrom(start));
    }

    private int ReadMilliseconds() =>
        (int)Math.Clamp(_cursor.ExpectDuration(new("a duration such as 2s", "uma duração como 2s"))?.Value ?? 0, 0, int.MaxValue);

    private AnswerSyntax? Unexpected(TextSpan span, string? found)
    {
        if (found is not null)
        {
            _cursor.Add(CompilerDiagnostics.ModuleExpected(
                _cursor.Source, span, new("a status from 300 to 599", "um status de 300 a 599"), found));
        }

        return null;
    }

    /// <summary>What is expected here, as the key of a manifest's expectation calls it.</summary>
    private string ExpectedWord() => (_cursor.Type == IDENTIFIER ? _cursor.Text : string.Empty) switch
    {
        "outcome" when _cursor.TypeAt(1) == IDENTIFIER => "outcome",
        "code" when _cursor.TypeAt(1) is IDENTIFIER or STRING => "code",
        "returns" when _cursor.TypeAt(1) == LBRACE => "returns",
        "writes" when _cursor.TypeAt(1) == EQUAL && _cursor.TypeAt(2) == LBRACKET => "writes",
        "calls" when _cursor.TypeAt(1) is EQUAL or GREATER_OR_EQUAL or LESS_OR_EQUAL && _cursor.TypeAt(2) == INT && EndsLineAt(3) => "calls",
        _ => "that",
    };

    private bool EndsLineAt(int ahead) => _cursor.TypeAt(ahead) is RBRACE or TokenConstants.EOF || _cursor.StartsLineAt(ahead);

    private TestDeclarationSyntax? ReadExpectation(TestDeclarationSyntax test)
    {
        var expectation = test.Test.Expectation;
        switch (test.Lines[^1].Word)
        {
            case "outcome":
                _cursor.Skip();
                return With(test, expectation with { Outcome = _cursor.ExpectName(new("an outcome", "um resultado")) });
            case "code":
                return With(test, expectation with { Code = ReadCode() });
            case "returns":
                var start = _cursor.Span;
                _cursor.Skip();
                if (Records.EntriesOf(ReadRecord()) is { } columns)
                {
                    return With(test, expectation with { Returns = [.. columns] });
                }

                _cursor.Add(CompilerDiagnostics.ModuleExpected(_cursor.Source, start, new("columns with values", "colunas com valores"), "returns"));
                return null;
            case "writes":
                return ReadWrites() is { } writes ? test with { Writes = writes } : null;
            case "calls":
                return With(test, expectation with { Calls = ReadCalls(expectation.Calls) });
            default:
                return With(test, expectation with { Conditions = expectation.Conditions.Add(_cursor.ReadValue()) });
        }
    }

    /// <summary><c>calls == 3</c>, or a bound such as <c>calls &lt;= 3</c> that goes with those already read.</summary>
    private CountSyntax ReadCalls(CountSyntax? known)
    {
        var start = _cursor.Span;
        var sign = _cursor.TypeAt(1);
        _cursor.Skip();
        _cursor.Skip();
        var number = _cursor.ExpectNumber(new("a whole number", "um número inteiro"))?.Value ?? long.MaxValue;
        var (least, most) = (sign == LESS_OR_EQUAL ? 0 : number, sign == GREATER_OR_EQUAL ? long.MaxValue : number);
        return new CountSyntax(Math.Max(least, known?.AtLeast ?? 0), Math.Min(most, known?.AtMost ?? long.MaxValue), _cursor.SpanFrom(start));
    }

    private static TestDeclarationSyntax With(TestDeclarationSyntax test, ExpectationSyntax expectation) =>
        test with { Test = test.Test with { Expectation = expectation } };

    /// <summary><c>writes == [method(arguments), …]</c></summary>
    private ImmutableArray<InvokeSyntax>? ReadWrites()
    {
        _cursor.Skip();
        _cursor.Skip();
        _cursor.Skip();
        var writes = ImmutableArray.CreateBuilder<InvokeSyntax>();
        while (!_cursor.TryToken(RBRACKET))
        {
            if (ReadInvoke() is not { } write)
            {
                return null;
            }

            writes.Add(write);
            if (!_cursor.TryToken(COMMA) && _cursor.Type != RBRACKET)
            {
                _cursor.Report(new("',' or ']'", "',' ou ']'"));
                return null;
            }
        }

        return writes.ToImmutable();
    }

    /// <summary>A value in which the names before colons are keys, not variables.</summary>
    private ExpressionValueSyntax ReadRecord() => new(_cursor.Source, Records.WithNamesAsKeys(_cursor.ReadExpression()));
}
