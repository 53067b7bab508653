using System.Collections.Immutable;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Manifest;
using Pff.Compiler.Manifest.Steps;
using Pff.Compiler.Syntax;
using Pff.Core.Plan;
using Pff.Core.Text;
using static Pff.Compiler.Syntax.Generated.ExpressionLexer;

namespace Pff.Compiler.Modules;

// Steps that decide what runs, how often, and what is taken back; and budgets.
public sealed partial class ModuleParser
{
    private static readonly ImmutableArray<string> BudgetWords = ["reads", "writes", "attempts", "time"];

    /// <summary><c>match value { Active => step, "x" => { … } other(s) => step, _ => step }</c></summary>
    private MatchStepSyntax? ReadMatch(TextSpan start)
    {
        var subject = _cursor.ReadValue();
        if (!_cursor.Expect(LBRACE, new("'{'", "'{'")))
        {
            return null;
        }

        var cases = ImmutableArray.CreateBuilder<CaseSyntax>();
        while (!_cursor.IsAtEnd && !_cursor.TryToken(RBRACE))
        {
            var position = _cursor.Position;
            if (ReadCase(subject) is { } read)
            {
                cases.Add(read);
                _cursor.TryToken(COMMA);
            }
            else
            {
                SkipStep(position);
            }
        }

        return new MatchStepSyntax(subject, cases.ToImmutable(), Clauses(start, _cursor.SpanFrom(start)));
    }

    private CaseSyntax? ReadCase(ExpressionValueSyntax subject)
    {
        var span = _cursor.Span;
        ManifestName? rest = null;
        Value? pattern = null;
        if (_cursor.TryName(out var name))
        {
            var isRest = name.Text is "other" or "_";
            if (isRest && _cursor.TryToken(LPAREN))
            {
                rest = _cursor.ExpectName(new("a name for the value", "um nome para o valor"));
                _cursor.Expect(RPAREN, new("')'", "')'"));
            }

            pattern = isRest ? null : Value.Of(name.Text);
        }
        else if (_cursor.ReadConstant() is { } constant)
        {
            pattern = constant;
        }
        else
        {
            _cursor.Report(new("a value of the enum, a text, a whole number or 'other'", "um valor do enum, um texto, um número inteiro ou 'other'"));
            return null;
        }

        span = _cursor.SpanFrom(span);
        if (!_cursor.Expect(ARROW, new("'=>'", "'=>'")))
        {
            return null;
        }

        var steps = ReadArm();

        // 'other(s)' is 'other' that first keeps the value under a name.
        var naming = rest is null
            ? []
            : ImmutableArray.Create<StepSyntax>(new LetStepSyntax([new ArgumentSyntax(rest, subject)], Clauses(rest.Span, rest.Span)));
        return new CaseSyntax(pattern, span, naming.AddRange(steps));
    }

    /// <summary><c>parallel { step { steps } }</c>: each step, or block of steps, is a branch.</summary>
    private ParallelStepSyntax? ReadParallel(TextSpan start)
    {
        if (!_cursor.Expect(LBRACE, new("'{'", "'{'")))
        {
            return null;
        }

        var branches = ImmutableArray.CreateBuilder<ImmutableArray<StepSyntax>>();
        while (!_cursor.IsAtEnd && !_cursor.TryToken(RBRACE))
        {
            var position = _cursor.Position;
            if (_cursor.Type == LBRACE)
            {
                if (ReadBlock() is var (steps, handlers))
                {
                    branches.Add(WithHandlers(steps, handlers));
                }
            }
            else if (ReadStep() is { } step)
            {
                branches.Add([step]);
            }
            else
            {
                SkipStep(position);
            }

            _cursor.TryToken(COMMA);
        }

        return new ParallelStepSyntax(branches.ToImmutable(), Clauses(start, _cursor.SpanFrom(start)));
    }

    /// <summary><c>let (a, b) = parallel { call, call }</c>: the first call's result is a, the second's b.</summary>
    private ParallelStepSyntax? ReadParallelLet(TextSpan start)
    {
        var names = ImmutableArray.CreateBuilder<ManifestName>();
        _cursor.Skip();
        do
        {
            if (_cursor.ExpectName(new("a name for the result", "um nome para o resultado")) is not { } name)
            {
                return null;
            }

            names.Add(name);
        }
        while (_cursor.TryToken(COMMA));
        if (!_cursor.Expect(RPAREN, new("')'", "')'")) || !ExpectAssign() || !_cursor.ExpectWord("parallel") || !_cursor.Expect(LBRACE, new("'{'", "'{'")))
        {
            return null;
        }

        var branches = ImmutableArray.CreateBuilder<ImmutableArray<StepSyntax>>();
        foreach (var name in names)
        {
            if (ReadInvokeStep(_cursor.Span, name) is not { } step)
            {
                return null;
            }

            branches.Add([step]);
            _cursor.TryToken(COMMA);
        }

        return _cursor.Expect(RBRACE, new("as many calls as names, and '}'", "tantas chamadas quantos nomes, e '}'"))
            ? new ParallelStepSyntax(branches.ToImmutable(), Clauses(start, _cursor.SpanFrom(start)))
            : null;
    }

    /// <summary><c>retry 5 times every 2s backoff 2.0 until condition on (Timeout, http_503) { … }</c></summary>
    private RetryStepSyntax? ReadRetry(TextSpan start)
    {
        if (_cursor.ExpectNumber(new("how often", "quantas vezes")) is not { } times || !_cursor.ExpectWord("times"))
        {
            return null;
        }

        var every = _cursor.TryWord("every") ? _cursor.ReadValue() : null;
        var backoff = _cursor.TryWord("backoff") ? _cursor.ReadValue() : null;
        var until = _cursor.TryWord("until") ? _cursor.ReadValue() : null;
        var kinds = _cursor.TryWord("on") ? ReadKinds() : (ImmutableArray<ManifestName>?)null;
        return ReadBlock() is var (steps, handlers)
            ? new RetryStepSyntax(times, WithHandlers(steps, handlers), Clauses(start, _cursor.SpanFrom(start)))
            {
                Every = every,
                Backoff = backoff,
                Until = until,
                Kinds = kinds,
            }
            : null;
    }

    private ImmutableArray<ManifestName> ReadKinds()
    {
        var kinds = ImmutableArray.CreateBuilder<ManifestName>();
        var isList = _cursor.TryToken(LPAREN);
        do
        {
            if (_cursor.Type == STRING && _cursor.ExpectText(new("a code", "um código")) is { } code)
            {
                kinds.Add(code);
            }
            else if (_cursor.ExpectName(new("a kind of error", "um tipo de erro")) is { } kind)
            {
                kinds.Add(HandlerNames.Read(kind).Kind);
            }
        }
        while (isList && _cursor.TryToken(COMMA));
        if (isList)
        {
            _cursor.Expect(RPAREN, new("')'", "')'"));
        }

        return kinds.ToImmutable();
    }

    /// <summary><c>budget reads &lt;= 3, writes &lt;= 2, time &lt;= 30s</c></summary>
    private BudgetSyntax? ReadBudget()
    {
        if (!_cursor.TryWord("budget"))
        {
            return null;
        }

        var budget = new BudgetSyntax(null, null, null, null);
        do
        {
            if (_cursor.ExpectName(new("reads, writes, attempts or time", "reads, writes, attempts ou time")) is not { } what)
            {
                return budget;
            }

            if (!BudgetWords.Contains(what.Text))
            {
                _cursor.Add(CompilerDiagnostics.UnknownStep(_cursor.Source, what.Span, what.Text, BudgetWords));
                return budget;
            }

            if (!_cursor.Expect(LESS_OR_EQUAL, new("'<='", "'<='")))
            {
                return budget;
            }

            var limit = what.Text == "time"
                ? _cursor.ExpectDuration(new("a duration such as 30s", "uma duração como 30s"))
                : _cursor.ExpectNumber(new("a whole number", "um número inteiro"));
            budget = With(budget, what.Text, limit);
        }
        while (_cursor.TryToken(COMMA));
        return budget;
    }

    private static BudgetSyntax With(BudgetSyntax budget, string what, LimitSyntax? limit)
    {
        if (limit?.Value is not { } value)
        {
            return budget;
        }

        var most = new BudgetLimitSyntax(value, limit.Span);
        return what switch
        {
            "reads" => budget with { Reads = most },
            "writes" => budget with { Writes = most },
            "attempts" => budget with { Attempts = most },
            _ => budget with { TimeMs = (int)Math.Clamp(value, 1, int.MaxValue) },
        };
    }
}
