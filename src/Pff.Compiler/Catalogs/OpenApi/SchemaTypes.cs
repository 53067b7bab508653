using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Pff.Compiler.Catalogs.Overrides;
using Pff.Compiler.Typing;
using Pff.Core.Types;

namespace Pff.Compiler.Catalogs.OpenApi;

internal enum SchemaDirection
{
    Request,
    Response,
}

/// <summary>
/// Gives schemas their types. The fields of an object are typed when they are first asked for, so that a document costs
/// what of it is used, and may be recursive. What no type can say becomes dyn.
/// </summary>
/// <param name="patches">What a catalogue says otherwise of schemas, by the name that the document has for them.</param>
internal sealed class SchemaTypes(
    IDictionary<string, IOpenApiSchema> schemas,
    ImmutableDictionary<string, string> displayNames,
    ImmutableHashSet<string> directed,
    ImmutableDictionary<string, ImmutableArray<TypePatch>> patches)
{
    private readonly Lock _gate = new();

    // A type that is null is being made: a list of itself, say, ends in dyn.
    private readonly Dictionary<(string Id, SchemaDirection Direction), PffType?> _named = [];

    /// <param name="name">How messages call the type if it has no name of its own.</param>
    public PffType TypeOf(IOpenApiSchema schema, SchemaDirection direction, string name)
    {
        // An object's fields may be asked for by several threads; nothing within the lock asks for fields.
        lock (_gate)
        {
            return Make(schema, direction, name);
        }
    }

    /// <summary>The type of a named schema.</summary>
    /// <param name="id">Its name in the bundle.</param>
    public PffType TypeOf(string id, SchemaDirection direction)
    {
        lock (_gate)
        {
            return Named(id, direction);
        }
    }

    private PffType Make(IOpenApiSchema schema, SchemaDirection direction, string name)
    {
        if (schema is OpenApiSchemaReference reference)
        {
            return reference.Reference.Id is { } id ? Named(id, direction) : PffType.Dyn;
        }

        var facts = SchemaFacts.Of(schema, Find);
        var type = facts.Only is not null ? Make(facts.Only, direction, name) : FromFacts(facts, direction, name);
        return facts.AllowsNull ? Nullable(type) : type;
    }

    private PffType Named(string id, SchemaDirection direction)
    {
        var key = (id, directed.Contains(id) ? direction : SchemaDirection.Response);
        if (_named.TryGetValue(key, out var known))
        {
            return known ?? PffType.Dyn;
        }

        if (Find(id) is not { } schema)
        {
            return PffType.Dyn;
        }

        _named[key] = null;
        var name = displayNames.GetValueOrDefault(id, id);
        var type = Make(schema, direction, name);
        foreach (var patch in patches.GetValueOrDefault(name, []))
        {
            type = patch.Apply(type);
        }

        _named[key] = type;
        return type;
    }

    private IOpenApiSchema? Find(string id) => schemas.TryGetValue(id, out var schema) ? schema : null;

    private PffType FromFacts(SchemaFacts facts, SchemaDirection direction, string name)
    {
        if (facts.Alternatives is { } alternatives)
        {
            return facts.Properties.Count > 0
                ? Object(facts, direction, name, PffType.Dyn)
                : FromAlternatives(facts, alternatives, direction, name);
        }

        return facts.Type switch
        {
            JsonSchemaType.String => FromText(facts, name),
            JsonSchemaType.Integer => SchemaConstraints.Constrain(facts.Format == "decimal" ? PffType.Decimal : PffType.Int, facts.Constraint),
            JsonSchemaType.Number or (JsonSchemaType.Number | JsonSchemaType.Integer) => SchemaConstraints.Constrain(
                facts.Format switch { "decimal" => PffType.Decimal, "int32" or "int64" => PffType.Int, _ => PffType.Double }, facts.Constraint),
            JsonSchemaType.Boolean => PffType.Bool,
            JsonSchemaType.Array => FromList(facts, direction, name),
            JsonSchemaType.Object => FromObject(facts, direction, name),
            null => FromHints(facts, direction, name),
            0 => PffType.Null,
            _ => PffType.Dyn,
        };
    }

    /// <summary>A schema without a type still says one by what else it has.</summary>
    private PffType FromHints(SchemaFacts facts, SchemaDirection direction, string name) => facts switch
    {
        { Properties.Count: > 0 } or { Additional: not null } => FromObject(facts, direction, name),
        { Items: not null } => FromList(facts, direction, name),
        { Enum: { } values } when values.All(v => v is null || v.GetValueKind() is JsonValueKind.String or JsonValueKind.Null) => FromText(facts, name),
        { Format: "date-time" or "password" } => FromText(facts, name),
        _ => PffType.Dyn,
    };

    private static PffType FromText(SchemaFacts facts, string name)
    {
        var values = (facts.Enum ?? []).Select(TextOf).OfType<string>().Distinct().ToImmutableArray();
        if (values.IsEmpty && facts.Const is { } constant)
        {
            values = [constant];
        }

        if (!values.IsEmpty)
        {
            return new EnumType(name, values, IsOpen: true);
        }

        return facts.Format switch
        {
            "date-time" => PffType.Timestamp,
            "password" => new SecretType(SchemaConstraints.Constrain(PffType.Text, facts.Constraint)),
            _ => SchemaConstraints.Constrain(PffType.Text, facts.Constraint),
        };
    }

    private ListType FromList(SchemaFacts facts, SchemaDirection direction, string name) =>
        new(facts.Items is null ? PffType.Dyn : Make(facts.Items, direction, name + "[]")) 
        {
            MaximumCount = facts.MaximumItems, MinimumCount = facts.MinimumItems,
        };

    private PffType FromObject(SchemaFacts facts, SchemaDirection direction, string name)
    {
        var additional = facts.Additional is null ? null : Make(facts.Additional, direction, name + "[]");
        if (facts.Properties.Count == 0 && !(facts.ForbidsAdditional && additional is null))
        {
            return new MapType(PffType.Text, additional ?? PffType.Dyn);
        }

        // A base with a discriminator is one of types that it does not list: their fields are there, and unknown.
        return Object(facts, direction, name, additional ?? (facts.Discriminator is null ? null : PffType.Dyn));
    }

    private ObjectType Object(SchemaFacts facts, SchemaDirection direction, string name, PffType? additional) =>
        new(name, () => Fields(facts, direction, name), additional);

    private ImmutableArray<ObjectField> Fields(SchemaFacts facts, SchemaDirection direction, string name)
    {
        lock (_gate)
        {
            var fields = ImmutableArray.CreateBuilder<ObjectField>();
            foreach (var (propertyName, schema) in facts.Properties)
            {
                var target = schema is OpenApiSchemaReference { Reference.Id: { } id } ? Find(id) ?? schema : schema;
                if (direction == SchemaDirection.Request ? target.ReadOnly : target.WriteOnly)
                {
                    continue;
                }

                fields.Add(new ObjectField(propertyName, Make(schema, direction, $"{name}.{propertyName}"), facts.Required.Contains(propertyName))
                {
                    Description = schema.Description ?? target.Description,
                    IsDeprecated = target.Deprecated,
                });
            }

            return fields.ToImmutable();
        }
    }

    private PffType FromAlternatives(SchemaFacts facts, IList<IOpenApiSchema> alternatives, SchemaDirection direction, string name)
    {
        var members = alternatives.Where(a => a is OpenApiSchemaReference || a.Type != JsonSchemaType.Null).ToList();
        var type = members is [var only]
            ? Make(only, direction, name)
            : facts.Discriminator?.PropertyName is { } property
                ? Union(facts.Discriminator, property, members, direction, name)
                : Common([.. members.Select(m => Make(m, direction, name))]);
        return members.Count < alternatives.Count ? Nullable(type) : type;
    }

    private PffType Union(OpenApiDiscriminator discriminator, string property, List<IOpenApiSchema> members, SchemaDirection direction, string name)
    {
        var cases = ImmutableArray.CreateBuilder<UnionCase>();
        var mapped = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (tag, reference) in discriminator.Mapping ?? new Dictionary<string, OpenApiSchemaReference>())
        {
            if (reference.Reference.Id is { } id)
            {
                mapped.Add(id);
                cases.Add(new UnionCase(tag, Named(id, direction)));
            }
        }

        foreach (var member in members)
        {
            if (member is not OpenApiSchemaReference { Reference.Id: { } id })
            {
                // A member without a name has no tag.
                return PffType.Dyn;
            }

            if (!mapped.Contains(id))
            {
                cases.Add(new UnionCase(displayNames.GetValueOrDefault(id, id), Named(id, direction)));
            }
        }

        return cases.All(c => c.Type is ObjectType) ? new UnionType(name, property, cases.ToImmutable()) : PffType.Dyn;
    }

    /// <summary>The one type that all values have, where there is one.</summary>
    private static PffType Common(ImmutableArray<PffType> types)
    {
        var inner = types.Select(t => SchemaConstraints.Free(t is NullableType nullable ? nullable.Inner : t)).ToList();
        var common = inner.Distinct().Count() == 1 ? inner[0]
            : inner.All(t => t == PffType.Text || t is EnumType) ? PffType.Text
            : inner.All(t => t == PffType.Int || t == PffType.Double) ? PffType.Double
            : PffType.Dyn;
        return types.Any(t => t is NullableType) ? Nullable(common) : common;
    }

    private static PffType Nullable(PffType type) => TypeRelations.Nullable(type);

    private static string? TextOf(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
