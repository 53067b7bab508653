using System.Collections.Immutable;
using Pff.Compiler.Binding;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Manifest;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Text;
using static Pff.Compiler.Syntax.Generated.ExpressionLexer;

namespace Pff.Compiler.Modules;

// Methods.
public sealed partial class ModuleParser
{
    private static readonly ImmutableArray<string> MethodClauses =
        ["body", "query", "headers", "idempotent", "retry", "timeout", "attempt", "undo", "settled"];

    private MethodDeclarationSyntax? ReadMethod(TextSpan start)
    {
        var effect = _cursor.Text switch
        {
            "read" => Effect.Read,
            "irreversible" => Effect.Irreversible,
            _ => Effect.Write,
        };
        if (!_cursor.TryWord("method"))
        {
            _cursor.Skip();
            if (!_cursor.ExpectWord("method"))
            {
                return null;
            }
        }
        else
        {
            _cursor.Add(CompilerDiagnostics.EffectMissing(_cursor.Source, start));
        }

        if (_cursor.ExpectName(new("the name of the method", "o nome do método")) is not { } name)
        {
            return null;
        }

        var parameters = ReadParameters();
        var result = _cursor.TryArrow() ? ReadType() : null;
        if (!ExpectAssign()
            || _cursor.ExpectName(new("an HTTP method: GET, POST, …", "um método HTTP: GET, POST, …")) is not { } verb
            || _cursor.ExpectName(new("the name of an API", "o nome de uma API")) is not { } api
            || _cursor.ExpectText(new("a path in quotes", "um caminho entre aspas")) is not { } path)
        {
            return null;
        }

        var method = ReadClauses(new MethodDeclarationSyntax(effect, name, parameters, result, verb, api, path, start));
        return method with { Span = _cursor.SpanFrom(start) };
    }

    private MethodDeclarationSyntax ReadClauses(MethodDeclarationSyntax method)
    {
        while (_cursor.Type == IDENTIFIER && MethodClauses.Contains(_cursor.Text))
        {
            var word = _cursor.Text;
            _cursor.Skip();
            method = word switch
            {
                "body" when _cursor.Type != LBRACE => method with { WholeBody = _cursor.ExpectName(new("a parameter", "um parâmetro")) },
                "body" => method with { Body = ReadWireNames() },
                "query" => method with { Query = ReadWireNames() },
                "headers" => method with { Headers = ReadWireNames() },
                "idempotent" => method with { IdempotentBy = ReadIdempotentBy() },
                "retry" => method with { Retries = _cursor.ExpectNumber(new("how often", "quantas vezes")) },
                "timeout" => method with { TotalTimeoutMs = _cursor.ExpectDuration(new("a duration such as 30s", "uma duração como 30s")) },
                "attempt" => method with { AttemptTimeoutMs = _cursor.ExpectDuration(new("a duration such as 5s", "uma duração como 5s")) },
                "undo" => method with { Undo = ReadInvoke() },
                _ => method with { SettledBy = ReadSettledBy() },
            };
        }

        return method;
    }

    /// <summary><c>settled by get_contract(id).status == to within 10s</c>: the call stands for its result.</summary>
    private SettledBySyntax? ReadSettledBy()
    {
        if (!_cursor.ExpectWord("by"))
        {
            return null;
        }

        var start = _cursor.Position;
        if (ReadInvoke() is not { } read)
        {
            return null;
        }

        var condition = _cursor.ReadValueSince(start, UndoScope.ResultName);
        var within = _cursor.TryWord("within") ? _cursor.ExpectDuration(new("a duration such as 10s", "uma duração como 10s")) : null;
        return new SettledBySyntax(read, condition, within);
    }

    private ImmutableArray<ManifestName> ReadIdempotentBy()
    {
        var names = ImmutableArray.CreateBuilder<ManifestName>();
        if (_cursor.TryWord("by") && _cursor.Expect(LPAREN, new("'('", "'('")))
        {
            do
            {
                if (_cursor.ExpectName(new("a parameter", "um parâmetro")) is { } name)
                {
                    names.Add(name);
                }
            }
            while (_cursor.TryToken(COMMA));
            _cursor.Expect(RPAREN, new("')'", "')'"));
        }

        return names.ToImmutable();
    }

    /// <summary><c>{ status: to, contract }</c>: a name alone is its own parameter.</summary>
    private ImmutableArray<WireNameSyntax> ReadWireNames()
    {
        var names = ImmutableArray.CreateBuilder<WireNameSyntax>();
        if (!_cursor.Expect(LBRACE, new("'{'", "'{'")))
        {
            return [];
        }

        while (!_cursor.TryToken(RBRACE))
        {
            var wire = _cursor.Type == STRING
                ? _cursor.ExpectText(new("a name", "um nome"))
                : _cursor.ExpectName(new("a name", "um nome"));
            if (wire is null)
            {
                break;
            }

            var parameter = _cursor.TryToken(COLON) ? _cursor.ExpectName(new("a parameter", "um parâmetro")) : wire;
            if (parameter is not null)
            {
                names.Add(new WireNameSyntax(wire, parameter));
            }

            if (!_cursor.TryToken(COMMA) && _cursor.Type != RBRACE)
            {
                _cursor.Report(new("',' or '}'", "',' ou '}'"));
                break;
            }
        }

        return names.ToImmutable();
    }

    /// <summary><c>callee(a, name: b)</c></summary>
    private InvokeSyntax? ReadInvoke()
    {
        var start = _cursor.Span;
        if (ReadCallee() is not { } callee || !_cursor.Expect(LPAREN, new("'('", "'('")))
        {
            return null;
        }

        var arguments = ImmutableArray.CreateBuilder<InvokeArgumentSyntax>();
        while (!_cursor.TryToken(RPAREN))
        {
            ManifestName? name = null;
            if (_cursor.Type is IDENTIFIER or STRING && _cursor.TypeAt(1) == COLON)
            {
                // What is no name, such as that of a header, stands in quotes.
                var expected = new LocalizedText("a parameter", "um parâmetro");
                name = _cursor.Type == STRING ? _cursor.ExpectText(expected) : _cursor.ExpectName(expected);
                _cursor.Skip();
            }

            var position = _cursor.Position;
            arguments.Add(new InvokeArgumentSyntax(name, _cursor.ReadValue()));
            if (!_cursor.TryToken(COMMA) && _cursor.Type != RPAREN)
            {
                _cursor.Report(new("',' or ')'", "',' ou ')'"));
                break;
            }

            if (_cursor.Position == position && _cursor.IsAtEnd)
            {
                break;
            }
        }

        return new InvokeSyntax(callee, arguments.ToImmutable(), _cursor.SpanFrom(start));
    }

    private ManifestName? ReadCallee()
    {
        if (_cursor.ExpectName(new("the name of a method or sequence", "o nome de um método ou sequência")) is not { } name)
        {
            return null;
        }

        while (_cursor.Type == DOT && _cursor.TypeAt(1) == IDENTIFIER)
        {
            _cursor.Skip();
            name = new ManifestName($"{name.Text}.{_cursor.Text}", name.Span.Union(_cursor.Span));
            _cursor.Skip();
        }

        return name;
    }
}
