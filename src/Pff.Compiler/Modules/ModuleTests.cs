using System.Collections.Immutable;
using Pff.Compiler.Manifest;
using Pff.Compiler.Manifest.Tests;
using Pff.Core.Diagnostics;

namespace Pff.Compiler.Modules;

/// <summary>The tests of a module become those that a manifest would have: arguments by place get the names they stand for.</summary>
internal static class ModuleTests
{
    public static ImmutableArray<TestSyntax> Of(BoundModule module, DiagnosticBag diagnostics) =>
        [.. module.Module.Syntax.Declarations.OfType<TestDeclarationSyntax>().Select(t => Bind(t, module, diagnostics))];

    private static TestSyntax Bind(TestDeclarationSyntax written, BoundModule module, DiagnosticBag diagnostics)
    {
        var test = written.Test;
        var source = module.Module.Syntax.Source;
        if (written.Run is { } run)
        {
            test = test with { Run = run.Callee, Inputs = InputsOf(run, module, diagnostics) };
        }

        if (written.Writes is { } writes)
        {
            var expected = writes.Select(w => new ExpectedWriteSyntax(
                w.Callee, InvokeArguments.Name(w, ParametersOf(w.Callee.Text, module), source, diagnostics)));
            test = test with { Expectation = test.Expectation with { Writes = [.. expected] } };
        }

        return test;
    }

    /// <summary><c>run s(a, b)</c>, <c>run s(msisdn: a)</c>, or <c>run s({ msisdn: a })</c>, the row as one value.</summary>
    private static ImmutableArray<ArgumentSyntax> InputsOf(InvokeSyntax run, BoundModule module, DiagnosticBag diagnostics)
    {
        if (run.Arguments is [{ Name: null, Value: var row }]
            && Records.EntriesOf(row with { Expression = Records.WithNamesAsKeys(row.Expression) }) is { } columns)
        {
            return columns;
        }

        var sequence = module.Unit.FindSequence(run.Callee.Text)?.Syntax;
        ImmutableArray<string> inputs = [.. (sequence?.Inputs ?? []).Select(i => i.Name.Text)];
        return InvokeArguments.Name(run, inputs, module.Module.Syntax.Source, diagnostics);
    }

    private static ImmutableArray<string> ParametersOf(string method, BoundModule module) =>
        module.Unit.Methods.Find(method) is [var known, ..] ? known.Places : [];
}
