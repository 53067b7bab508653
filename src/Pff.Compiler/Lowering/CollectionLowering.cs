using System.Collections.Immutable;
using Pff.Compiler.Binding;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Manifest;
using Pff.Compiler.Typing;
using Pff.Core.Diagnostics;
using Pff.Core.Ir;
using Pff.Core.Plan;
using Pff.Core.Types;

namespace Pff.Compiler.Lowering;

/// <summary>Lists and mappings as they are written, checked element by element against the type that is wanted.</summary>
internal static class CollectionLowering
{
    /// <param name="whole">The list itself.</param>
    public static IrExpression LowerList(
        IReadOnlyCollection<ValueSyntax> elements, ValueSyntax whole, PffType? target, SequenceContext context, Flow flow)
    {
        var element = LiteralLowering.Core(target) is ListType wanted ? wanted.Element : null;
        var (items, type) = Joined([.. elements.Select(i => ValueLowering.Lower(i, element, context, flow))], element);
        var built = new IrList([.. items.Select(i => new IrListElement(i, IsOptional: false))], new ListType(type), whole.Span);
        return Convert(built, target, context, flow);
    }

    /// <param name="whole">The mapping itself.</param>
    public static IrExpression LowerMapping(
        IReadOnlyCollection<ArgumentSyntax> entries, ValueSyntax whole, PffType? target, SequenceContext context, Flow flow)
    {
        if (LiteralLowering.Core(target) is ObjectType wanted)
        {
            return Convert(LowerObject(entries, whole, wanted, context, flow), target, context, flow);
        }

        var element = LiteralLowering.Core(target) is MapType map ? map.Value : null;
        var (values, type) = Joined([.. entries.Select(e => ValueLowering.Lower(e.Value, element, context, flow))], element);
        var built = new IrMap([.. entries.Zip(values, (e, value) => Entry(e.Name, value))], new MapType(PffType.Text, type), whole.Span);
        return Convert(built, target, context, flow);
    }

    /// <summary>Without a wanted type the values are what they are together in an expression, which takes no secrets.</summary>
    private static (ImmutableArray<IrExpression> Values, PffType Type) Joined(ImmutableArray<IrExpression> values, PffType? wanted) =>
        wanted is not null ? (values, wanted)
        : values.Any(v => SecretTypes.PathTo(v.Type) is not null) ? (values, values.Select(v => v.Type).Aggregate(TypeJoin.Join))
        : Typer.Joined(values);

    private static IrMap LowerObject(
        IReadOnlyCollection<ArgumentSyntax> written, ValueSyntax whole, ObjectType type, SequenceContext context, Flow flow)
    {
        var entries = ImmutableArray.CreateBuilder<IrMapEntry>(written.Count);
        foreach (var (name, value) in written)
        {
            var field = type.Find(name.Text);
            if (field is null && type.Additional is null)
            {
                context.Report(CompilerDiagnostics.UnknownProperty(context.Source, name, type));
            }

            entries.Add(Entry(name, ValueLowering.Lower(value, field?.Type ?? type.Additional, context, flow)));
        }

        var given = written.Select(e => e.Name.Text).ToHashSet(StringComparer.Ordinal);
        var unknown = type.Additional is null ? given.Where(name => type.Find(name) is null).ToList() : [];
        foreach (var field in type.Fields)
        {
            // Where it is there but misspelled, that is already said.
            if (field.IsRequired && !given.Contains(field.Name) && Suggestion.Nearest(field.Name, unknown) is null)
            {
                context.Report(CompilerDiagnostics.MissingProperty(whole, field, type));
            }
        }

        return new IrMap(entries.ToImmutable(), type, whole.Span);
    }

    private static IrMapEntry Entry(ManifestName key, IrExpression value) =>
        new(new IrConstant(Value.Of(key.Text), PffType.Text, key.Span), value, IsOptional: false);

    /// <summary>Without a wanted type it is what the same list or map is in an expression.</summary>
    private static IrExpression Convert(IrExpression built, PffType? target, SequenceContext context, Flow flow) =>
        target is null ? ConstantFolding.Fold(built, context.Source, context.Diagnostics) : ValueLowering.ConvertAt(built, target, built.Span, context, flow);
}
