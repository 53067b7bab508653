using System.Collections.Immutable;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Syntax;
using Pff.Core.Diagnostics;
using Pff.Core.Ir;
using Pff.Core.Plan;
using Pff.Core.Text;
using Pff.Core.Types;

namespace Pff.Compiler.Typing;

// Lists, maps and interpolated texts. Elements of different types make a list of dyn, as in CEL.
internal sealed partial class Typer
{
    private static readonly LocalizedText Containing = new("put into a list or map", "colocado em uma lista ou mapa");
    private static readonly LocalizedText Showing = new("put into a text", "colocado em um texto");

    private IrExpression List(ListSyntax syntax, TypingEnvironment environment)
    {
        var elements = syntax.Elements.Select(e => (Value: Contained(Check(e.Value, environment), e.IsOptional), e.IsOptional)).ToList();
        var type = JoinAll(elements.Select(e => ContainedType(e.Value, e.IsOptional)));
        return new IrList(
            [.. elements.Select(e => new IrListElement(e.IsOptional ? e.Value : As(e.Value, type), e.IsOptional))],
            new ListType(type),
            syntax.Span);
    }

    private IrExpression Map(MapSyntax syntax, TypingEnvironment environment)
    {
        var entries = syntax.Entries
            .Select(e => (Key: Key(e.Key, environment), Value: Contained(Check(e.Value, environment), e.IsOptional), e.IsOptional))
            .ToList();
        if (entries.Any(e => IsBad(e.Key)))
        {
            return Bad(syntax.Span);
        }

        var keyType = JoinAll(entries.Select(e => e.Key.Type));
        var valueType = JoinAll(entries.Select(e => ContainedType(e.Value, e.IsOptional)));
        return new IrMap(
            [.. entries.Select(e => new IrMapEntry(As(e.Key, keyType), e.IsOptional ? e.Value : As(e.Value, valueType), e.IsOptional))],
            new MapType(keyType, valueType),
            syntax.Span);
    }

    /// <summary>The values of one list or map, each as what all of them are.</summary>
    public static (ImmutableArray<IrExpression> Values, PffType Type) Joined(IReadOnlyCollection<IrExpression> values)
    {
        var type = values.Count == 0 ? PffType.Dyn : JoinAll(values.Select(v => v.Type));
        return ([.. values.Select(v => As(v, type))], type);
    }

    private static PffType JoinAll(IEnumerable<PffType> types) =>
        types.Aggregate(TypeRelations.Hole, (a, b) => a.IsDyn ? a : TypeRelations.Join(a, b) ?? PffType.Dyn);

    private static PffType ContainedType(IrExpression value, bool isOptional) =>
        isOptional && value.Type is OptionalType optional ? optional.Inner : value.Type;

    private IrExpression Contained(IrExpression value, bool isOptional)
    {
        if (IsUnchecked)
        {
            return value;
        }

        if (RejectSecret(value, Containing))
        {
            return Bad(value.Span);
        }

        return isOptional && value.Type is not OptionalType && !TypeRelations.IsOpen(value.Type)
            ? Bad(CompilerDiagnostics.TypeMismatch(source, value.Span, new OptionalType(value.Type), value.Type, null), value.Span)
            : value;
    }

    private IrExpression Key(ExpressionSyntax syntax, TypingEnvironment environment)
    {
        if (!IsUnchecked && syntax is NameSyntax { IsRooted: false } name && !settings.LaterNames.ContainsKey(name.Name)
            && FindName(name.Name, isRooted: false, name.Span, environment) is null && ColumnsOf(name, environment).Count == 0)
        {
            return Bad(CompilerDiagnostics.NameAsKey(source, name.Span, name.Name), name.Span);
        }

        var key = Check(syntax, environment);
        var isKey = TypeRelations.IsText(key.Type) || key.Type.Equals(PffType.Int) || key.Type.Equals(PffType.Bool) || TypeRelations.IsOpen(key.Type);
        return isKey ? key
            : IsUnchecked ? AsDyn(key)
            : Bad(CompilerDiagnostics.KeyType(source, key.Span, key.Type), key.Span);
    }

    private IrExpression Interpolation(InterpolationSyntax syntax, TypingEnvironment environment) =>
        Interpolation(syntax.Parts.Select(p => Check(p, environment)), syntax.Span);

    public IrExpression Interpolation(IEnumerable<IrExpression> parts, TextSpan span)
    {
        var texts = parts.Select(AsText).ToImmutableArray();
        return texts.Any(IsBad) ? Bad(span) : new IrInterpolation(texts, span);
    }

    /// <summary>A value as a text with holes shows it.</summary>
    private IrExpression AsText(IrExpression part)
    {
        if (IsBad(part) || part.Type.Equals(PffType.Text))
        {
            return part;
        }

        if (RejectSecret(part, Showing) || RejectInside(part, Showing))
        {
            return Bad(part.Span);
        }

        if (TypeRelations.NotNull(part.Type) is OptionalType or PrimitiveType { Kind: PrimitiveKind.Type } && !IsUnchecked)
        {
            return Bad(CompilerDiagnostics.NoTextForm(source, part.Span, part.Type), part.Span);
        }

        if (part.Type is NullableType && !IsUnchecked)
        {
            diagnostics.Add(CompilerDiagnostics.NullInText(source, part.Span, part.Type));
        }

        return part.Type is EnumType
            ? Widen(part, PffType.Text)
            : new IrCoerce(CoercionKind.ToText, part, PffType.Text, part.Span);
    }
}
