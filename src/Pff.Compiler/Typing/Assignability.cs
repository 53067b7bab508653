using Pff.Core.Types;

namespace Pff.Compiler.Typing;

/// <summary>How a value of one type may go where another is expected.</summary>
internal enum Relation
{
    None,
    Same,

    /// <summary>Every value of the one is a value of the other.</summary>
    Wider,

    /// <summary>Only the value will tell.</summary>
    Unknown,
    IntToDouble,
    IntToDecimal,

    /// <summary>It would fit, were it not for null.</summary>
    MayBeNull,
}

/// <summary>Structural assignability. Objects of different declarations are compared by their fields, recursive ones too.</summary>
internal static class Assignability
{
    public static Relation Relate(PffType found, PffType target) => Relate(found, target, []);

    private static Relation Relate(PffType found, PffType target, HashSet<(PffType, PffType)> assumed)
    {
        if (found.Equals(target))
        {
            return Relation.Same;
        }

        if (TypeRelations.IsOpen(target) || found.Equals(TypeRelations.Hole))
        {
            return Relation.Wider;
        }

        if (TypeRelations.IsOpen(found))
        {
            return Relation.Unknown;
        }

        switch (found, target)
        {
            case (_, NullableType to):
                return found.Equals(PffType.Null) ? Relation.Wider : AsNullable(Relate(TypeRelations.NotNull(found), to.Inner, assumed));
            case (NullableType from, _):
                return Relate(from.Inner, target, assumed) == Relation.None ? Relation.None : Relation.MayBeNull;
            case (OptionalType from, OptionalType to):
                return OfParts(Relate(from.Inner, to.Inner, assumed));
            case (PrimitiveType, OptionalType) when found.Equals(PffType.Null):
                return Relation.Wider;
            case (PrimitiveType from, PrimitiveType { Kind: PrimitiveKind.Double }) when from.Kind == PrimitiveKind.Int:
                return Relation.IntToDouble;
            case (PrimitiveType from, PrimitiveType { Kind: PrimitiveKind.Decimal }) when from.Kind == PrimitiveKind.Int:
                return Relation.IntToDecimal;
            case (EnumType from, EnumType to) when from.IsOpen == to.IsOpen && from.Values.ToHashSet().SetEquals(to.Values):
                return Relation.Same;
            case (EnumType from, EnumType to):
                return from.Values.All(v => to.Values.Contains(v)) && (to.IsOpen || !from.IsOpen) || to.IsOpen ? Relation.Wider : Relation.Unknown;
            case (EnumType, PrimitiveType { Kind: PrimitiveKind.Text }):
                return Relation.Wider;
            case (ListType from, ListType to):
                return OfParts(Relate(from.Element, to.Element, assumed));
            case (MapType from, MapType to):
                return Worse(OfParts(Relate(from.Key, to.Key, assumed)), OfParts(Relate(from.Value, to.Value, assumed)));
            case (MapType from, ObjectType or UnionType):
                return TypeRelations.IsText(from.Key) && from.Value.IsDyn ? Relation.Unknown : Relation.None;
            case (ObjectType or UnionType, MapType to):
                return TypeRelations.IsOpen(to.Value) && (TypeRelations.IsText(to.Key) || to.Key.IsDyn) ? Relation.Wider : Relation.None;
            case (ObjectType or UnionType, ObjectType or UnionType):
                return OfObjects(found, target, assumed);
            default:
                return Relation.None;
        }
    }

    private static Relation AsNullable(Relation relation) => relation == Relation.Same ? Relation.Wider : relation;

    /// <summary>Parts of a value are not converted one by one; they must fit as they are.</summary>
    private static Relation OfParts(Relation relation) => relation switch
    {
        Relation.Same or Relation.Wider => Relation.Wider,
        Relation.Unknown => Relation.Unknown,
        _ => Relation.None,
    };

    private static Relation Worse(Relation left, Relation right) =>
        left == Relation.None || right == Relation.None ? Relation.None
        : left == Relation.Unknown || right == Relation.Unknown ? Relation.Unknown
        : Relation.Wider;

    private static Relation OfObjects(PffType found, PffType target, HashSet<(PffType, PffType)> assumed)
    {
        if (!assumed.Add((found, target)))
        {
            return Relation.Wider;
        }

        switch (found, target)
        {
            case (_, UnionType to):
                return to.Cases.Any(c => Relate(found, c.Type, assumed) is Relation.Same or Relation.Wider) ? Relation.Wider
                    : found is UnionType ? Relation.Unknown
                    : Relation.None;
            case (UnionType from, _):
                return from.Cases.All(c => Relate(c.Type, target, assumed) is Relation.Same or Relation.Wider) ? Relation.Wider : Relation.Unknown;
            default:
                return OfFields((ObjectType)found, (ObjectType)target, assumed);
        }
    }

    private static Relation OfFields(ObjectType found, ObjectType target, HashSet<(PffType, PffType)> assumed)
    {
        var result = Relation.Wider;
        foreach (var wanted in target.Fields)
        {
            if (found.Find(wanted.Name) is not { } given)
            {
                if (wanted.IsRequired && found.Additional is null)
                {
                    return Relation.None;
                }

                result = wanted.IsRequired ? Worse(result, Relation.Unknown) : result;
                continue;
            }

            var relation = OfParts(Relate(given.Type, wanted.Type, assumed));
            if (relation == Relation.None)
            {
                return Relation.None;
            }

            // An optional field where a required one is wanted: only the value tells.
            result = Worse(result, wanted.IsRequired && !given.IsRequired ? Relation.Unknown : relation);
        }

        return result;
    }
}
