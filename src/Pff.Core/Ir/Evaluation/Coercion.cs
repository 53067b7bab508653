using Pff.Core.Plan;
using Pff.Core.Plan.Library;
using Pff.Core.Types;

namespace Pff.Core.Ir.Evaluation;

/// <summary>What coercion nodes do.</summary>
internal static class Coercion
{
    public static Value Apply(IrCoerce coerce, in Value operand) => operand.IsFault ? operand : coerce.Coercion switch
    {
        CoercionKind.Widen => operand,
        CoercionKind.Narrow => Narrow(operand, coerce.Type),
        CoercionKind.IntToDouble => Coercions.IntToDouble(operand),
        CoercionKind.IntToDecimal => Coercions.IntToDecimal(operand),
        CoercionKind.ToText => Coercions.ToText(operand),
        CoercionKind.ToSecret => Coercions.ToSecret(operand),
        _ => throw new InvalidOperationException($"no meaning for {coerce.Coercion}"),
    };

    /// <summary>
    /// What every node does with its value where its type is bool, int, double, text or an enum: data from outside that
    /// lies about its type is found where it is read.
    /// </summary>
    public static Value Expect(in Value value, PffType type) => type switch
    {
        PrimitiveType { Kind: PrimitiveKind.Bool or PrimitiveKind.Int or PrimitiveKind.Double or PrimitiveKind.Text } or EnumType =>
            Coercions.Narrow(value, KindOf(type)!.Value, allowsNull: false),
        _ => value,
    };

    private static Value Narrow(in Value operand, PffType type)
    {
        var allowsNull = false;
        if (type is NullableType nullable)
        {
            (type, allowsNull) = (nullable.Inner, true);
        }

        return KindOf(type) is { } kind ? Coercions.Narrow(operand, kind, allowsNull) : operand;
    }

    /// <summary>The kind of a type's values; null where they may be of any kind.</summary>
    private static ValueKind? KindOf(PffType type) => type switch
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
