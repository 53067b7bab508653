namespace Pff.Core.Types;

/// <summary>Writes types as a person writes them.</summary>
internal static class TypeDisplay
{
    public static string Show(PffType type) => type switch
    {
        PrimitiveType primitive => primitive.Kind switch
        {
            PrimitiveKind.Dyn => "dyn",
            PrimitiveKind.Null => "null",
            PrimitiveKind.Bool => "bool",
            PrimitiveKind.Int => "int",
            PrimitiveKind.Double => "double",
            PrimitiveKind.Decimal => "decimal",
            PrimitiveKind.Text => "text",
            PrimitiveKind.Timestamp => "timestamp",
            PrimitiveKind.Duration => "duration",
            PrimitiveKind.Type => "type",
            PrimitiveKind.Error => "(unknown)",
            _ => throw new InvalidOperationException($"no name for {primitive.Kind}"),
        },
        ListType list => $"list<{Show(list.Element)}>",
        MapType map => $"map<{Show(map.Key)}, {Show(map.Value)}>",
        NullableType nullable => Show(nullable.Inner) + "?",
        OptionalType optional => $"optional<{Show(optional.Inner)}>",
        SecretType secret => "secret " + Show(secret.Inner),
        TypeParameter parameter => parameter.Name,
        FunctionType function => $"({string.Join(", ", function.Parameters.Select(Show))}) => {Show(function.Result)}",
        EnumType named => named.Name,
        UnionType named => named.Name,
        ObjectType named => named.Name,
        _ => throw new InvalidOperationException($"no name for {type.GetType().Name}"),
    };
}
