using Pff.Core.Ir;
using Pff.Core.Plan;
using Pff.Core.Types;

namespace Pff.Backend.Emission;

/// <content>Coercions.</content>
internal sealed partial class MethodEmitter
{
    private Operand EmitCoerce(IrCoerce coerce, FaultScope scope, string? missing) => coerce.Coercion switch
    {
        CoercionKind.Widen => EmitOperand(coerce.Operand, scope, missing),
        CoercionKind.Narrow => EmitNarrow(Emit(coerce.Operand, scope, missing), coerce.Type, scope),
        CoercionKind.IntToDouble => EmitNumber(Emit(coerce.Operand, scope, missing), "double", "IntToDouble", Shape.Double),
        CoercionKind.IntToDecimal => EmitNumber(Emit(coerce.Operand, scope, missing), "decimal", "IntToDecimal", Shape.Value),
        CoercionKind.ToText => EmitToText(Emit(coerce.Operand, scope, missing), scope),
        CoercionKind.ToSecret => Loose($"Coercions.ToSecret({Emit(coerce.Operand, scope, missing).AsValue})"),
        _ => throw new InvalidOperationException($"no code for {coerce.Coercion}"),
    };

    private Operand EmitNumber(Operand operand, string type, string coercion, Shape shape) =>
        operand.Shape != Shape.Int ? Loose($"Coercions.{coercion}({operand.AsValue})")
        : shape == Shape.Value ? Local($"Value.Of(({type}){operand.Code})", shape)
        : Local($"({type}){operand.Code}", shape);

    private Operand EmitToText(Operand operand, FaultScope scope) => operand.Shape switch
    {
        Shape.Text => operand,
        Shape.Int => Local($"NumberText.Write({operand.Code})", Shape.Text),
        _ => FitSure($"Coercions.ToText({operand.AsValue})", Shape.Text, scope),
    };

    private Operand EmitNarrow(Operand operand, PffType type, FaultScope scope)
    {
        var shape = Shapes.Of(type);
        if (shape != Shape.Value)
        {
            return Fit(operand, shape, scope);
        }

        var allowsNull = type is NullableType;
        var inner = type is NullableType nullable ? nullable.Inner : type;
        return NarrowedKind(inner) is { } kind
            ? Loose($"Coercions.Narrow({operand.AsValue}, ValueKind.{kind}, {CSharpLiteral.Of(allowsNull)})")
            : operand;
    }

    /// <summary>The one kind that values of a type have; null where there are several.</summary>
    private static ValueKind? NarrowedKind(PffType type) => type switch
    {
        PrimitiveType primitive => primitive.Kind switch
        {
            PrimitiveKind.Null => ValueKind.Null,
            PrimitiveKind.Bool => ValueKind.Bool,
            PrimitiveKind.Int => ValueKind.Int,
            PrimitiveKind.Double => ValueKind.Double,
            PrimitiveKind.Decimal => ValueKind.Decimal,
            PrimitiveKind.Text => ValueKind.Text,
            PrimitiveKind.Timestamp => ValueKind.Timestamp,
            PrimitiveKind.Duration => ValueKind.Duration,
            PrimitiveKind.Type => ValueKind.Type,
            _ => null,
        },
        EnumType => ValueKind.Text,
        ListType => ValueKind.List,
        MapType or ObjectType or UnionType => ValueKind.Map,
        OptionalType => ValueKind.Optional,
        SecretType => ValueKind.Secret,
        _ => null,
    };
}
