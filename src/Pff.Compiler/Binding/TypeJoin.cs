using Pff.Core.Types;

namespace Pff.Compiler.Binding;

/// <summary>The type of something that is one of two things.</summary>
internal static class TypeJoin
{
    public static PffType Join(PffType left, PffType right)
    {
        if (left.Equals(right) || left.IsError)
        {
            return right.IsError ? left : right;
        }

        if (right.IsError)
        {
            return left;
        }

        return (left, right) switch
        {
            (SecretType secret, _) => new SecretType(Join(secret.Inner, right is SecretType other ? other.Inner : right)),
            (_, SecretType secret) => new SecretType(Join(left, secret.Inner)),
            (PrimitiveType { Kind: PrimitiveKind.Null }, _) => OrNull(right),
            (_, PrimitiveType { Kind: PrimitiveKind.Null }) => OrNull(left),
            (NullableType nullable, _) => OrNull(Join(nullable.Inner, right is NullableType other ? other.Inner : right)),
            (_, NullableType nullable) => OrNull(Join(left, nullable.Inner)),
            (ListType a, ListType b) => new ListType(Join(a.Element, b.Element)),
            (MapType a, MapType b) when a.Key.Equals(b.Key) => new MapType(a.Key, Join(a.Value, b.Value)),
            _ => PffType.Dyn,
        };
    }

    /// <summary>The type, or null.</summary>
    public static PffType OrNull(PffType type) => type switch
    {
        NullableType or PrimitiveType { Kind: PrimitiveKind.Dyn or PrimitiveKind.Null or PrimitiveKind.Error } => type,
        SecretType secret => new SecretType(OrNull(secret.Inner)),
        _ => new NullableType(type),
    };
}
