using System.Collections.Immutable;
using Pff.Core.Types;

namespace Pff.Compiler.Testing;

/// <summary>The types against which the values of a test are checked.</summary>
internal static class TestTypes
{
    /// <summary>
    /// The type with every field optional, every enum open, nothing secret and no value restricted: a test names only what matters to it, and
    /// must be able to say what a server should not have said. Fields that do not exist and values of another type are
    /// still mistakes.
    /// </summary>
    public static PffType Lenient(PffType type) => new Leniency().Of(type);

    private sealed class Leniency
    {
        private readonly Dictionary<PffType, PffType> _known = [];

        public PffType Of(PffType type) => type switch
        {
            ObjectType named => Once(named, OfObject),
            EnumType { IsOpen: false } named => Once(named, closed => new EnumType(closed.Name, closed.Values, IsOpen: true)),
            ListType list => new ListType(Of(list.Element)),
            MapType map => new MapType(map.Key, Of(map.Value)),
            NullableType nullable => new NullableType(Of(nullable.Inner)),
            SecretType secret => Of(secret.Inner),
            PrimitiveType { Constraint: not null } primitive => primitive with { Constraint = null },

            // The cases of a union may stand for one another once nothing is required, so it says nothing any more.
            UnionType => PffType.Dyn,
            _ => type,
        };

        private PffType OfObject(ObjectType named) => new ObjectType(named.Name, () => FieldsOf(named), named.Additional is null ? null : Of(named.Additional));

        private ImmutableArray<ObjectField> FieldsOf(ObjectType named) =>
            [.. named.Fields.Select(f => f with { Type = Of(f.Type), IsRequired = false })];

        /// <summary>Recursive types meet themselves again: each is made once.</summary>
        private PffType Once<T>(T type, Func<T, PffType> make)
            where T : PffType
        {
            if (!_known.TryGetValue(type, out var made))
            {
                made = make(type);
                _known.Add(type, made);
            }

            return made;
        }
    }
}
