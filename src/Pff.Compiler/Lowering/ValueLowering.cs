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
/// From a value as it is written to a typed expression. In a manifest a text that is wholly one <c>{{ e }}</c> is e, mixed
/// text is interpolated, any other scalar is a literal, and lists and mappings are built from what they contain; in a
/// module the literals, lists and maps of expressions are read in the same way where a type is wanted.
/// </summary>
internal static class ValueLowering
{
    /// <param name="target">The type that is wanted, or null where the value's own is good.</param>
    public static IrExpression Lower(ValueSyntax value, PffType? target, SequenceContext context, Flow flow) => value switch
    {
        YamlScalar { Kind: YamlScalarKind.Text } scalar => LowerText(scalar, target, context, flow),
        YamlScalar scalar => LiteralLowering.Lower(scalar, target, context, flow),
        YamlSequence list => CollectionLowering.LowerList(list.Items, list, target, context, flow),
        YamlMapping mapping => CollectionLowering.LowerMapping(
            [.. mapping.Entries.Select(e => new ArgumentSyntax(new ManifestName(e.Key.Text, e.Key.Span), e.Value))], mapping, target, context, flow),
        ExpressionValueSyntax expression => ExpressionLowering.Lower(expression, target, context, flow),
        _ => new IrConstant(Value.Null, PffType.Error, value.Span),
    };

    /// <summary>A text for people: every value in it is shown as text, and a secret is refused.</summary>
    public static IrExpression LowerMessage(ValueSyntax value, SequenceContext context, Flow flow)
    {
        var template = value switch
        {
            YamlScalar { Kind: YamlScalarKind.Text } scalar => Parse(scalar, context),
            ExpressionValueSyntax expression => ExpressionLowering.MessageOf(expression),
            _ => null,
        };
        if (template is null)
        {
            return new IrConstant(Value.Of(value is YamlScalar scalar ? scalar.Text : string.Empty), PffType.Text, value.Span);
        }

        return template.IsLiteral
            ? LiteralLowering.TextOf(template, value.Span)
            : ConstantFolding.Fold(Check(template with { IsSingleExpression = false }, context, flow), context.Source, context.Diagnostics);
    }

    /// <summary>A bool: an expression, or true or false.</summary>
    public static IrExpression LowerCondition(ValueSyntax value, SequenceContext context, Flow flow)
    {
        if (value is YamlScalar { Kind: YamlScalarKind.Text } scalar && Parse(scalar, context) is { IsSingleExpression: false } template)
        {
            // Its expressions are checked all the same, so that one mistake does not hide another.
            Check(template, context, flow);
            context.Report(CompilerDiagnostics.ConditionIsText(scalar, canWrap: template.IsLiteral));
            return new IrConstant(Value.False, PffType.Error, value.Span);
        }

        return Lower(value, PffType.Bool, context, flow);
    }

    /// <summary>What is known where a condition turned out so.</summary>
    public static Facts FactsAfter(ValueSyntax condition, bool outcome, SequenceContext context, Flow flow) =>
        context.Templates.Find(condition) is { Template: { IsSingleExpression: true } template }
            ? ExpressionChecker.FactsWhen(template.SingleExpression, outcome, flow.Scope, context.SettingsAt(condition.Span, flow))
            : flow.Facts;

    /// <summary>What is known of every element of a list, because it was filtered.</summary>
    public static Facts FactsOfElements(ValueSyntax list, string item, SequenceContext context) =>
        context.Templates.Find(list) is { Template: { IsSingleExpression: true } template }
            ? ExpressionChecker.FactsOfElements(template.SingleExpression, item)
            : Facts.None;

    public static IrExpression ConvertAt(IrExpression value, PffType target, TextSpan span, SequenceContext context, Flow flow) =>
        ExpressionChecker.Convert(value, target, context.Source, span, context.SettingsAt(span, flow), context.Diagnostics);

    private static IrExpression LowerText(YamlScalar scalar, PffType? target, SequenceContext context, Flow flow)
    {
        var template = Parse(scalar, context);
        if (template.IsLiteral)
        {
            return LiteralLowering.LowerText(template, scalar, target, context, flow);
        }

        // Where no type is wanted a list is the same list in either notation of a manifest, and in a module; but an expression takes no secrets.
        if (template is { IsSingleExpression: true, SingleExpression: ListSyntax or MapSyntax } && (target is null || target.IsDyn)
            && ExpressionLowering.Lower(new ExpressionValueSyntax(context.Source, template.SingleExpression), target, context, flow) is var list
            && SecretTypes.PathTo(list.Type) is null)
        {
            return list;
        }

        return LowerTemplate(template, target, context, flow);
    }

    /// <summary>A template with expressions in it.</summary>
    public static IrExpression LowerTemplate(TemplateSyntax template, PffType? target, SequenceContext context, Flow flow)
    {
        var value = Check(template, context, flow);
        var span = template.IsSingleExpression ? template.SingleExpression.Span : template.Span;
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
