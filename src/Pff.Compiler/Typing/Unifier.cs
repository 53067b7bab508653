using Pff.Core.Types;

namespace Pff.Compiler.Typing;

/// <summary>Matches the parameter types of one signature with argument types, finding what its type parameters are.</summary>
internal sealed class Unifier
{
    private readonly Dictionary<string, PffType> _bindings = new(StringComparer.Ordinal);

    /// <summary>Whether an argument of a dyn type was taken on trust: the kinds at run time decide.</summary>
    public bool IsTrusting { get; private set; }

    public bool Match(PffType parameter, PffType argument)
    {
        if (parameter is TypeParameter named)
        {
            return Bind(named.Name, argument);
        }

        if (TypeRelations.IsOpen(argument))
        {
            IsTrusting = true;
            return true;
        }

        return (parameter, argument) switch
        {
            _ when parameter.IsDyn => true,
            (ListType p, ListType a) => Match(p.Element, a.Element),
            (MapType p, MapType a) => Match(p.Key, a.Key) && Match(p.Value, a.Value),
            (MapType p, ObjectType or UnionType) => Match(p.Key, PffType.Text) && Match(p.Value, PffType.Dyn),
            (OptionalType p, OptionalType a) => Match(p.Inner, a.Inner),
            (NullableType p, _) => Match(p.Inner, TypeRelations.NotNull(argument)),
            (PrimitiveType, EnumType) => parameter.Equals(PffType.Text),
            _ => parameter.Equals(argument),
        };
    }

    /// <summary>A type of the signature with its parameters replaced; one that no argument decides is open.</summary>
    public PffType Resolve(PffType type) => type switch
    {
        TypeParameter parameter => _bindings.GetValueOrDefault(parameter.Name, TypeRelations.Hole),
        ListType list => new ListType(Resolve(list.Element)),
        MapType map => new MapType(Resolve(map.Key), Resolve(map.Value)),
        OptionalType optional => new OptionalType(Resolve(optional.Inner)),
        NullableType nullable => TypeRelations.Nullable(Resolve(nullable.Inner)),
        _ => type,
    };

    private bool Bind(string name, PffType argument)
    {
        if (!_bindings.TryGetValue(name, out var bound))
        {
            _bindings.Add(name, argument);
            return true;
        }

        if (TypeRelations.Join(bound, argument) is not { } joined)
        {
            return false;
        }

        _bindings[name] = joined;
        return true;
    }
}
