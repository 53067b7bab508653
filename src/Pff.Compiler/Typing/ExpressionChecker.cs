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
    /// <summary>
    /// The typed form of <paramref name="expression"/>; its type is the expression's own, or the error type where
    /// something was reported that leaves it without one.
    /// </summary>
    public static IrExpression Check(
        ExpressionSyntax expression, SourceText source, Scope scope, CheckSettings settings, DiagnosticBag diagnostics)
    {
        var typer = new Typer(source, settings, diagnostics);
        return TypeFinisher.Finish(typer.Check(expression, TypingEnvironment.Of(scope, settings.Facts)));
    }

    /// <summary>
    /// The typed form of a template: the only expression's where it is one, else a text of its parts.
    /// </summary>
    public static IrExpression CheckTemplate(
        TemplateSyntax template, SourceText source, Scope scope, CheckSettings settings, DiagnosticBag diagnostics)
    {
        if (template.IsSingleExpression)
        {
            return Check(template.SingleExpression, source, scope, settings, diagnostics);
        }

        if (template.IsLiteral)
        {
            return new IrConstant(Value.Of(string.Concat(template.Parts.Select(p => ((TemplateTextSyntax)p).Text))), PffType.Text, template.Span);
        }

        var typer = new Typer(source, settings, diagnostics);
        var environment = TypingEnvironment.Of(scope, settings.Facts);
        var parts = template.Parts.Select(part => part switch
        {
            TemplateTextSyntax text => new IrConstant(Value.Of(text.Text), PffType.Text, text.Span),
            TemplateHoleSyntax hole => typer.Check(hole.Expression, environment),
            _ => throw new InvalidOperationException($"no typing for {part.GetType().Name}"),
        });
        return TypeFinisher.Finish(typer.Interpolation(parts, template.Span));
    }

    /// <summary>
    /// <paramref name="expression"/> as a <paramref name="target"/>, with coercion nodes where the types differ. Where it
    /// cannot be one, that is reported at <paramref name="span"/> (or at the part of a literal that does not fit) and the
    /// result has the error type.
    /// </summary>
    public static IrExpression Convert(
        IrExpression expression, PffType target, SourceText source, TextSpan span, CheckSettings settings, DiagnosticBag diagnostics) =>
        new Conversion(source, settings, diagnostics).Convert(expression, target, span);

    /// <summary>
    /// What is known where <paramref name="condition"/> turned out to be <paramref name="outcome"/>, on top of what the
    /// settings already know: a step under <c>when</c> is checked with it.
    /// </summary>
    public static Facts FactsWhen(ExpressionSyntax condition, bool outcome, Scope scope, CheckSettings settings) =>
        settings.Facts.And(FactFinder.When(condition, outcome));

    /// <summary>What is known of every element of a list, because the expression filters it; said of the name <paramref name="element"/>.</summary>
    public static Facts FactsOfElements(ExpressionSyntax list, string element) => FactFinder.OfElements(list, element);

    /// <summary>
    /// The names that the expression takes from outside, in source order, repeats included: not lambda or macro
    /// variables, function names, type names or <c>now</c>. Of <c>a.b.c</c> it is <c>a</c>.
    /// </summary>
    public static IReadOnlyList<(string Name, TextSpan Span)> FreeNames(ExpressionSyntax expression) => FreeNameFinder.Find(expression);
}
