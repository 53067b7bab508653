using System.Collections.Immutable;
using Pff.Compiler.Catalogs;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Lowering;
using Pff.Compiler.Manifest.Tests;
using Pff.Core.Ir;
using Pff.Core.Plan;
using Pff.Core.Types;

namespace Pff.Compiler.Testing;

/// <summary>The mocks of a test, checked against what the methods take and give.</summary>
internal static class MockBinding
{
    public static ImmutableArray<MockedMethod> Bind(TestSyntax test, TestContext context, MockFiles files)
    {
        var called = CalledBy(context.Sequence, context.Program, []);
        var mocks = ImmutableArray.CreateBuilder<MockedMethod>(test.Mocks.Length);
        foreach (var mock in test.Mocks)
        {
            var method = context.FindMethod(mock.Method);
            if (method is not null && !called.Contains(method.Descriptor))
            {
                context.Report(CompilerDiagnostics.MockNeverCalled(context.Source, mock.Method.Span, method.Name, context.Sequence.Ir.Name));
            }

            var answers = mock.Answers.Select(a => Bind(a, method, context, files)).OfType<MockAnswer>().ToImmutableArray();
            if (method is not null)
            {
                mocks.Add(new MockedMethod(method.Descriptor, answers));
            }
        }

        return mocks.ToImmutable();
    }

    private static MockAnswer? Bind(AnswerSyntax answer, MethodSymbol? method, TestContext context, MockFiles files)
    {
        var when = answer.When is null || method is null ? null : context.LowerCondition(answer.When, TestScope.OfAnswer(method));
        MockAnswer? bound = answer switch
        {
            ReturnsSyntax returns => new ReturningAnswer(context.Lower(returns.Value, ResultOf(method))),
            ReturnsFileSyntax file => files.Lower(file.Path, ResultOf(method), context) is { } body ? new ReturningAnswer(body) : null,
            FailsSyntax fails => new FailingAnswer(fails.Status, fails.Body is null ? null : context.Lower(fails.Body, null), fails.RetryAfterMs),
            TimesOutSyntax => new SilentAnswer(),
            DropsConnectionSyntax => new BrokenAnswer(),
            _ => throw new InvalidOperationException($"no binding for {answer.GetType().Name}"),
        };
        return bound is null ? null : bound with { When = when, DelayMs = answer.DelayMs };
    }

    /// <summary>Where a method gives nothing, nobody reads what a mock gives.</summary>
    private static PffType? ResultOf(MethodSymbol? method) =>
        method is null or { Result: PrimitiveType { Kind: PrimitiveKind.Null } } ? null : TestTypes.Lenient(method.Result);

    /// <summary>The methods that a sequence calls, itself or through others.</summary>
    private static HashSet<MethodDescriptor> CalledBy(LoweredSequence sequence, ProgramContext program, HashSet<string> seen)
    {
        var methods = new HashSet<MethodDescriptor>(ReferenceEqualityComparer.Instance);
        foreach (var step in IrSteps.All(sequence.Ir.Steps))
        {
            if (step is IrCallMethod call)
            {
                methods.UnionWith(call.Methods);
            }
            else if (step is IrCallSequence other && seen.Add(other.Sequence))
            {
                methods.UnionWith(CalledBy(program.Lower(other.Sequence), program, seen));
            }
        }

        return methods;
    }
}
