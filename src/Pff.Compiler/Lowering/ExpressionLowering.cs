using Pff.Compiler.Binding;
using Pff.Compiler.Manifest;
using Pff.Compiler.Syntax;
using Pff.Core.Ir;
using Pff.Core.Plan;
using Pff.Core.Types;

namespace Pff.Compiler.Lowering;

/// <summary>
/// Values of modules. What is written as a literal, a list or a map of literal keys means what the same thing means in a
/// manifest, so that a date in quotes is a timestamp where one is wanted, and a misspelled field of a body is found.
/// </summary>
internal static class ExpressionLowering
{
    public static IrExpression Lower(ExpressionValueSyntax value, PffType? target, SequenceContext context, Flow flow)
    {
        switch (value.Expression)
        {
            case var number when target is not null && LiteralLowering.Adapt(number, target, value.Source) is { } adapted:
                return ConstantFolding.Fold(ValueLowering.ConvertAt(adapted, target, number.Span, context, flow), context.Source, context.Diagnostics);
            case NameSyntax name when LiteralLowering.Core(target) is EnumType named && named.Values.Contains(name.Name) && !flow.Scope.TryFind(name.Name, out _):
                var constant = new IrConstant(Value.Of(name.Name), named, name.Span);
                return ConstantFolding.Fold(ValueLowering.ConvertAt(constant, target!, name.Span, context, flow), context.Source, context.Diagnostics);
            case ListSyntax list when list.Elements.All(e => !e.IsOptional):
                return CollectionLowering.LowerList(
                    [.. list.Elements.Select(e => new ExpressionValueSyntax(value.Source, e.Value))], value, target, context, flow);
            case MapSyntax map when EntriesOf(map, value) is { } entries:
                return CollectionLowering.LowerMapping(entries, value, target, context, flow);
            default:
                var template = context.Templates.Find(value)!.Template;
                return ValueLowering.LowerTemplate(template, target, context, flow);
        }
    }

    /// <summary>The template that says the same as a message of a module.</summary>
    public static TemplateSyntax MessageOf(ExpressionValueSyntax value) => value.Expression switch
    {
        InterpolationSyntax interpolation => new TemplateSyntax([.. interpolation.Parts.Select(PartOf)], value.Span),
        var expression => new TemplateSyntax([PartOf(expression)], value.Span),
    };

    private static TemplatePartSyntax PartOf(ExpressionSyntax part) => part is LiteralSyntax { Value.Kind: ValueKind.Text } literal
        ? new TemplateTextSyntax(literal.Value.AsText, literal.Span)
        : new TemplateHoleSyntax(part, part.Span);

    /// <summary>The entries of a map whose keys are all different texts, or null.</summary>
    private static List<ArgumentSyntax>? EntriesOf(MapSyntax map, ExpressionValueSyntax value)
    {
        var entries = new List<ArgumentSyntax>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in map.Entries)
        {
            if (entry.IsOptional || entry.Key is not LiteralSyntax { Value.Kind: ValueKind.Text } key || !names.Add(key.Value.AsText))
            {
                return null;
            }

            entries.Add(new ArgumentSyntax(new ManifestName(key.Value.AsText, key.Span), new ExpressionValueSyntax(value.Source, entry.Value)));
        }

        return entries;
    }
}
