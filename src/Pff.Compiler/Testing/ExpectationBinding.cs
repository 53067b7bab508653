using System.Collections.Immutable;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Manifest;
using Pff.Compiler.Manifest.Tests;
using Pff.Core.Plan;

namespace Pff.Compiler.Testing;

/// <summary>What a test expects, checked against what its sequence can do.</summary>
internal static class ExpectationBinding
{
    private const string OwnCodes = "PFF";

    public static TestExpectation Bind(ExpectationSyntax expectation, TestContext context) => new()
    {
        Outcomes = BindOutcome(expectation, context),
        Code = BindCode(expectation.Code, context),
        Returns = BindReturns(expectation.Returns, context),
        Writes = expectation.Writes is { } writes ? [.. writes.Select(w => BindWrite(w, context)).OfType<ExpectedWrite>()] : null,
        Calls = BindCalls(expectation.Calls, context),
        Conditions = BindConditions(expectation.Conditions, context),
    };

    /// <summary>Without an outcome the row must be good, unless an error code is expected.</summary>
    private static ImmutableArray<string> BindOutcome(ExpectationSyntax expectation, TestContext context)
    {
        if (expectation.Outcome is not { } outcome)
        {
            return expectation.Code is null ? ["succeeded"] : ["failed", "unknown"];
        }

        if (!TestScope.Outcomes.Contains(outcome.Text))
        {
            context.Report(CompilerDiagnostics.UnknownOutcome(context.Source, outcome.Span, outcome.Text, TestScope.Outcomes));
        }

        return [outcome.Text];
    }

    private static string? BindCode(ManifestName? code, TestContext context)
    {
        var codes = context.Program.FailureCodes;
        if (code is not null && !code.Text.StartsWith(OwnCodes, StringComparison.Ordinal) && !codes.Contains(code.Text))
        {
            context.Report(CompilerDiagnostics.CodeNeverGiven(context.Source, code.Span, code.Text, codes));
        }

        return code?.Text;
    }

    private static ImmutableArray<TestValue> BindReturns(ImmutableArray<ArgumentSyntax> returns, TestContext context)
    {
        var columns = context.Sequence.Result;
        var values = ImmutableArray.CreateBuilder<TestValue>(returns.Length);
        foreach (var (name, value) in returns)
        {
            var column = columns.Find(name.Text);
            if (column is null)
            {
                context.Report(CompilerDiagnostics.UnknownReturnedColumn(
                    context.Source, name.Span, name.Text, context.Sequence.Ir.Name, columns.Fields.Select(f => f.Name)));
            }

            // A column of one type may be null all the same, where the row returned before it was known.
            values.Add(new TestValue(name.Text, context.Lower(value, column is null ? null : Binding.TypeJoin.OrNull(column.Type))));
        }

        return values.ToImmutable();
    }

    private static ExpectedWrite? BindWrite(ExpectedWriteSyntax write, TestContext context)
    {
        var method = context.FindMethod(write.Method);
        if (method is { Descriptor.Effect: Effect.Read })
        {
            context.Report(CompilerDiagnostics.ReadIsNoWrite(context.Source, write.Method.Span, method.Name));
        }

        var arguments = ImmutableArray.CreateBuilder<TestValue>(write.Arguments.Length);
        foreach (var (name, value) in write.Arguments)
        {
            var parameter = method?.FindParameter(name.Text);
            if (method is not null && parameter is null)
            {
                context.Report(CompilerDiagnostics.UnknownArgument(
                    context.Source, name.Span, name.Text, method.Name, method.Parameters.Select(p => p.Name)));
            }

            arguments.Add(new TestValue(name.Text, context.Lower(value, parameter is null ? null : Binding.TypeJoin.OrNull(parameter.Type))));
        }

        return method is null ? null : new ExpectedWrite(method.Descriptor, arguments.ToImmutable());
    }

    private static ExpectedCount? BindCalls(CountSyntax? calls, TestContext context)
    {
        if (calls is null)
        {
            return null;
        }

        if (calls.AtLeast > calls.AtMost)
        {
            context.Report(CompilerDiagnostics.EmptyCallRange(context.Source, calls.Span, calls.AtLeast, calls.AtMost));
        }

        return new ExpectedCount(calls.AtLeast, calls.AtMost);
    }

    private static ImmutableArray<Core.Ir.IrExpression> BindConditions(ImmutableArray<ValueSyntax> conditions, TestContext context)
    {
        if (conditions.IsEmpty)
        {
            return [];
        }

        var flow = TestScope.OfExpectation(context.Sequence);
        return [.. conditions.Select(c => context.LowerCondition(c, flow))];
    }
}
