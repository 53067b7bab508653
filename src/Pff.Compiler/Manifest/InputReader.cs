using System.Collections.Immutable;
using System.Globalization;
using Pff.Compiler.Diagnostics;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;

namespace Pff.Compiler.Manifest;

/// <summary>The inputs of a manifest or sequence: <c>name: type</c>, or <c>name: { type, … }</c>.</summary>
internal static class InputReader
{
    internal static readonly ImmutableArray<string> Keys =
        ["type", "required", "column", "secret", "enum", "matching", "default", "description"];

    private static readonly ImmutableArray<(string Name, InputType Type)> Types =
    [
        ("text", InputType.Text), ("bool", InputType.Bool), ("int", InputType.Int), ("double", InputType.Double),
        ("decimal", InputType.Decimal), ("timestamp", InputType.Timestamp), ("duration", InputType.Duration), ("any", InputType.Any),
    ];

    /// <summary>What other languages call the types: too far from the right names to be found by spelling.</summary>
    private static readonly ImmutableDictionary<string, string> Synonyms = new Dictionary<string, string>
    {
        ["string"] = "text", ["str"] = "text", ["number"] = "decimal", ["float"] = "double", ["integer"] = "int", ["long"] = "int",
        ["boolean"] = "bool", ["date"] = "timestamp", ["datetime"] = "timestamp", ["money"] = "decimal", ["object"] = "any", ["dyn"] = "any",
    }.ToImmutableDictionary();

    /// <summary>How manifests call the types of inputs.</summary>
    internal static IEnumerable<string> TypeNames => Types.Select(t => t.Name);

    public static ImmutableArray<InputSyntax> ReadAll(YamlNode node, ShapeReader shape)
    {
        // "inputs:" with nothing after it declares that there are none.
        if (node is YamlScalar { IsNull: true })
        {
            return [];
        }

        var expected = new LocalizedText("a mapping from names to types", "um mapeamento de nomes para tipos");
        return shape.Mapping(node, expected) is { } mapping
            ? [.. mapping.Entries.Select(entry => Read(entry, shape)).OfType<InputSyntax>()]
            : [];
    }

    private static InputSyntax? Read(YamlEntry entry, ShapeReader shape)
    {
        if (shape.Name(entry.Key, new("a name", "um nome")) is not { } name)
        {
            return null;
        }

        var span = entry.Key.Span.Union(entry.Value.Span);
        if (entry.Value is not YamlMapping mapping)
        {
            return new InputSyntax(name, ReadType(entry.Value, shape), span);
        }

        shape.RefuseOtherKeys(mapping, new("An input", "Uma entrada"), Keys);
        var type = mapping.Find("type") is { } declared ? ReadType(declared.Value, shape) : InputType.Text;
        var fallback = mapping.Find("default") is { } d ? shape.Scalar(d.Value, new("a default value", "um valor padrão")) : null;
        var required = mapping.Find("required") is { } r ? shape.Bool(r.Value, "required") : null;
        var input = new InputSyntax(name, type, span)
        {
            IsRequired = required ?? fallback is null,
            IsSecret = mapping.Find("secret") is { } secret && (shape.Bool(secret.Value, "secret") ?? false),
            Column = mapping.Find("column") is { } column ? shape.Scalar(column.Value, new("a column header", "um cabeçalho de coluna"))?.Text : null,
            AllowedValues = ReadEnum(mapping, shape),
            Pattern = ReadPattern(mapping, shape),
            Default = fallback?.Text,
        };
        Check(mapping, input, fallback, shape);
        return input;
    }

    private static InputType ReadType(YamlNode node, ShapeReader shape)
    {
        if (shape.Scalar(node, new("a type", "um tipo")) is not { } scalar)
        {
            return InputType.Any;
        }

        foreach (var (name, type) in Types)
        {
            if (name == scalar.Text)
            {
                return type;
            }
        }

        var names = Types.Select(t => t.Name).ToList();
        var nearest = Synonyms.GetValueOrDefault(scalar.Text.ToLowerInvariant()) ?? Suggestion.Nearest(scalar.Text, names);
        shape.Report(CompilerDiagnostics.UnknownInputType(scalar, nearest, names));
        return InputType.Any;
    }

    private static ImmutableArray<string> ReadEnum(YamlMapping mapping, ShapeReader shape)
    {
        if (mapping.Find("enum") is not { } entry || shape.List(entry.Value, new("a list of texts", "uma lista de textos")) is not { } list)
        {
            return [];
        }

        if (list.Items.IsEmpty)
        {
            shape.Report(CompilerDiagnostics.WrongNode(list, new("at least one text", "pelo menos um texto")));
        }

        return [.. list.Items.Select(i => shape.Scalar(i, new("a text", "um texto"))?.Text).OfType<string>().Distinct()];
    }

    private static string? ReadPattern(YamlMapping mapping, ShapeReader shape)
    {
        if (mapping.Find("matching") is not { } entry
            || shape.Scalar(entry.Value, new("a regular expression", "uma expressão regular")) is not { } pattern)
        {
            return null;
        }

        if (LinearPattern.IsValid(pattern.Text))
        {
            return pattern.Text;
        }

        shape.Report(CompilerDiagnostics.BadPattern(pattern));
        return null;
    }

    private static void Check(YamlMapping mapping, InputSyntax input, YamlScalar? fallback, ShapeReader shape)
    {
        foreach (var key in (ReadOnlySpan<string>)["enum", "matching"])
        {
            if (input.Type != InputType.Text && mapping.Find(key) is { } entry)
            {
                shape.Report(CompilerDiagnostics.OnlyForText(entry.Key));
            }
        }

        if (fallback is not null && !IsValid(fallback.Text, input))
        {
            shape.Report(CompilerDiagnostics.BadDefault(fallback, input.Name.Text, Types.First(t => t.Type == input.Type).Name));
        }
    }

    private static bool IsValid(string text, InputSyntax input) => input.Type switch
    {
        InputType.Text => input.AllowedValues.IsEmpty || input.AllowedValues.Contains(text),
        InputType.Bool => text is "true" or "false",
        InputType.Int => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        InputType.Double => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _),
        InputType.Decimal => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _),
        _ => true,
    };
}
