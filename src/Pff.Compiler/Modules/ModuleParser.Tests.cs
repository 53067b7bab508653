using System.Collections.Immutable;
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

        _cursor.Skip();
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
            answer = answer with { DelayMs = (int)Math.Clamp(_cursor.ExpectDuration(new("a duration such as 2s", "uma duração como 2s"))?.Value ?? 0, 0, int.MaxValue) };
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
            var status = _cursor.ExpectNumber(new("an HTTP status", "um status HTTP"));
            return status?.Value is >= 300 and <= 599 and var code ? new FailsSyntax((int)code, null, null, _cursor.SpanFrom(start))
                : Unexpected(status?.Span ?? start, status?.Text);
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

    private AnswerSyntax? Unexpected(TextSpan span, string? found)
    {
        if (found is not null)
        {
            _cursor.Add(CompilerDiagnostics.ModuleExpected(
                _cursor.Source, span, new("a status from 300 to 599", "um status de 300 a 599"), found));
        }

        return null;
    }

    private TestDeclarationSyntax? ReadExpectation(TestDeclarationSyntax test)
    {
        var expectation = test.Test.Expectation;
        if (_cursor.IsWord("outcome") && _cursor.TypeAt(1) == IDENTIFIER)
        {
            _cursor.Skip();
            return With(test, expectation with { Outcome = _cursor.ExpectName(new("an outcome", "um resultado")) });
        }

        if (_cursor.IsWord("code") && _cursor.TypeAt(1) is IDENTIFIER or STRING)
        {
            return With(test, expectation with { Code = ReadCode() });
        }

        if (_cursor.IsWord("returns") && _cursor.TypeAt(1) == LBRACE)
        {
            var start = _cursor.Span;
            _cursor.Skip();
            var columns = Records.EntriesOf(ReadRecord());
            if (columns is null)
            {
                _cursor.Add(CompilerDiagnostics.ModuleExpected(_cursor.Source, start, new("columns with values", "colunas com valores"), "returns"));
                return null;
            }

            return With(test, expectation with { Returns = [.. columns] });
        }

        if (_cursor.IsWord("writes") && _cursor.TypeAt(1) == EQUAL && _cursor.TypeAt(2) == LBRACKET)
        {
            return ReadWrites() is { } writes ? test with { Writes = writes } : null;
        }

        return With(test, expectation with { Conditions = expectation.Conditions.Add(_cursor.ReadValue()) });
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
