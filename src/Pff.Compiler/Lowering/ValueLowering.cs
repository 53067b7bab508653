using System.Collections.Immutable;
using Pff.Compiler.Binding;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Manifest;
using Pff.Compiler.Syntax;
using Pff.Compiler.Typing;
using Pff.Core.Ir;
using Pff.Core.Plan;
using Pff.Core.Text;
using Pff.Core.Types;

namespace Pff.Compiler.Lowering;

/// <summary>
/// From a YAML value to a typed expression: a text that is wholly one <c>{{ e }}</c> is e, mixed text is interpolated,
/// any other scalar is a literal, and lists and mappings are built from what they contain.
/// </summary>
internal static class ValueLowering
{
    /// <param name="target">The type that is wanted, or null where the value's own is good.</param>
    public static IrExpression Lower(YamlNode node, PffType? target, SequenceContext context, Flow flow) => node switch
    {
        YamlScalar { Kind: YamlScalarKind.Text } scalar => LowerText(scalar, target, context, flow),
        YamlScalar scalar => LiteralLowering.Lower(scalar, target, context, flow),
        YamlSequence list => CollectionLowering.LowerList(list, target, context, flow),
        YamlMapping mapping => CollectionLowering.LowerMapping(mapping, target, context, flow),
        _ => new IrConstant(Value.Null, PffType.Error, node.Span),
    };

    /// <summary>A text for people: every value in it is shown as text, and a secret is refused.</summary>
    public static IrExpression LowerMessage(YamlScalar scalar, SequenceContext context, Flow flow)
    {
        if (scalar.Kind != YamlScalarKind.Text)
        {
            return new IrConstant(Value.Of(scalar.Text), PffType.Text, scalar.Span);
        }

        var template = Parse(scalar, context) with { IsSingleExpression = false };
        return template.IsLiteral
            ? LiteralLowering.TextOf(template, scalar.Span)
            : ConstantFolding.Fold(Check(template, context, flow), context.Source, context.Diagnostics);
    }

    /// <summary>A bool: an expression, or true or false.</summary>
    public static IrExpression LowerCondition(YamlNode node, SequenceContext context, Flow flow)
    {
        if (node is YamlScalar { Kind: YamlScalarKind.Text } scalar && Parse(scalar, context) is { IsSingleExpression: false } template)
        {
            // Its expressions are checked all the same, so that one mistake does not hide another.
            Check(template, context, flow);
            context.Report(CompilerDiagnostics.ConditionIsText(scalar, canWrap: template.IsLiteral));
            return new IrConstant(Value.False, PffType.Error, node.Span);
        }

        return Lower(node, PffType.Bool, context, flow);
    }

    /// <summary>What is known where a condition turned out so.</summary>
    public static Facts FactsAfter(YamlNode condition, bool outcome, SequenceContext context, Flow flow)
    {
        if (condition is not YamlScalar { Kind: YamlScalarKind.Text } scalar
            || context.Templates.Get(scalar).Template is not { IsSingleExpression: true } template)
        {
            return flow.Facts;
        }

        return ExpressionChecker.FactsWhen(template.SingleExpression, outcome, flow.Scope, context.SettingsAt(scalar.Span, flow));
    }

    public static IrExpression ConvertAt(IrExpression value, PffType target, TextSpan span, SequenceContext context, Flow flow) =>
        ExpressionChecker.Convert(value, target, context.Source, span, context.SettingsAt(span, flow), context.Diagnostics);

    private static IrExpression LowerText(YamlScalar scalar, PffType? target, SequenceContext context, Flow flow)
    {
        var template = Parse(scalar, context);
        if (template.IsLiteral)
        {
            return LiteralLowering.LowerText(template, scalar, target, context, flow);
        }

        var value = Check(template, context, flow);
        var span = template.IsSingleExpression ? template.SingleExpression.Span : scalar.Span;
        value = target is null ? value : ConvertAt(value, target, span, context, flow);
        return ConstantFolding.Fold(value, context.Source, context.Diagnostics);
    }

    private static TemplateSyntax Parse(YamlScalar scalar, SequenceContext context)
    {
        var parsed = context.Templates.Get(scalar);
        context.Diagnostics.AddRange(parsed.Diagnostics);
        return parsed.Template;
    }

    private static IrExpression Check(TemplateSyntax template, SequenceContext context, Flow flow)
    {
        var scope = flow.Scope;
        foreach (var (name, span) in template.Expressions.SelectMany(ExpressionChecker.FreeNames).DistinctBy(n => n.Name))
        {
            if (scope.TryFind(name, out var variable))
            {
                context.MarkRead(variable.Slot);
            }
            else if (context.Declared.TryFind(name, out var declared) && declared.Start < span.Start)
            {
                // The name is given before this place, but not on the way to it.
                context.Report(CompilerDiagnostics.NameNotHere(context.Source, span, name, declared));
                scope = scope.With(new VariableSymbol(name, PffType.Error, -1));
            }
        }

        return ExpressionChecker.CheckTemplate(
            template, context.Source, scope, context.SettingsAt(template.Span, flow), context.Diagnostics);
    }
}
