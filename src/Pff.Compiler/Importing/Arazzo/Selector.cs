using System.Collections.Immutable;
using Pff.Compiler.Catalogs.OpenApi;

namespace Pff.Compiler.Importing.Arazzo;

/// <summary>What Arazzo 1.1 takes a part of a value by: <c>{ context, selector, type }</c>.</summary>
internal static class Selector
{
    public const string JsonPointer = "jsonpointer";

    private const string JsonPathType = "jsonpath";

    public static bool IsMeant(DocumentMap map) =>
        map["context"] is DocumentScalar { Text: ['$', ..] } && map["selector"] is DocumentScalar && TypeOf(map["type"]) is not null;

    /// <summary>The type by its name, or by a mapping with its version; null where nothing is said.</summary>
    public static string? TypeOf(DocumentNode? node) => node switch
    {
        DocumentScalar scalar => scalar.Text,
        DocumentMap map => map.TextOf("type"),
        _ => null,
    };

    /// <summary>The names and indices that lead to one place; null where the selector does not lead to exactly one.</summary>
    public static ImmutableArray<string>? Path(string selector, string type)
    {
        if (type != JsonPathType)
        {
            return type == JsonPointer ? RuntimeExpression.Pointer(selector) : null;
        }

        var at = 1;
        return selector is ['$', ..] && JsonPath.Names(selector, ref at) is var names && at == selector.Length ? names : null;
    }
}
