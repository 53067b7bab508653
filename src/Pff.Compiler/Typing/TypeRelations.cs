using Pff.Core.Types;

namespace Pff.Compiler.Typing;

/// <summary>What types have to do with one another.</summary>
internal static class TypeRelations
{
    /// <summary>
    /// The element type of <c>[]</c> and of <c>optional.none()</c>: fits everything and, joined with another type, is
    /// that type. Where nothing says more by the end of an expression it becomes dyn.
    /// </summary>
    public static PffType Hole { get; } = new TypeParameter("_");

    /// <summary>Whether nothing can be said against a use of the type: dyn, not yet known, or reported already.</summary>
    public static bool IsOpen(PffType type) => type.IsDyn || type.IsError || type.Equals(Hole);

    public static PffType Nullable(PffType type) =>
        type is NullableType || IsOpen(type) || type.Equals(PffType.Null) ? type
        : type is SecretType secret ? new SecretType(Nullable(secret.Inner))
        : new NullableType(type);

    public static PffType NotNull(PffType type) => type is NullableType nullable ? nullable.Inner : type;

    public static bool IsNumber(PffType type) => type.Equals(PffType.Int) || type.Equals(PffType.Double) || type.Equals(PffType.Decimal);

    public static bool IsText(PffType type) => type.Equals(PffType.Text) || type is EnumType;

    /// <summary>
    /// The type of a place that holds either: the wider of the two, or null where neither holds the other. CEL's rule for
    /// list elements and branches; with null it is <c>T?</c>.
    /// </summary>
    public static PffType? Join(PffType left, PffType right)
    {
        if (left.Equals(right) || right.Equals(Hole) || right.IsError)
        {
            return left;
        }

        if (left.Equals(Hole) || left.IsError)
        {
            return right;
        }

        if (left.IsDyn || right.IsDyn)
        {
            return PffType.Dyn;
        }

        return (left, right) switch
        {
            (SecretType l, SecretType r) => Join(l.Inner, r.Inner) is { } inner ? new SecretType(inner) : null,
            (SecretType l, _) => Join(l.Inner, right) is { } inner ? new SecretType(inner) : null,
            (_, SecretType r) => Join(left, r.Inner) is { } inner ? new SecretType(inner) : null,
            (OptionalType l, OptionalType r) => Join(l.Inner, r.Inner) is { } inner ? new OptionalType(inner) : null,

            // CEL: null is a value of every optional type.
            (OptionalType, _) when right.Equals(PffType.Null) => left,
            (_, OptionalType) when left.Equals(PffType.Null) => right,
            _ when left.Equals(PffType.Null) => Nullable(right),
            _ when right.Equals(PffType.Null) => Nullable(left),
            _ when left is NullableType || right is NullableType =>
                Join(NotNull(left), NotNull(right)) is { } inner ? Nullable(inner) : null,
            (ListType l, ListType r) => Join(l.Element, r.Element) is { } element ? new ListType(element) : null,
            (MapType l, MapType r) => Join(l.Key, r.Key) is { } key && Join(l.Value, r.Value) is { } value ? new MapType(key, value) : null,
            (EnumType, EnumType) => PffType.Text,
            _ when IsText(left) && IsText(right) => PffType.Text,
            _ when IsDecimalAndInt(left, right) => PffType.Decimal,
            (UnionType union, ObjectType) when union.Cases.Any(c => c.Type.Equals(right)) => union,
            (ObjectType, UnionType union) when union.Cases.Any(c => c.Type.Equals(left)) => union,
            (ObjectType or UnionType or MapType, ObjectType or UnionType or MapType) => PffType.Dyn,
            _ => null,
        };
    }

    /// <summary>Whether <c>==</c> between the two can ever be true.</summary>
    public static bool AreComparable(PffType left, PffType right)
    {
        left = NotNull(left);
        right = NotNull(right);
        return IsOpen(left) || IsOpen(right)
            || left.Equals(right)
            || left.Equals(PffType.Null) || right.Equals(PffType.Null)
            || (IsText(left) && IsText(right))
            || IsDecimalAndInt(left, right)
            || (left, right) switch
            {
                (ListType l, ListType r) => AreComparable(l.Element, r.Element),
                (MapType l, MapType r) => AreComparable(l.Key, r.Key) && AreComparable(l.Value, r.Value),
                (OptionalType l, OptionalType r) => AreComparable(l.Inner, r.Inner),
                (ObjectType or UnionType, ObjectType or UnionType or MapType) => true,
                (MapType, ObjectType or UnionType) => true,
                _ => false,
            };
    }

    public static bool IsDecimalAndInt(PffType left, PffType right) =>
        (left.Equals(PffType.Decimal) && right.Equals(PffType.Int)) || (left.Equals(PffType.Int) && right.Equals(PffType.Decimal));
}
