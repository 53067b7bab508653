using System.Collections.Immutable;
using System.Globalization;
using Pff.Compiler.Catalogs;
using Pff.Compiler.Catalogs.OpenApi;
using Pff.Compiler.Importing.Writing;

namespace Pff.Compiler.Importing.Postman;

/// <summary>Types that examples show. A field of an example may be missing elsewhere, so none is required.</summary>
internal sealed class BodyShapes
{
    /// <summary>What stands before the name of a variable that is no text in its JSON.</summary>
    public const string BareVariable = "\u0001";

    private const int MaximumTypes = 200;
    private const int MaximumNameLength = 60;

    private readonly ImmutableArray<WrittenEntry>.Builder _types = ImmutableArray.CreateBuilder<WrittenEntry>();
    private readonly HashSet<string> _names = new(TypeText.BuiltInNames, StringComparer.Ordinal);

    /// <summary>The named types, for the catalogue's <c>types</c>; null where there are none.</summary>
    public WrittenMap? Types => _types.Count == 0 ? null : new WrittenMap(_types.ToImmutable());

    /// <param name="name">What a type is called that needs a name.</param>
    public string TypeOf(DocumentNode node, string name) => node switch
    {
        DocumentScalar { Kind: DocumentScalarKind.Bool } => "bool",
        DocumentScalar { Kind: DocumentScalarKind.Number } number =>
            long.TryParse(number.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) ? "int" : "double",
        DocumentScalar { Kind: DocumentScalarKind.Text } text => text.Text.StartsWith(BareVariable, StringComparison.Ordinal) ? "any" : "text",
        DocumentMap { Entries.IsEmpty: false } map => Named(map, name),
        DocumentList { Items.IsEmpty: false } list => ListOf(list, name),
        DocumentMap => "map<any>",
        DocumentList => "list<any>",
        _ => "any",
    };

    /// <summary>Elements that are not all of one type have any.</summary>
    private string ListOf(DocumentList list, string name)
    {
        if (list.Items is [DocumentMap element])
        {
            return $"list<{TypeOf(element, name + "_item")}>";
        }

        var types = list.Items.Select(i => i is DocumentScalar ? TypeOf(i, name) : "any").Distinct().ToList();
        return types is [var only] ? $"list<{only}>" : "list<any>";
    }

    private string Named(DocumentMap map, string name)
    {
        // The names of fields must be such as types can have.
        if (_types.Count >= MaximumTypes || map.Entries.Any(e => e.Name.Length == 0 || e.Name.EndsWith('?')))
        {
            return "map<any>";
        }

        name = name.Length > MaximumNameLength ? name[..MaximumNameLength] : name;
        var unique = name;
        for (var i = 2; !_names.Add(unique); i++)
        {
            unique = string.Create(CultureInfo.InvariantCulture, $"{name}_{i}");
        }

        var fields = new WrittenMap(
            [.. map.Entries.Select(e => new WrittenEntry(e.Name + "?", WrittenNode.Of(TypeOf(e.Value, $"{unique}_{ImportedNames.Snake(e.Name, "field")}"))))]);
        _types.Add(new WrittenEntry(unique, fields));
        return unique;
    }
}
