using System.Collections.Immutable;
using System.Globalization;
using Pff.Compiler.Catalogs.OpenApi;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Importing.Writing;
using Pff.Compiler.Manifest;
using Pff.Compiler.Typing;
using Pff.Core.Diagnostics;
using Pff.Core.Text;

namespace Pff.Compiler.Importing.Arazzo;

/// <summary>The JSON schema of a workflow's inputs as the inputs of a sequence.</summary>
internal sealed class InputSchemas(DocumentReport report, DocumentFiles documents, WorkflowCalls calls)
{
    private const int MaximumReferences = 16;

    private static readonly ImmutableHashSet<string> KnownKeywords =
    [
        "type", "properties", "required", "description", "title", "format", "default", "enum", "pattern", "minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "writeOnly", "$ref", "example", "examples",
        "$schema", "$id", "$comment", "deprecated", "readOnly", "additionalProperties", "items",
    ];

    public ImmutableArray<ArazzoInput> Read(string id, DocumentMap workflow, ImportedNames names)
    {
        if (workflow["inputs"] is not { } node || Follow(node) is not { } schema)
        {
            return [];
        }

        NameOthers(schema, "inputs");
        // Where a schema says of no input that it is required, nobody has thought about it, and a row needs them all, but
        // for those that a step leaves out.
        var saysRequired = schema["required"] is not null;
        var required = report.ListOf(schema, "required").OfType<DocumentScalar>().Select(s => s.Text).ToHashSet(StringComparer.Ordinal);
        var inputs = ImmutableArray.CreateBuilder<ArazzoInput>();
        foreach (var property in report.MapOf(schema, "properties")?.Entries ?? [])
        {
            var variable = ImportedNames.IsPlain(property.Name) ? names.Take(property.Name, "input", keepsCase: true) : names.Take(property.Name, "input");
            var declaration = Follow(property.Value) is { } type ? Declare(property, type, variable, saysRequired ? required.Contains(property.Name) : calls.AlwaysGive(id, property.Name)) : WrittenNode.Of("any");
            inputs.Add(new ArazzoInput(property.Name, variable, declaration with { Origin = new Origin(report.Source, property.NameSpan) }));
        }

        return inputs.ToImmutable();
    }

    private WrittenNode Declare(DocumentEntry property, DocumentMap schema, string variable, bool isRequired)
    {
        NameOthers(schema, property.Name);
        var type = TypeOf(schema);
        var isText = type == "text";
        var fallback = DefaultOf(schema, type, property);
        var values = isText && schema["enum"] is DocumentList list
            ? list.Items.OfType<DocumentScalar>().Where(s => s.Kind == DocumentScalarKind.Text).Select(s => s.Text).ToList()
            : [];
        var pattern = isText ? PatternOf(schema) : null;
        var isSecret = schema["writeOnly"] is DocumentScalar { Kind: DocumentScalarKind.Bool, Text: "true" } || schema.TextOf("format") == "password";
        var declaration = WrittenNode.Map(
        [
            ("type", WrittenNode.Of(type)),
            ("column", variable == property.Name ? null : WrittenNode.Of(property.Name)),
            ("required", isRequired || fallback is not null ? null : WrittenLiteral.Of(false)),
            ("default", fallback),
            ("enum", values.Count == 0 ? null : new WrittenList([.. values.Distinct(StringComparer.Ordinal).Select(WrittenNode.Of)])),
            ("matching", pattern),
            .. Limits(schema, type),
            ("secret", isSecret ? WrittenLiteral.Of(true) : null),
        ]);
        return declaration.Entries.Length == 1 ? WrittenNode.Of(type) : declaration with { IsInline = true };
    }

    private static string TypeOf(DocumentMap schema)
    {
        var types = schema["type"] switch
        {
            DocumentScalar scalar => [scalar.Text],
            DocumentList list => [.. list.Items.OfType<DocumentScalar>().Select(s => s.Text).Where(t => t != "null")],
            _ => ImmutableArray<string>.Empty,
        };
        return types is not [var only] ? "any" : (only, schema.TextOf("format")) switch
        {
            ("string", "date-time") => "timestamp",
            ("string", _) => "text",
            ("integer", _) => "int",
            ("number", "decimal") => "decimal",
            ("number", _) => "double",
            ("boolean", _) => "bool",
            _ => "any",
        };
    }

    private WrittenNode? DefaultOf(DocumentMap schema, string type, DocumentEntry property)
    {
        if (schema.Find("default") is not { } entry)
        {
            return null;
        }

        if (entry.Value is DocumentScalar { Kind: not DocumentScalarKind.Null, Text.Length: > 0 } scalar && IsOfType(scalar, type))
        {
            return WrittenNode.Of(scalar.Text);
        }

        report.NotCarried(entry.NameSpan, new($"The default of '{property.Name}'", $"O padrão de '{property.Name}'"),
            new("a default is one value of the input's type", "um padrão é um único valor do tipo da entrada"));
        return null;
    }

    private static bool IsOfType(DocumentScalar scalar, string type) => type switch
    {
        "text" => scalar.Kind == DocumentScalarKind.Text,
        "bool" => scalar.Kind == DocumentScalarKind.Bool && scalar.Text is "true" or "false",
        "int" => scalar.Kind == DocumentScalarKind.Number && long.TryParse(scalar.Text, out _),
        "double" or "decimal" => scalar.Kind == DocumentScalarKind.Number && decimal.TryParse(scalar.Text, out _),
        _ => false,
    };

    /// <summary>The limits of a schema that are about its type; others say nothing, as JSON Schema has it.</summary>
    private static IEnumerable<(string Key, WrittenNode? Value)> Limits(DocumentMap schema, string type)
    {
        ReadOnlySpan<(string Keyword, string Word)> limits = type switch
        {
            "text" => [("minLength", ConstraintWords.MinimumLength), ("maxLength", ConstraintWords.MaximumLength)],
            "int" or "double" or "decimal" =>
            [
                ("minimum", ConstraintWords.Minimum), ("maximum", ConstraintWords.Maximum),
                ("exclusiveMinimum", ConstraintWords.Above), ("exclusiveMaximum", ConstraintWords.Below),
            ],
            _ => [],
        };
        var written = new List<(string Key, WrittenNode? Value)>();
        foreach (var (keyword, word) in limits)
        {
            if (schema[keyword] is DocumentScalar { Kind: DocumentScalarKind.Number } limit && decimal.TryParse(limit.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            {
                written.Add((word, new WrittenLiteral(limit.Text)));
            }
        }

        return written;
    }

    /// <summary>A schema's pattern is searched for, an input's is the whole value.</summary>
    private WrittenText? PatternOf(DocumentMap schema)
    {
        if (schema.Find("pattern") is not { Value: DocumentScalar { Text.Length: > 0 } scalar } entry)
        {
            return null;
        }

        var pattern = scalar.Text;
        var startsWhole = pattern.StartsWith('^');
        var endsWhole = pattern.EndsWith('$') && !pattern.EndsWith("\\$", StringComparison.Ordinal);
        var inner = pattern[(startsWhole ? 1 : 0)..(endsWhole ? pattern.Length - 1 : pattern.Length)];
        var whole = startsWhole && endsWhole && !inner.Contains('|', StringComparison.Ordinal) ? inner : $"[\\s\\S]*(?:{pattern})[\\s\\S]*";
        if (LinearPattern.IsValid(whole))
        {
            return WrittenNode.Of(whole);
        }

        report.NotCarried(entry.NameSpan, new("The pattern", "O padrão"),
            new("it is no regular expression that can be matched in linear time", "não é uma expressão regular que se possa casar em tempo linear"));
        return null;
    }

    private void NameOthers(DocumentMap schema, string name)
    {
        foreach (var entry in schema.Entries.Where(e => !KnownKeywords.Contains(e.Name) && !e.Name.StartsWith("x-", StringComparison.Ordinal)))
        {
            report.NotCarried(entry.NameSpan, new($"'{entry.Name}' of '{name}'", $"'{entry.Name}' de '{name}'"),
                new("an input has a type, allowed values, a pattern and limits", "uma entrada tem tipo, valores permitidos, padrão e limites"));
        }
    }

    private DocumentMap? Follow(DocumentNode node)
    {
        for (var i = 0; i < MaximumReferences; i++)
        {
            // A schema may be true or false, which says nothing.
            if (node is DocumentScalar { Kind: DocumentScalarKind.Bool } || report.Map(node, "inputs") is not { } map)
            {
                return null;
            }

            if (map.Find("$ref") is not { Value: DocumentScalar reference })
            {
                return map;
            }

            if (documents.Resolve(reference.Text, report.File, reference.Span) is not { } target)
            {
                return null;
            }

            if (target.File != report.File)
            {
                report.NotCarried(reference.Span, new("The schema", "O esquema"), new("it stands in another file", "está em outro arquivo"));
                return null;
            }

            node = target.Node;
        }

        report.Diagnostics.Add(CompilerDiagnostics.ReferenceToItself(report.Source, DocumentReport.StartOf(node), "$ref"));
        return null;
    }
}
