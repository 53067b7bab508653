using System.Collections.Immutable;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Syntax;
using Pff.Core.Ir;
using Pff.Core.Types;

namespace Pff.Compiler.Typing;

// Functions and rules of modules.
internal sealed partial class Typer
{
    /// <summary>
    /// <c>f(a, b)</c> becomes <c>let p = a in let q = b in body</c>, so that each argument is evaluated at most once, and a
    /// fault of one that the body does not read is none.
    /// </summary>
    private IrExpression CallFunction(FunctionSymbol function, CallSyntax syntax, TypingEnvironment environment)
    {
        if (syntax.Arguments.Length != function.Parameters.Length)
        {
            foreach (var argument in syntax.Arguments)
            {
                Check(argument, environment);
            }

            return Bad(
                CompilerDiagnostics.ArgumentCount(source, syntax.FunctionSpan, function.Name, $"{function.Parameters.Length}", syntax.Arguments.Length),
                syntax.Span);
        }

        var unifier = new Unifier();
        var arguments = ImmutableArray.CreateBuilder<IrExpression>(function.Parameters.Length);
        for (var i = 0; i < function.Parameters.Length; i++)
        {
            arguments.Add(FunctionArgument(function, i, syntax.Arguments[i], unifier, environment));
        }

        if (arguments.Any(IsBad) || function.Body.Type.IsError)
        {
            return Bad(syntax.Span);
        }

        var result = unifier.Resolve(function.Result);
        var call = FunctionInlining.Inline(function, arguments, syntax.Span);
        return call.Type.Equals(result) ? call
            : result.IsDyn ? Widen(call, result)
            : new IrCoerce(CoercionKind.Narrow, call, result, syntax.Span);
    }

    private IrExpression FunctionArgument(
        FunctionSymbol function, int index, ExpressionSyntax syntax, Unifier unifier, TypingEnvironment environment)
    {
        var parameter = function.Parameters[index];
        var argument = CheckExpecting(syntax, parameter.Type, environment);
        if (IsBad(argument))
        {
            return argument;
        }

        if (!function.TypeParameters.IsEmpty && !unifier.Match(parameter.Type, TypeFinisher.Finish(argument).Type))
        {
            return Bad(
                CompilerDiagnostics.ArgumentMismatch(source, syntax.Span, function.Name, parameter.Type.ToString(), argument.Type.ToString(), null),
                syntax.Span);
        }

        return new Conversion(source, settings, diagnostics).Convert(TypeFinisher.Finish(argument), parameter.Variable.Type, syntax.Span);
    }

    /// <summary>Checks a part whose type is known beforehand: a bare name may then be a value of an enum.</summary>
    private IrExpression CheckExpecting(ExpressionSyntax syntax, PffType expected, TypingEnvironment environment) =>
        EnumValue(syntax, expected, environment) ?? Check(syntax, environment);

    /// <summary>What a bare name that is no variable is as a value of an enum, or null.</summary>
    private static IrConstant? EnumValue(ExpressionSyntax syntax, PffType expected, TypingEnvironment environment) =>
        syntax is NameSyntax { IsRooted: false } name
        && TypeRelations.NotNull(expected) is EnumType named
        && named.Values.Contains(name.Name)
        && !environment.Locals.ContainsKey(name.Name)
        && !environment.Scope.TryFind(name.Name, out _)
            ? new IrConstant(Core.Plan.Value.Of(name.Name), named, name.Span)
            : null;
}
