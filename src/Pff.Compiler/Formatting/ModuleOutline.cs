using System.Collections.Immutable;
using Pff.Compiler.Manifest;
using Pff.Compiler.Manifest.Steps;
using Pff.Compiler.Manifest.Tests;
using Pff.Compiler.Modules;
using Pff.Compiler.Syntax;
using Pff.Core.Text;

namespace Pff.Compiler.Formatting;

/// <summary>What a module consists of, as far as a layout depends on it.</summary>
/// <param name="Steps">All steps of all sequences, those inside others too.</param>
/// <param name="Expressions">The whole expressions, without those inside them.</param>
/// <param name="Types">The types and lists of type parameters.</param>
internal sealed record ModuleOutline(
    ImmutableArray<DeclarationSyntax> Declarations,
    ImmutableArray<StepSyntax> Steps,
    ImmutableArray<HandlerSyntax> Handlers,
    ImmutableArray<ExpressionSyntax> Expressions,
    ImmutableArray<TextSpan> Types)
{
    public static ModuleOutline Of(ModuleSyntax module)
    {
        var expressions = ImmutableArray.CreateBuilder<ExpressionSyntax>();
        var types = ImmutableArray.CreateBuilder<TextSpan>();
        var steps = ImmutableArray.CreateBuilder<StepSyntax>();
        var handlers = ImmutableArray.CreateBuilder<HandlerSyntax>();
        foreach (var declaration in module.Declarations)
        {
            foreach (var parameter in ParametersOf(declaration))
            {
                types.Add(parameter.Type.Span);
                Add(expressions, parameter.Default);
            }

            switch (declaration)
            {
                case TypeDeclarationSyntax type:
                    types.Add(type.Type.Span);
                    break;
                case FunctionSyntax function:
                    Add(types, function.TypeParameters.IsEmpty ? null : TypeParametersOf(function));
                    Add(types, function.Result?.Span);
                    expressions.Add(function.Body);
                    break;
                case RuleSyntax rule:
                    expressions.Add(rule.Condition);
                    Add(expressions, rule.Reason);
                    break;
                case MethodDeclarationSyntax method:
                    Add(types, method.Result?.Span);
                    expressions.AddRange((method.Undo?.Arguments ?? []).Select(a => a.Value.Expression));
                    expressions.AddRange((method.SettledBy?.Read.Arguments ?? []).Select(a => a.Value.Expression));
                    break;
                case SequenceDeclarationSyntax sequence:
                    steps.AddRange(sequence.Sequence.AllSteps);
                    handlers.AddRange(sequence.Sequence.Handlers);
                    break;
                case TestDeclarationSyntax test:
                    expressions.AddRange(ValuesOf(test).OfType<ExpressionValueSyntax>().SelectMany(v => WithoutRecords(v.Expression)));
                    break;
            }
        }

        handlers.AddRange(steps.SelectMany(s => s.Clauses.Handlers));
        var values = steps.SelectMany(s => s.Clauses.When is { } when ? s.OwnValues.Prepend(when) : s.OwnValues);
        expressions.AddRange(values.OfType<ExpressionValueSyntax>().SelectMany(v => Parts(v.Expression)));
        return new ModuleOutline(module.Declarations, steps.ToImmutable(), handlers.ToImmutable(), expressions.ToImmutable(), types.ToImmutable());
    }

    public static ImmutableArray<ParameterDeclarationSyntax> ParametersOf(DeclarationSyntax declaration) => declaration switch
    {
        TableSyntax table => table.Columns,
        FunctionSyntax function => function.Parameters,
        RuleSyntax rule => rule.Parameters,
        MethodDeclarationSyntax method => method.Parameters,
        SequenceDeclarationSyntax sequence => sequence.Parameters,
        _ => [],
    };

    /// <summary>The list of a loop that has a <c>when</c>: it is filtered, though no call of <c>filter</c> is written.</summary>
    public static bool IsFilteredLoop(ExpressionSyntax list, out ExpressionSyntax range, out LambdaSyntax condition)
    {
        if (list is CallSyntax { Function: "filter", Receiver: { } receiver, Arguments: [LambdaSyntax lambda] } call && call.FunctionSpan == receiver.Span)
        {
            (range, condition) = (receiver, lambda);
            return true;
        }

        (range, condition) = (list, null!);
        return false;
    }

    private static void Add(ImmutableArray<ExpressionSyntax>.Builder expressions, ExpressionSyntax? expression)
    {
        if (expression is not null)
        {
            expressions.Add(expression);
        }
    }

    private static void Add(ImmutableArray<TextSpan>.Builder types, TextSpan? type)
    {
        if (type is { } span)
        {
            types.Add(span);
        }
    }

    private static IEnumerable<ValueSyntax?> ValuesOf(TestDeclarationSyntax test) =>
    [
        .. (test.Run?.Arguments ?? []).Concat((test.Writes ?? []).SelectMany(w => w.Arguments)).Select(a => a.Value),
        .. test.Test.Mocks.SelectMany(m => m.Answers).SelectMany(a => new[] { (a as ReturnsSyntax)?.Value, (a as FailsSyntax)?.Body, a.When }),
        .. test.Test.Expectation.Returns.Select(r => r.Value),
        .. test.Test.Expectation.Conditions,
    ];

    /// <summary>In the data of a test a name may be a key, so that only what stands in it is an expression for sure.</summary>
    private static IEnumerable<ExpressionSyntax> WithoutRecords(ExpressionSyntax expression) => expression switch
    {
        ListSyntax list => list.Elements.SelectMany(e => WithoutRecords(e.Value)),
        MapSyntax map => map.Entries.SelectMany(e => WithoutRecords(e.Value)),
        _ => [expression],
    };

    private static IEnumerable<ExpressionSyntax> Parts(ExpressionSyntax expression) =>
        IsFilteredLoop(expression, out var range, out var condition) ? [range, condition.Body] : [expression];

    /// <summary>From the sign before the first one to the sign behind the last.</summary>
    private static TextSpan TypeParametersOf(FunctionSyntax function) =>
        TextSpan.FromBounds(function.Name.Span.End, function.TypeParameters[^1].Span.End + 1);
}
