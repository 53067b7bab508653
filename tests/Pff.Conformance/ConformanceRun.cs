using Pff.Backend.Emission;
using Pff.Core.Ir;
using Pff.Core.Ir.Evaluation;
using Pff.Core.Plan;

namespace Pff.Conformance;

/// <summary>What became of a case.</summary>
/// <param name="Expected">What should come out, for people.</param>
/// <param name="Evaluator">What the reference evaluator gave.</param>
/// <param name="Backend">What compiled code gave.</param>
/// <param name="IsSame">Whether both gave the same.</param>
public sealed record CaseOutcome(ConformanceCase Case, string Expected, string Evaluator, string Backend, bool IsPassed, bool IsSame);

/// <summary>Runs cases through the front end and then both through the evaluator and through compiled code.</summary>
public static class ConformanceRun
{
    /// <summary>The outcomes in the order of the cases; all expressions of a file are compiled at once.</summary>
    public static IReadOnlyList<CaseOutcome> Run(IReadOnlyList<ConformanceCase> cases) =>
        [.. cases.GroupBy(@case => @case.File).SelectMany(file => RunFile([.. file.Select(CheckedCase.Check)]))];

    private static IEnumerable<CaseOutcome> RunFile(List<CheckedCase> cases)
    {
        var evaluated = cases.Where(@case => @case.Expression is not null && !@case.Case.IsCheckOnly).ToList();
        var compiled = Compile([.. evaluated.Select(@case => @case.Expression!)]);
        var results = evaluated.Zip(compiled).ToDictionary(pair => pair.First, pair => Compiled(pair.Second, pair.First.Frame));
        return cases.Select(@case => results.TryGetValue(@case, out var backend)
            ? Judge(@case, Evaluated(@case), backend)
            : Judge(@case));
    }

    /// <summary>Where all at once cannot be compiled, each by itself, so that the culprit shows.</summary>
    private static List<CompiledExpression?> Compile(List<IrExpression> expressions)
    {
        try
        {
            return [.. ExpressionCompiler.Compile(expressions, CancellationToken.None).Load()];
        }
        catch (Exception) when (expressions.Count > 1)
        {
            return [.. expressions.SelectMany(expression => Compile([expression]))];
        }
        catch (Exception)
        {
            return [null];
        }
    }

    private static CaseResult Evaluated(CheckedCase @case)
    {
        try
        {
            return new CaseResult(Evaluator.Evaluate(@case.Expression!, @case.Frame), null);
        }
        catch (Exception exception)
        {
            return new CaseResult(default, $"{exception.GetType().Name}: {exception.Message}");
        }
    }

    private static CaseResult Compiled(CompiledExpression? expression, Frame frame)
    {
        try
        {
            return expression is null ? new CaseResult(default, "does not compile") : new CaseResult(expression(frame), null);
        }
        catch (Exception exception)
        {
            return new CaseResult(default, $"{exception.GetType().Name}: {exception.Message}");
        }
    }

    private static CaseOutcome Judge(CheckedCase @case, CaseResult evaluator, CaseResult backend)
    {
        var expected = Expectation.Of(@case.Case);
        var isTypeRight = expected.IsTypeRight(@case.Expression!, out var type);
        return new CaseOutcome(
            @case.Case,
            expected.ToString(),
            evaluator + type,
            backend + type,
            isTypeRight && expected.IsMet(evaluator) && expected.IsMet(backend),
            evaluator.IsSame(backend));
    }

    /// <summary>A case that is not evaluated: a mistake was found, or only the type is asked for.</summary>
    private static CaseOutcome Judge(CheckedCase @case)
    {
        var expected = Expectation.Of(@case.Case);
        if (@case.Expression is { } expression)
        {
            var isRight = expected.IsTypeRight(expression, out var type);
            return new CaseOutcome(@case.Case, expected.ToString(), type, type, isRight, true);
        }

        return new CaseOutcome(
            @case.Case, expected.ToString(), @case.Mistake!, @case.Mistake!, expected.IsError && !@case.IsCrash, true);
    }
}
