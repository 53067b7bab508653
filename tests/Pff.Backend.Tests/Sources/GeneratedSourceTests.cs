using CsCheck;
using Pff.Backend.Emission;
using Pff.Backend.Tests.Emission;
using Pff.Compiler.Binding;
using Pff.Compiler.Syntax;
using Pff.Compiler.Typing;
using Pff.Core.Diagnostics;
using Pff.Core.Ir;
using Pff.Core.Ir.Evaluation;
using Pff.Core.Text;
using Pff.Runtime.Tests.Support;

namespace Pff.Backend.Tests.Sources;

/// <summary>
/// Generated text through parser and checker: what is well typed is accepted, and gives in compiled code what it gives
/// in the reference evaluator; what is not is refused by the checker and never reaches the backend.
/// </summary>
public sealed class GeneratedSourceTests
{
    private const int BatchSize = 500;
    private const int FramesPerExpression = 4;
    private const int Depth = 4;

    private static readonly Scope Scope = Enumerable.Range(0, TestFrames.SlotTypes.Length)
        .Aggregate(Scope.Empty, (scope, slot) => scope.With(new VariableSymbol("v" + slot, TestFrames.SlotTypes[slot], slot)));

    /// <summary>PFF_PROPERTY_COUNT says how many expressions are tried; one compilation takes a few hundred.</summary>
    [Fact]
    public void Well_typed_text_is_accepted_and_gives_compiled_what_it_gives_evaluated() =>
        Gen.UInt.Sample(CheckBatch, iter: Batches(2), threads: 1);

    [Fact]
    public void Text_with_a_part_of_a_wrong_type_is_refused_or_means_the_same_in_both()
    {
        var refused = 0;
        var batches = Batches(1);
        Gen.UInt.Sample(seed => refused += CheckMistakes(seed), iter: batches, threads: 1);
        Assert.True(refused > batches * BatchSize / 4, $"only {refused} of {batches * BatchSize} were refused: the test tests little");
    }

    private static int Batches(int usual) => Math.Max(1, (LongForm.Number("PFF_PROPERTY_COUNT", usual * BatchSize) + BatchSize - 1) / BatchSize);

    private static void CheckBatch(uint seed)
    {
        var random = new PCG(2, seed);
        var checkedTexts = new List<(string Text, IrExpression Expression)>();
        for (var i = 0; i < BatchSize; i++)
        {
            // A generator of its own, so that names begin anew.
            var text = new SourceGenerator(random).Any(1 + (i % Depth));
            var expression = Check(text, out var mistake);
            Assert.True(mistake is null, $"{mistake}\n{text}");
            checkedTexts.Add((text, expression));
        }

        var withValue = Compare(checkedTexts, random, seed);
        Assert.True(withValue > BatchSize * FramesPerExpression / 4, $"only {withValue} results are values: the test tests nothing but faults");
    }

    private static int CheckMistakes(uint seed)
    {
        var random = new PCG(3, seed);
        var accepted = new List<(string Text, IrExpression Expression)>();
        for (var i = 0; i < BatchSize; i++)
        {
            var text = new SourceGenerator(random).WithMistake(2 + (i % (Depth - 1)));
            var expression = Check(text, out var mistake);
            if (mistake is null)
            {
                accepted.Add((text, expression));
            }
        }

        Compare(accepted, random, seed);
        return BatchSize - accepted.Count;
    }

    /// <summary>Gives how many results are values.</summary>
    private static int Compare(List<(string Text, IrExpression Expression)> expressions, PCG random, uint seed)
    {
        var compiled = ExpressionCompiler.Compile([.. expressions.Select(e => e.Expression)], CancellationToken.None).Load();
        var wrong = new List<(string Text, string Report)>();
        var withValue = 0;
        for (var i = 0; i < expressions.Count; i++)
        {
            var (text, expression) = expressions[i];
            for (var f = 0; f < FramesPerExpression; f++)
            {
                var frame = TestFrames.Make(random);
                var result = compiled[i](frame);
                withValue += result.IsFault ? 0 : 1;
                var (expected, actual) = (ValueText.Of(Evaluator.Evaluate(expression, frame)), ValueText.Of(result));
                if (expected != actual)
                {
                    wrong.Add((text, $"evaluated: {expected}\ncompiled:  {actual}\n{IrText.SlotsOf(expression, frame)}"));
                    break;
                }
            }
        }

        if (wrong.Count > 0)
        {
            var (text, report) = wrong.MinBy(w => w.Text.Length);
            Assert.Fail($"{wrong.Count} of {expressions.Count} expressions of batch {seed} differ. The shortest:\n{text}\n{report}");
        }

        return withValue;
    }

    /// <summary>The checked expression, and the first error where there is one.</summary>
    private static IrExpression Check(string text, out string? mistake)
    {
        var source = new SourceText("generated", text);
        var parsed = ExpressionParser.Parse(EmbeddedText.Whole(source));
        var diagnostics = new DiagnosticBag();
        diagnostics.AddRange(parsed.Diagnostics);
        var expression = ExpressionChecker.Check(parsed.Root, source, Scope, CheckSettings.Default, diagnostics);
        mistake = diagnostics.ToSorted().Where(d => d.Severity == Severity.Error)
            .Select(d => $"{d.Code}: {d.Message.English} '{text.Substring(d.Span.Start, d.Span.Length)}'").FirstOrDefault();
        return expression;
    }
}
