using System.Collections.Immutable;
using Pff.Compiler.Binding;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Manifest;
using Pff.Core.Diagnostics;
using Pff.Core.Ir;
using Pff.Core.Plan;
using Pff.Core.Types;

namespace Pff.Compiler.Lowering;

/// <summary>Lists and mappings written in YAML, checked element by element against the type that is wanted.</summary>
internal static class CollectionLowering
{
    public static IrExpression LowerList(YamlSequence list, PffType? target, SequenceContext context, Flow flow)
    {
        var element = LiteralLowering.Core(target) is ListType wanted ? wanted.Element : null;
        var items = list.Items.Select(i => ValueLowering.Lower(i, element, context, flow)).ToList();
        var type = element ?? (items.Count == 0 ? PffType.Dyn : items.Select(i => i.Type).Aggregate(TypeJoin.Join));
        var built = new IrList([.. items.Select(i => new IrListElement(i, IsOptional: false))], new ListType(type), list.Span);
        return Convert(built, target, context, flow);
    }

    public static IrExpression LowerMapping(YamlMapping mapping, PffType? target, SequenceContext context, Flow flow)
    {
        if (LiteralLowering.Core(target) is ObjectType wanted)
        {
            return Convert(LowerObject(mapping, wanted, context, flow), target, context, flow);
        }

        var element = LiteralLowering.Core(target) is MapType map ? map.Value : null;
        var entries = mapping.Entries.Select(e => (e.Key, Value: ValueLowering.Lower(e.Value, element, context, flow))).ToList();
        var type = element ?? (entries.Count == 0 ? PffType.Dyn : entries.Select(e => e.Value.Type).Aggregate(TypeJoin.Join));
        var built = new IrMap(
            [.. entries.Select(e => Entry(e.Key, e.Value))], new MapType(PffType.Text, type), mapping.Span);
        return Convert(built, target, context, flow);
    }

    private static IrMap LowerObject(YamlMapping mapping, ObjectType type, SequenceContext context, Flow flow)
    {
        var entries = ImmutableArray.CreateBuilder<IrMapEntry>(mapping.Entries.Length);
        foreach (var entry in mapping.Entries)
        {
            var field = type.Find(entry.Key.Text);
            if (field is null && type.Additional is null)
            {
                context.Report(CompilerDiagnostics.UnknownProperty(entry.Key, type));
            }

            entries.Add(Entry(entry.Key, ValueLowering.Lower(entry.Value, field?.Type ?? type.Additional, context, flow)));
        }

        foreach (var field in type.Fields)
        {
            // Where it is there but misspelled, that is already said.
            if (field.IsRequired && mapping.Find(field.Name) is null && !IsMisspelled(mapping, field.Name, type))
            {
                context.Report(CompilerDiagnostics.MissingProperty(mapping, field, type));
            }
        }

        return new IrMap(entries.ToImmutable(), type, mapping.Span);
    }

    private static bool IsMisspelled(YamlMapping mapping, string name, ObjectType type) =>
        type.Additional is null && Suggestion.Nearest(name, mapping.Entries.Select(e => e.Key.Text).Where(k => type.Find(k) is null)) is not null;

    private static IrMapEntry Entry(YamlScalar key, IrExpression value) =>
        new(new IrConstant(Value.Of(key.Text), PffType.Text, key.Span), value, IsOptional: false);

    private static IrExpression Convert(IrExpression built, PffType? target, SequenceContext context, Flow flow) =>
        target is null ? built : ValueLowering.ConvertAt(built, target, built.Span, context, flow);
}
