using Pff.Compiler.Binding;
using Pff.Compiler.Syntax;
using Pff.Core.Diagnostics;
using Pff.Core.Ir;
using Pff.Core.Plan;
using Pff.Core.Text;
using Pff.Core.Types;

namespace Pff.Compiler.Typing;

/// <summary>Gives expressions their types and turns them into IR. Never throws on what a user wrote.</summary>
public static class ExpressionChecker
{
    /// <summary>The typed form of <paramref name="expression"/>; its type is the expression's own.</summary>
    public static IrExpression Check(
        ExpressionSyntax expression, SourceText source, Scope scope, CheckSettings settings, DiagnosticBag diagnostics) =>
        new IrConstant(Value.Null, PffType.Error, expression.Span);

    /// <summary>
    /// The typed form of a template: the only expression's where it is one, else a text of its parts.
    /// </summary>
    public static IrExpression CheckTemplate(
        TemplateSyntax template, SourceText source, Scope scope, CheckSettings settings, DiagnosticBag diagnostics) =>
        new IrConstant(Value.Null, PffType.Error, template.Span);

    /// <summary>
    /// <paramref name="expression"/> as a <paramref name="target"/>, with coercion nodes where the types differ. Where it
    /// cannot be one, that is reported at <paramref name="span"/> and the result has the error type.
    /// </summary>
    public static IrExpression Convert(
        IrExpression expression, PffType target, SourceText source, TextSpan span, CheckSettings settings, DiagnosticBag diagnostics) =>
        expression;

    /// <summary>
    /// What is known where <paramref name="condition"/> turned out to be <paramref name="outcome"/>, on top of what the
    /// settings already know: a step under <c>when</c> is checked with it.
    /// </summary>
    public static Facts FactsWhen(ExpressionSyntax condition, bool outcome, Scope scope, CheckSettings settings) => settings.Facts;

    /// <summary>
    /// The names that the expression takes from outside, in source order, repeats included: not lambda or macro
    /// variables, function names, type names or <c>now</c>. Of <c>a.b.c</c> it is <c>a</c>.
    /// </summary>
    public static IReadOnlyList<(string Name, TextSpan Span)> FreeNames(ExpressionSyntax expression) => [];
}
