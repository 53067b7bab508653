using System.Collections.Immutable;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Manifest;
using Pff.Compiler.Manifest.Steps;
using Pff.Compiler.Syntax;
using Pff.Core.Diagnostics;
using Pff.Core.Text;
using static Pff.Compiler.Syntax.Generated.ExpressionLexer;

namespace Pff.Compiler.Modules;

// Sequences and their steps. They become the same nodes as the steps of a manifest.
public sealed partial class ModuleParser
{
    private static readonly ImmutableArray<string> StepWords =
        ["let", "when", "match", "for", "parallel", "retry", "try", "undo", "assert", "skip", "fail", "return"];

    private SequenceDeclarationSyntax? ReadSequence(TextSpan start)
    {
        if (_cursor.ExpectName(new("the name of the sequence", "o nome da sequência")) is not { } name)
        {
            return null;
        }

        var parameters = ReadParameters();
        var budget = ReadBudget();
        if (ReadBlock() is not { } block)
        {
            return null;
        }

        var span = _cursor.SpanFrom(start);
        var sequence = new SequenceSyntax(_cursor.Source, name, [], block.Steps, block.Handlers, span) { Budget = budget };
        return new SequenceDeclarationSyntax(sequence, parameters, span);
    }

    /// <summary><c>{ steps on error … steps }</c>: the handlers are of all the block's steps, wherever they stand.</summary>
    private (ImmutableArray<StepSyntax> Steps, ImmutableArray<HandlerSyntax> Handlers)? ReadBlock()
    {
        if (!_cursor.Expect(LBRACE, new("'{'", "'{'")))
        {
            return null;
        }

        if (++_depth > MaximumDepth)
        {
            _cursor.Add(CompilerDiagnostics.NestedTooDeep(_cursor.Source, _cursor.Span, MaximumDepth));
            _depth--;
            return null;
        }

        var steps = ImmutableArray.CreateBuilder<StepSyntax>();
        var handlers = ImmutableArray.CreateBuilder<HandlerSyntax>();
        while (!_cursor.IsAtEnd && _cursor.Type != RBRACE)
        {
            var position = _cursor.Position;
            if (IsHandler())
            {
                handlers.AddRange(ReadHandlers());
            }
            else if (ReadStep() is { } step && EndsStep())
            {
                steps.Add(step);
            }
            else
            {
                SkipStep(position);
            }
        }

        _depth--;
        _cursor.Expect(RBRACE, new("'}' or a step", "'}' ou um passo"));
        return (steps.ToImmutable(), handlers.ToImmutable());
    }

    /// <summary>A step ends with its line, or where its block does.</summary>
    private bool EndsStep()
    {
        if (_cursor.IsFirstOfLine || _cursor.IsAtEnd || _cursor.Type == RBRACE)
        {
            return true;
        }

        _cursor.Report(new("a new line", "uma nova linha"));
        return false;
    }

    private void SkipStep(int position)
    {
        if (_cursor.Position == position || !_cursor.IsFirstOfLine)
        {
            _cursor.SkipStatement();
        }
    }

    private StepSyntax? ReadStep()
    {
        var start = _cursor.Span;
        if (_cursor.Type != IDENTIFIER)
        {
            _cursor.Report(new("a step", "um passo"));
            return null;
        }

        // A word that is followed by a bracket or a dot is the name of something that is called.
        if (_cursor.TypeAt(1) is LPAREN && _cursor.Text is not ("let" or "for" or "when" or "match" or "assert" or "skip" or "fail"))
        {
            return ReadInvokeStep(start, null);
        }

        switch (_cursor.Text)
        {
            case "let":
                _cursor.Skip();
                return ReadLet(start);
            case "when":
                _cursor.Skip();
                return ReadWhen(start);
            case "match":
                _cursor.Skip();
                return ReadMatch(start);
            case "for":
                _cursor.Skip();
                return ReadFor(start);
            case "parallel":
                _cursor.Skip();
                return ReadParallel(start);
            case "retry":
                _cursor.Skip();
                return ReadRetry(start);
            case "undo":
                _cursor.Skip();
                return new UndoStepSyntax(Clauses(start, start));
            case "try":
                _cursor.Skip();
                return ReadTry(start);
            case "assert":
                _cursor.Skip();
                return ReadAssert(start);
            case "skip":
                _cursor.Skip();
                var reason = _cursor.ReadValue();
                return new SkipStepSyntax(reason, Clauses(start, _cursor.SpanFrom(start)));
            case "fail":
                _cursor.Skip();
                var message = _cursor.ReadValue();
                var code = ReadCode();
                return new FailStepSyntax(code, message, Clauses(start, _cursor.SpanFrom(start)));
            case "return":
                _cursor.Skip();
                return ReadReturn(start);
            default:
                if (_cursor.TypeAt(1) == DOT)
                {
                    return ReadInvokeStep(start, null);
                }

                _cursor.Add(CompilerDiagnostics.UnknownStep(_cursor.Source, _cursor.Span, _cursor.Text, StepWords));
                return null;
        }
    }

    private InvokeStepSyntax? ReadInvokeStep(TextSpan start, ManifestName? saveAs)
    {
        if (ReadInvoke() is not { } invoke)
        {
            return null;
        }

        // Seen as an expression it is the same call, where it is a function of a module or of a value that is called.
        var arguments = invoke.Arguments.Select(a => a.Value.Expression).ToImmutableArray();
        var call = _cursor.ExpressionSince(invoke.Span.Start)
            ?? new CallSyntax(null, invoke.Callee.Text, invoke.Callee.Span, arguments, invoke.Span);

        // An 'undo' that ends its line is a step of its own.
        var hasUndo = _cursor.IsWord("undo") && _cursor.TypeAt(1) == IDENTIFIER && !_cursor.StartsLineAt(1);
        var undo = hasUndo && _cursor.TryWord("undo") ? ReadInvoke() : null;
        var clauses = Clauses(start, _cursor.SpanFrom(start));
        return new InvokeStepSyntax(invoke, new ExpressionValueSyntax(_cursor.Source, call), saveAs, clauses) { Undo = undo };
    }

    /// <summary><c>let x = expression, y = expression</c>; a call by itself may be one of a method or sequence.</summary>
    private StepSyntax? ReadLet(TextSpan start)
    {
        if (_cursor.Type == LPAREN)
        {
            return ReadParallelLet(start);
        }

        if (_cursor.ExpectName(new("a name", "um nome")) is not { } name || !ExpectAssign())
        {
            return null;
        }

        if (IsCallAlone())
        {
            return ReadInvokeStep(start, name);
        }

        var values = ImmutableArray.CreateBuilder<ArgumentSyntax>();
        values.Add(new ArgumentSyntax(name, _cursor.ReadValue()));
        while (GoesOnWithName())
        {
            _cursor.Skip();
            if (_cursor.TryName(out var next) && ExpectAssign())
            {
                values.Add(new ArgumentSyntax(next, _cursor.ReadValue()));
            }
        }

        return new LetStepSyntax(values.ToImmutable(), Clauses(start, _cursor.SpanFrom(start)));
    }

    /// <summary>Whether <c>, name =</c> follows: behind the comma of a case stands a pattern.</summary>
    private bool GoesOnWithName() => _cursor.Type == COMMA && _cursor.TypeAt(1) == IDENTIFIER && _cursor.TypeAt(2) == UNKNOWN && _cursor.TextAt(2) == "=";

    /// <summary>Whether what follows is <c>a.b(…)</c> and nothing more, so that it may call a method.</summary>
    private bool IsCallAlone()
    {
        var ahead = 0;
        while (_cursor.TypeAt(ahead) == IDENTIFIER && _cursor.TypeAt(ahead + 1) == DOT)
        {
            ahead += 2;
        }

        return _cursor.TypeAt(ahead) == IDENTIFIER && _cursor.TypeAt(ahead + 1) == LPAREN
            && _cursor.EndsExpressionBehindBracket(ahead + 1) && !_cursor.HasLambdaInBracket(ahead + 1);
    }

    private GroupStepSyntax? ReadWhen(TextSpan start)
    {
        var condition = _cursor.ReadValue();
        if (ReadBlock() is not var (steps, handlers))
        {
            return null;
        }

        var otherwise = ImmutableArray<StepSyntax>.Empty;
        if (_cursor.TryWord("else"))
        {
            var elseStart = _cursor.Span;
            if (_cursor.TryWord("when"))
            {
                otherwise = ReadWhen(elseStart) is { } chained ? [chained] : [];
            }
            else if (ReadBlock() is var (elseSteps, elseHandlers))
            {
                otherwise = WithHandlers(elseSteps, elseHandlers);
            }
        }

        var clauses = Clauses(start, _cursor.SpanFrom(start)) with { When = condition, Else = otherwise };
        return new GroupStepSyntax(WithHandlers(steps, handlers), clauses);
    }

    /// <summary><c>for x in list at most n when condition { … }</c>; the limit is of the elements for which the condition holds.</summary>
    private ForEachStepSyntax? ReadFor(TextSpan start)
    {
        ManifestName? index = null;
        var hasIndex = _cursor.TryToken(LPAREN);
        if (hasIndex)
        {
            index = _cursor.ExpectName(new("a name for the index", "um nome para o índice"));
            _cursor.Expect(COMMA, new("','", "','"));
        }

        if (_cursor.ExpectName(new("a name for the element", "um nome para o elemento")) is not { } item
            || (hasIndex && !_cursor.Expect(RPAREN, new("')'", "')'")))
            || !_cursor.Expect(IN, new("'in'", "'in'")))
        {
            return null;
        }

        var list = _cursor.ReadExpression();
        LimitSyntax? atMost = null;
        if (_cursor.TryWord("at"))
        {
            _cursor.ExpectWord("most");
            atMost = _cursor.ExpectNumber(new("a whole number", "um número inteiro"));
        }

        if (_cursor.TryWord("when"))
        {
            var condition = _cursor.ReadExpression();
            var lambda = new LambdaSyntax([new ParameterSyntax(item.Text, item.Span)], condition, condition.Span);
            list = new CallSyntax(list, "filter", list.Span, [lambda], list.Span.Union(condition.Span));
        }

        return ReadBlock() is var (steps, handlers)
            ? new ForEachStepSyntax(
                new ExpressionValueSyntax(_cursor.Source, list), item, index, atMost, WithHandlers(steps, handlers),
                Clauses(start, _cursor.SpanFrom(start)))
            : null;
    }

    /// <summary><c>assert condition code E17 because "message"</c></summary>
    private AssertStepSyntax ReadAssert(TextSpan start)
    {
        var condition = _cursor.ReadValue();
        var code = ReadCode();
        var message = _cursor.TryWord("because") ? _cursor.ReadValue() : null;
        return new AssertStepSyntax(condition, code, message, Clauses(start, _cursor.SpanFrom(start)));
    }

    private ManifestName? ReadCode()
    {
        var expected = new LocalizedText("an error code", "um código de erro");
        return !_cursor.TryWord("code") ? null
            : _cursor.Type == STRING ? _cursor.ExpectText(expected)
            : _cursor.ExpectName(expected);
    }

    /// <summary><c>return { column: value, "Other column": value }</c></summary>
    private ReturnStepSyntax ReadReturn(TextSpan start)
    {
        var columns = ImmutableArray.CreateBuilder<ArgumentSyntax>();
        if (_cursor.Type == LBRACE)
        {
            _cursor.Skip();
            while (!_cursor.TryToken(RBRACE))
            {
                var expected = new LocalizedText("the name of a column", "o nome de uma coluna");
                var name = _cursor.Type == STRING ? _cursor.ExpectText(expected) : _cursor.ExpectName(expected);
                if (name is null || !_cursor.Expect(COLON, new("':' and a value", "':' e um valor")))
                {
                    break;
                }

                columns.Add(new ArgumentSyntax(name, _cursor.ReadValue()));
                if (!_cursor.TryToken(COMMA) && _cursor.Type != RBRACE && !_cursor.IsFirstOfLine)
                {
                    _cursor.Report(new("',' or '}'", "',' ou '}'"));
                    break;
                }
            }
        }

        return new ReturnStepSyntax(columns.ToImmutable(), Clauses(start, _cursor.SpanFrom(start)));
    }

    private static StepClauses Clauses(TextSpan keyword, TextSpan span) => new(keyword, span);
}
