using System.Collections.Immutable;
using Pff.Core.Types;

namespace Pff.Compiler.Catalogs.Overrides;

/// <summary>What stands at a place within a type.</summary>
/// <param name="Type">Its type; null where there is nothing.</param>
/// <param name="Field">The field that it is, if it is one.</param>
/// <param name="MissingStep">Where there is nothing: the step that leads nowhere.</param>
/// <param name="Known">The names that would have led on there.</param>
internal sealed record OverridePlace(PffType? Type, ObjectField? Field, int MissingStep, ImmutableArray<string> Known)
{
    public static OverridePlace Find(PffType root, ImmutableArray<PathStep> path)
    {
        var place = new OverridePlace(root, null, -1, []);
        for (var i = 0; i < path.Length && place.Type is { } type; i++)
        {
            place = Step(Core(type), path[i].Field, i);
        }

        return place;
    }

    /// <summary>The object that would have the last step as a field, or null.</summary>
    public static bool LeadsToObject(PffType root, ImmutableArray<PathStep> path) =>
        path is [.. var before, { Field: not null }] && Find(root, before).Type is { } owner && Core(owner) is ObjectType;

    private static OverridePlace Step(PffType type, string? name, int index)
    {
        switch (type, name)
        {
            case (ListType list, null):
                return new(list.Element, null, -1, []);
            case (MapType map, null):
                return new(map.Value, null, -1, []);
            case (ObjectType owner, { }):
                return owner.Find(name) is { } field
                    ? new(field.Type, field, -1, [])
                    : new(null, null, index, [.. owner.Fields.Select(f => f.Name)]);
            case (UnionType union, { }):
                var owners = union.Cases.Select(c => c.Type).OfType<ObjectType>().ToList();
                return owners.Select(o => o.Find(name)).FirstOrDefault(f => f is not null) is { } known
                    ? new(known.Type, known, -1, [])
                    : new(null, null, index, [.. owners.SelectMany(o => o.Fields).Select(f => f.Name).Distinct(StringComparer.Ordinal)]);
            case (ListType or MapType, { }):
                return new(null, null, index, ["[]"]);
            default:
                return new(null, null, index, []);
        }
    }

    private static PffType Core(PffType type) => type switch
    {
        NullableType nullable => Core(nullable.Inner),
        SecretType secret => Core(secret.Inner),
        _ => type,
    };
}
