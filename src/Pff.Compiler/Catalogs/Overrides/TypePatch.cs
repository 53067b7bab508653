using System.Collections.Immutable;
using Pff.Compiler.Typing;
using Pff.Core.Types;

namespace Pff.Compiler.Catalogs.Overrides;

/// <summary>A change at a place within a type.</summary>
internal sealed record TypePatch(ImmutableArray<PathStep> Path, TypeChange Change)
{
    /// <summary>
    /// The type with the change in it. Fields are looked at when they are first asked for, so that types may be
    /// recursive; where there is no such place nothing changes.
    /// </summary>
    public PffType Apply(PffType type) => At(type, 0);

    private PffType At(PffType type, int index)
    {
        if (index == Path.Length)
        {
            return (Change as ValueChange)?.Apply(type) ?? type;
        }

        return (type, Path[index].Field) switch
        {
            (NullableType nullable, _) => TypeRelations.Nullable(At(nullable.Inner, index)),
            (SecretType secret, _) => new SecretType(At(secret.Inner, index)),
            (ListType list, null) => list with { Element = At(list.Element, index + 1) },
            (MapType map, null) => map with { Value = At(map.Value, index + 1) },
            (ObjectType owner, { } field) => new ObjectType(owner.Name, () => Fields(owner, field, index), owner.Additional),
            (UnionType union, { }) => union with { Cases = [.. union.Cases.Select(c => c with { Type = At(c.Type, index) })] },
            _ => type,
        };
    }

    private ImmutableArray<ObjectField> Fields(ObjectType owner, string name, int index)
    {
        var isLast = index == Path.Length - 1;
        if (isLast && Change is AddedField added)
        {
            return owner.Find(name) is null ? owner.Fields.Add(new ObjectField(name, added.Type, added.IsRequired)) : owner.Fields;
        }

        return [.. owner.Fields.Select(f => f.Name != name ? f
            : isLast && Change is OptionalChange optional ? f with { IsRequired = !optional.IsOptional }
            : f with { Type = At(f.Type, index + 1) })];
    }
}
