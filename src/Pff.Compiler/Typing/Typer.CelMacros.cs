using System.Globalization;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Syntax;
using Pff.Core.Ir;
using Pff.Core.Plan;
using Pff.Core.Text;

namespace Pff.Compiler.Typing;

// The cel namespace: cel.bind(x, v, e), and what CEL's optimizers write: cel.block([…], e) with cel.index(n), cel.iterVar(n, m)
// and cel.accuVar(n, m) as names. All of them become IrLet and locals.
internal sealed partial class Typer
{
    private IrExpression? CelMacro(CallSyntax syntax, TypingEnvironment environment)
    {
        switch (syntax.Function, syntax.Arguments.Length)
        {
            case ("bind", 3):
                return CelBind(syntax, environment);
            case ("block", 2) when syntax.Arguments[0] is ListSyntax list:
                return CelBlock(list, syntax.Arguments[1], syntax.Span, environment);
            case ("index" or "iterVar" or "accuVar", _) when TryGetQualifiedName(syntax, environment, out var name):
                if (environment.Locals.TryGetValue(name, out var variable))
                {
                    return new IrLocal(variable, syntax.Span);
                }

                return IsUnchecked
                    ? new IrFault(FaultKind.NoSuchVariable, name, syntax.Span)
                    : Bad(CompilerDiagnostics.UnknownName(source, syntax.Span, source.GetText(syntax.Span), []), syntax.Span);
            default:
                return null;
        }
    }

    /// <summary>The hidden variable that <c>cel.index(0)</c> or <c>cel.iterVar(0, 1)</c> stands for.</summary>
    private static bool TryGetQualifiedName(CallSyntax syntax, TypingEnvironment environment, out string name)
    {
        name = "";
        if (syntax.Receiver is null
            || !TryGetQualifiedName(syntax.Receiver, environment, out var space, out _)
            || space != "cel"
            || syntax.Function is not ("index" or "iterVar" or "accuVar"))
        {
            return false;
        }

        var numbers = syntax.Arguments.Select(a => a is LiteralSyntax { Value: { Kind: ValueKind.Int } value } ? value.AsInt : -1).ToList();
        name = string.Create(CultureInfo.InvariantCulture, $"@{syntax.Function}:{string.Join(':', numbers)}");
        return numbers.Count > 0 && numbers.TrueForAll(n => n >= 0);
    }

    private IrExpression CelBind(CallSyntax syntax, TypingEnvironment environment)
    {
        if (VariableName(syntax.Arguments[0], environment) is not { } name)
        {
            return Bad(CompilerDiagnostics.MacroNeedsName(source, syntax.Arguments[0].Span, "cel.bind"), syntax.Span);
        }

        var value = Check(syntax.Arguments[1], environment);
        var variable = new IrVariable(name, value.Type);
        var body = Check(syntax.Arguments[2], environment.With(variable));
        return IsBad(value) || IsBad(body) ? Bad(syntax.Span) : new IrLet(variable, value, body, syntax.Span);
    }

    private IrExpression CelBlock(ListSyntax values, ExpressionSyntax body, TextSpan span, TypingEnvironment environment)
    {
        var variables = new List<(IrVariable Variable, IrExpression Value)>();
        foreach (var element in values.Elements)
        {
            var value = Check(element.Value, environment);
            var variable = new IrVariable(string.Create(CultureInfo.InvariantCulture, $"@index:{variables.Count}"), value.Type);
            variables.Add((variable, value));
            environment = environment.With(variable);
        }

        var result = Check(body, environment);
        if (IsBad(result) || variables.Exists(v => IsBad(v.Value)))
        {
            return Bad(span);
        }

        for (var i = variables.Count - 1; i >= 0; i--)
        {
            result = new IrLet(variables[i].Variable, variables[i].Value, result, span);
        }

        return result;
    }
}
