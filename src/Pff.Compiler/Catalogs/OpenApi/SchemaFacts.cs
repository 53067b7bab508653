using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Pff.Core.Types;
using ValueConstraint = Pff.Core.Plan.ValueConstraint;

namespace Pff.Compiler.Catalogs.OpenApi;

/// <summary>What a schema says once its <c>allOf</c> parts are put together.</summary>
internal sealed class SchemaFacts
{
    private const int MaximumPartCount = 500;

    private readonly Dictionary<string, int> _propertyIndexes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _merged = new(StringComparer.Ordinal);
    private int _partCount;

    private SchemaFacts()
    {
    }

    /// <summary>Null where any type is allowed; without <see cref="JsonSchemaType.Null"/>.</summary>
    public JsonSchemaType? Type { get; private set; }

    public bool AllowsNull { get; private set; }

    public string? Format { get; private set; }

    public IList<JsonNode>? Enum { get; private set; }

    public string? Const { get; private set; }

    public List<KeyValuePair<string, IOpenApiSchema>> Properties { get; } = [];

    public HashSet<string> Required { get; } = new(StringComparer.Ordinal);

    public IOpenApiSchema? Additional { get; private set; }

    public bool ForbidsAdditional { get; private set; }

    public IOpenApiSchema? Items { get; private set; }

    public int? MaximumItems { get; private set; }

    public int? MinimumItems { get; private set; }

    /// <summary>What is said of texts and numbers beyond their type.</summary>
    public ValueConstraint Constraint { get; private set; } = new();

    /// <summary>The members of <c>oneOf</c> or <c>anyOf</c>, or null.</summary>
    public IList<IOpenApiSchema>? Alternatives { get; private set; }

    public OpenApiDiscriminator? Discriminator { get; private set; }

    /// <summary>Set where the schema is nothing but another one, written <c>allOf: [other]</c> to say more about it.</summary>
    public IOpenApiSchema? Only { get; private set; }

    public static SchemaFacts Of(IOpenApiSchema schema, Func<string, IOpenApiSchema?> find)
    {
        var facts = new SchemaFacts();
        if (schema.AllOf is [var only] && IsEmptyBut(schema))
        {
            facts.Only = only;
            facts.AllowsNull = SaysNullable(schema);
            return facts;
        }

        facts.Add(schema, find);
        return facts;
    }

    /// <summary>OpenAPI 3.0's <c>nullable</c>, 3.1's type <c>null</c>, and the extension that Swagger 2.0 documents use.</summary>
    private static bool SaysNullable(IOpenApiSchema schema) =>
        (schema.Type is { } type && type.HasFlag(JsonSchemaType.Null))
        || (schema.Extensions?.TryGetValue("x-nullable", out var extension) == true
            && extension is JsonNodeExtension { Node: JsonValue value } && value.TryGetValue<bool>(out var nullable) && nullable);

    private static bool IsEmptyBut(IOpenApiSchema schema) =>
        schema.Properties is not { Count: > 0 } && schema.OneOf is not { Count: > 0 } && schema.AnyOf is not { Count: > 0 }
        && schema.AdditionalProperties is null && schema.Items is null && schema.Enum is not { Count: > 0 }
        && schema.Required is not { Count: > 0 };

    private void Add(IOpenApiSchema schema, Func<string, IOpenApiSchema?> find)
    {
        if (++_partCount > MaximumPartCount)
        {
            return;
        }

        if (schema is OpenApiSchemaReference reference)
        {
            if (reference.Reference.Id is { } id && _merged.Add(id) && find(id) is { } target)
            {
                Add(target, find);
            }

            return;
        }

        foreach (var part in schema.AllOf ?? [])
        {
            Add(part, find);
        }

        AddOwn(schema);
    }

    private void AddOwn(IOpenApiSchema schema)
    {
        if (schema.Type is { } type && (type & ~JsonSchemaType.Null) is var own)
        {
            // Several parts must all hold; where they contradict each other the last one is believed.
            Type = Type is { } before && (before & own) != 0 ? before & own : own;
        }

        AllowsNull |= SaysNullable(schema) || schema.Enum?.Any(e => e is null || e.GetValueKind() == System.Text.Json.JsonValueKind.Null) == true;
        Format = schema.Format ?? Format;
        Enum = schema.Enum is { Count: > 0 } values ? values : Enum;
        Const = schema.Const ?? Const;
        Items = schema.Items ?? Items;
        MaximumItems = schema.MaxItems ?? MaximumItems;
        MinimumItems = schema.MinItems ?? MinimumItems;
        Constraint = SchemaConstraints.And(Constraint, schema);
        Additional = schema.AdditionalProperties ?? Additional;
        ForbidsAdditional |= !schema.AdditionalPropertiesAllowed;
        Discriminator = schema.Discriminator ?? Discriminator;
        Alternatives = schema.OneOf is { Count: > 0 } one ? one : schema.AnyOf is { Count: > 0 } any ? any : Alternatives;
        Required.UnionWith(schema.Required ?? Enumerable.Empty<string>());
        foreach (var property in schema.Properties ?? Enumerable.Empty<KeyValuePair<string, IOpenApiSchema>>())
        {
            if (_propertyIndexes.TryAdd(property.Key, Properties.Count))
            {
                Properties.Add(property);
            }
            else if (!SaysNothing(property.Value))
            {
                Properties[_propertyIndexes[property.Key]] = property;
            }
        }
    }

    private static bool SaysNothing(IOpenApiSchema schema) =>
        schema is not OpenApiSchemaReference && schema.Type is null && schema.AllOf is not { Count: > 0 } && IsEmptyBut(schema);
}
