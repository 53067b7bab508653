using System.Text.Json.Nodes;
using Pff.Compiler.Manifest;
using Pff.Core.Diagnostics;
using Pff.Core.Text;

namespace Pff.Specs.Schemas;

/// <summary>A YAML text as the validator of schemas takes it.</summary>
internal static class YamlAsJson
{
    public static JsonNode? Of(string yaml) => Of(YamlReader.Read(new SourceText("text.yaml", yaml), new DiagnosticBag()).Root);

    private static JsonNode? Of(YamlNode? node) => node switch
    {
        YamlMapping map => new JsonObject(map.Entries.Select(e => KeyValuePair.Create(e.Key.Text, Of(e.Value)))),
        YamlSequence list => new JsonArray([.. list.Items.Select(Of)]),
        YamlScalar { IsNull: true } => null,
        YamlScalar scalar when scalar.TryGetBool(out var boolean) => boolean,
        YamlScalar scalar when scalar.TryGetInt(out var number) => number,
        YamlScalar scalar when scalar.TryGetDouble(out var number) => number,
        YamlScalar scalar => scalar.Text,
        _ => null,
    };
}
