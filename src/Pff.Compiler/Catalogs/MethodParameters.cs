using System.Collections.Immutable;
using Pff.Core.Plan;
using Pff.Core.Types;

namespace Pff.Compiler.Catalogs;

/// <summary>Collects the parameters of one method and gives each a name of its own.</summary>
internal sealed class MethodParameters
{
    public const string BodyName = "body";

    private readonly List<ParameterDescriptor> _descriptors = [];
    private readonly List<MethodParameter> _symbols = [];

    public ImmutableArray<ParameterDescriptor> Descriptors => [.. _descriptors];

    /// <summary>In the order of <see cref="Descriptors"/>.</summary>
    public ImmutableArray<MethodParameter> Symbols => [.. _symbols];

    public int Find(string wireName, ParameterLocation location) =>
        _descriptors.FindIndex(d => d.WireName == wireName && d.Location == location);

    public bool Has(string name) => _descriptors.Exists(d => d.Name == name);

    /// <summary>Adds a parameter, under another name where its own is taken, and gives its index.</summary>
    public int Add(ParameterDescriptor descriptor, PffType type, string? description)
    {
        var name = Unused(descriptor);
        _descriptors.Add(descriptor with { Name = name, IsSecret = IsSecret(type), TakesNull = TakesNull(type) });
        _symbols.Add(new MethodParameter(name, type, descriptor.IsRequired) { Description = description });
        return _descriptors.Count - 1;
    }

    /// <summary>
    /// Adds the body: the properties of an object are arguments of the method, and <c>body</c> takes the object whole;
    /// anything else is the argument <c>body</c>.
    /// </summary>
    public void AddBody(PffType type, bool isRequired, string? description)
    {
        var inner = type is NullableType nullable ? nullable.Inner : type;
        var fields = inner is ObjectType body ? body.Fields : [];
        foreach (var field in fields)
        {
            Add(new ParameterDescriptor(field.Name, field.Name, ParameterLocation.BodyProperty, isRequired && field.IsRequired), field.Type, field.Description);
        }

        if (!Has(BodyName))
        {
            Add(new ParameterDescriptor(BodyName, BodyName, ParameterLocation.Body, isRequired && fields.IsEmpty), type, description);
        }
    }

    public void MakeOptional(int index)
    {
        _descriptors[index] = _descriptors[index] with { IsRequired = false };
        _symbols[index] = _symbols[index] with { IsRequired = false };
    }

    /// <summary>A body's property whose name is taken by the path is called <c>body_NAME</c>; other places are named likewise.</summary>
    private string Unused(ParameterDescriptor descriptor)
    {
        if (!Has(descriptor.Name))
        {
            return descriptor.Name;
        }

        var place = descriptor.Location switch
        {
            ParameterLocation.Path => "path",
            ParameterLocation.Query => "query",
            ParameterLocation.Header => "header",
            _ => "body",
        };
        for (var i = 1; ; i++)
        {
            var candidate = i == 1 ? $"{place}_{descriptor.Name}" : $"{place}_{descriptor.Name}_{i}";
            if (!Has(candidate))
            {
                return candidate;
            }
        }
    }

    public static bool IsSecret(PffType type) => type is SecretType or NullableType { Inner: SecretType };

    /// <summary>Whether a success is declared to have JSON in it.</summary>
    public static bool IsJson(PffType result) => result is not PrimitiveType { Kind: PrimitiveKind.Dyn or PrimitiveKind.Null or PrimitiveKind.Error };

    /// <summary>Whether null is a value of the type, which a server is told, and not only what stands for nothing.</summary>
    public static bool TakesNull(PffType type) => type switch
    {
        NullableType or PrimitiveType { Kind: PrimitiveKind.Dyn or PrimitiveKind.Null or PrimitiveKind.Error } => true,
        SecretType secret => TakesNull(secret.Inner),
        _ => false,
    };
}
