using System.Collections.Immutable;
using System.Globalization;
using Pff.Compiler.Binding;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Typing;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;

namespace Pff.Compiler.Manifest;

/// <summary>The inputs of a manifest or sequence: <c>name: type</c>, or <c>name: { type, … }</c>.</summary>
internal static class InputReader
{
    internal static readonly ImmutableArray<string> Keys =
        ["type", "required", "column", "secret", "enum", .. ConstraintWords.OfCells, "default", "description"];

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
            // Where there is a default no row fails for want of a cell, whatever 'required' says.
            IsRequired = fallback is null && (required ?? true),
            IsSecret = mapping.Find("secret") is { } secret && (shape.Bool(secret.Value, "secret") ?? false),
            Column = mapping.Find("column") is { } column ? shape.Scalar(column.Value, new("a column header", "um cabeçalho de coluna"))?.Text : null,
            AllowedValues = ReadEnum(mapping, shape),
            Constraint = ReadConstraint(mapping, type, shape),
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

    private static ValueConstraint? ReadConstraint(YamlMapping mapping, InputType type, ShapeReader shape)
    {
        var builder = new ConstraintBuilder(mapping.Source, InputTypes.TypeOf(type), shape.Report);
        var subject = ConstraintWords.SubjectOf(builder.Type);
        foreach (var word in ConstraintWords.OfCells)
        {
            var isPattern = word == ConstraintWords.Matching;
            if (mapping.Find(word) is not { } entry
                || shape.Scalar(entry.Value, isPattern ? new("a regular expression", "uma expressão regular") : new("a number", "um número")) is not { } value)
            {
                continue;
            }

            if (ConstraintWords.SubjectOf(word) != subject)
            {
                shape.Report(CompilerDiagnostics.OnlyForOtherInputs(entry.Key));
            }
            else if (isPattern && !LinearPattern.IsValid(value.Text))
            {
                shape.Report(CompilerDiagnostics.BadPattern(value));
            }
            else
            {
                builder.Add(word, new ManifestName(value.Text, value.Span));
            }
        }

        return builder.Value.AllowsEverything ? null : builder.Value;
    }

    private static void Check(YamlMapping mapping, InputSyntax input, YamlScalar? fallback, ShapeReader shape)
    {
        if (input.Type != InputType.Text && mapping.Find("enum") is { } values)
        {
            shape.Report(CompilerDiagnostics.OnlyForOtherInputs(values.Key));
        }

        if (fallback is null)
        {
            return;
        }

        if (!IsValid(fallback.Text, input))
        {
            shape.Report(CompilerDiagnostics.BadDefault(fallback, input.Name.Text, Types.First(t => t.Type == input.Type).Name));
        }
        else if (input.BrokenBy(fallback.Text) is { } expected)
        {
            shape.Report(CompilerDiagnostics.ConstantBreaksPromise(fallback.Source, fallback.Span, fallback.Text, expected));
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
