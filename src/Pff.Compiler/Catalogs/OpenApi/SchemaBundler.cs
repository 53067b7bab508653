using System.Collections.Immutable;
using System.Text;
using Pff.Compiler.Diagnostics;
using Pff.Core.Diagnostics;

namespace Pff.Compiler.Catalogs.OpenApi;

/// <summary>
/// Writes schemas into a bundle. A referenced schema, wherever it stands, becomes a named schema of the bundle; chains
/// of references are followed to their end.
/// </summary>
internal sealed class SchemaBundler(DocumentFiles files, BundleWriter writer, string referencePrefix, bool allowsSiblings, DiagnosticBag diagnostics)
{
    private static readonly ImmutableHashSet<string> CopiedKeywords =
    [
        "type", "format", "title", "description", "enum", "const", "required", "nullable", "x-nullable",
        "readOnly", "writeOnly", "maxItems", "minItems", "deprecated", "pattern", "minLength", "maxLength", "minimum", "maximum",
        "exclusiveMinimum", "exclusiveMaximum",
    ];

    private readonly Dictionary<(string Path, string Pointer), string> _names = [];
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly Queue<(string Name, ReferenceTarget Target)> _pending = new();
    private readonly Dictionary<string, string> _displayNames = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _usedBy = new(StringComparer.Ordinal);
    private readonly HashSet<string> _directed = new(StringComparer.Ordinal);

    // The named schema that is being written, or null within an operation.
    private string? _owner;

    public ImmutableDictionary<string, string> DisplayNames => _displayNames.ToImmutableDictionary(StringComparer.Ordinal);

    /// <summary>Writes every schema that was referenced so far, and those that they reference, as entries of the current object.</summary>
    public void WriteNamed()
    {
        while (_pending.TryDequeue(out var next) && !writer.IsFull)
        {
            _owner = next.Name;
            writer.Name(next.Name);
            Write(next.Target.Node, next.Target.File);
        }

        // What was asked for and not written because the limit was reached still has to exist.
        foreach (var (name, _) in _pending)
        {
            writer.StartObject(name);
            writer.EndObject();
        }

        _owner = null;
    }

    /// <summary>The schemas with a property that only requests or only responses have, and all that contain them.</summary>
    public ImmutableHashSet<string> DirectedSchemas()
    {
        var all = new HashSet<string>(_directed, StringComparer.Ordinal);
        var work = new Stack<string>(_directed);
        while (work.TryPop(out var name))
        {
            foreach (var user in _usedBy.GetValueOrDefault(name, []))
            {
                if (all.Add(user))
                {
                    work.Push(user);
                }
            }
        }

        return [.. all];
    }

    public void Write(DocumentNode node, DocumentFile file)
    {
        if (node is DocumentScalar { Kind: DocumentScalarKind.Bool })
        {
            // Anything, or nothing: neither has a type.
            writer.StartObject();
            writer.EndObject();
        }
        else if (node is not DocumentMap map)
        {
            diagnostics.Add(CompilerDiagnostics.DocumentHasWrongShape(file.Source, node.Span, "schema", new("a mapping", "um mapeamento"), node.Description));
            writer.StartObject();
            writer.EndObject();
        }
        else if (map.Find("$ref") is { Value: DocumentScalar reference })
        {
            WriteReference(reference, map, file);
        }
        else if (writer.IsFull)
        {
            writer.StartObject();
            writer.EndObject();
        }
        else
        {
            WriteKeywords(map, file);
        }
    }

    private void WriteReference(DocumentScalar reference, DocumentMap map, DocumentFile file)
    {
        var name = NameOf(reference, file);
        var siblings = allowsSiblings && map.Entries.Any(e => e.Name is not ("$ref" or "description" or "summary" or "title"));
        writer.StartObject();
        if (siblings)
        {
            // OpenAPI 3.1: the keywords beside $ref hold too, which is what allOf says in every version.
            writer.StartArray("allOf");
            writer.StartObject();
        }

        if (name is not null)
        {
            writer.Text("$ref", referencePrefix + name);
        }

        if (siblings)
        {
            writer.EndObject();
            Write(new DocumentMap([.. map.Entries.Where(e => e.Name != "$ref")], map.Span), file);
            writer.EndArray();
        }

        writer.EndObject();
    }

    private void WriteKeywords(DocumentMap map, DocumentFile file)
    {
        writer.StartObject();
        foreach (var entry in map.Entries)
        {
            switch (entry.Name)
            {
                case "properties":
                    WriteMap(entry, file);
                    break;
                case "allOf" or "oneOf" or "anyOf":
                    WriteList(entry, file);
                    break;
                case "items" or "additionalProperties" when entry.Value is DocumentMap or DocumentScalar { Kind: DocumentScalarKind.Bool, Text: not ['f' or 'F', ..] }:
                    writer.Name(entry.Name);
                    Write(entry.Value, file);
                    break;
                case "additionalProperties" when entry.Value is DocumentScalar { Kind: DocumentScalarKind.Bool }:
                    writer.Bool(entry.Name, false);
                    break;
                case "discriminator":
                    WriteDiscriminator(entry.Value, file);
                    break;
                case "patternProperties" when map.Find("additionalProperties") is null:
                    // Names by pattern are undeclared names to a type.
                    writer.StartObject("additionalProperties");
                    writer.EndObject();
                    break;
                case var keyword when CopiedKeywords.Contains(keyword):
                    writer.Name(keyword);
                    writer.Copy(entry.Value);
                    NoteDirection(entry);
                    break;
            }
        }

        writer.EndObject();
    }

    private void NoteDirection(DocumentEntry entry)
    {
        if (_owner is not null && entry.Name is "readOnly" or "writeOnly" && entry.Value is DocumentScalar { Text: ['t' or 'T', ..] })
        {
            _directed.Add(_owner!);
        }
    }

    private void WriteMap(DocumentEntry entry, DocumentFile file)
    {
        if (entry.Value is not DocumentMap map)
        {
            Report(entry, file, new("a mapping", "um mapeamento"));
            return;
        }

        writer.StartObject(entry.Name);
        foreach (var property in map.Entries)
        {
            writer.Name(property.Name);
            Write(property.Value, file);
        }

        writer.EndObject();
    }

    private void WriteList(DocumentEntry entry, DocumentFile file)
    {
        if (entry.Value is not DocumentList list)
        {
            Report(entry, file, new("a list", "uma lista"));
            return;
        }

        writer.StartArray(entry.Name);
        foreach (var item in list.Items)
        {
            Write(item, file);
        }

        writer.EndArray();
    }

    private void WriteDiscriminator(DocumentNode node, DocumentFile file)
    {
        if (node is not DocumentMap map)
        {
            // Swagger 2.0 has the property's name alone.
            writer.Name("discriminator");
            writer.Copy(node);
            return;
        }

        writer.StartObject("discriminator");
        if (map.TextOf("propertyName") is { } property)
        {
            writer.Text("propertyName", property);
        }

        if (map["mapping"] is DocumentMap mapping)
        {
            writer.StartObject("mapping");
            foreach (var entry in mapping.Entries)
            {
                if (entry.Value is DocumentScalar value && NameOf(AsReference(value), file) is { } name)
                {
                    writer.Text(entry.Name, referencePrefix + name);
                }
            }

            writer.EndObject();
        }

        writer.EndObject();
    }

    // A mapping names a schema by its bare name, or by a reference.
    private DocumentScalar AsReference(DocumentScalar value) =>
        value.Text.AsSpan().IndexOfAny("#/.") >= 0 ? value : new DocumentScalar(value.Kind, referencePrefix + value.Text, value.Span);

    /// <summary>The name in the bundle of the schema that a reference leads to; null where it leads nowhere.</summary>
    private string? NameOf(DocumentScalar reference, DocumentFile file)
    {
        var from = file;
        var at = reference;
        var seen = new HashSet<(string, string)>();
        while (files.Resolve(at.Text, from, at.Span) is { } target)
        {
            if (!seen.Add((target.File.Path, target.Pointer)) || seen.Count > DocumentLimits.MaximumReferenceChain)
            {
                diagnostics.Add(CompilerDiagnostics.ReferenceToItself(file.Source, reference.Span, reference.Text));
                return null;
            }

            if (target.Node is DocumentMap map && map.Find("$ref") is { Value: DocumentScalar next } && map.Entries.Length == 1)
            {
                from = target.File;
                at = next;
                continue;
            }

            return Claim(target);
        }

        return null;
    }

    private string Claim(ReferenceTarget target)
    {
        var key = (target.File.Path, target.Pointer);
        if (!_names.TryGetValue(key, out var name))
        {
            var slash = target.Pointer.LastIndexOf('/');
            var display = slash >= 0 ? target.Pointer[(slash + 1)..] : StemOf(target.File.Path);
            display = display.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            name = Unique(Safe(display));
            _names.Add(key, name);
            _displayNames.Add(name, display);
            _pending.Enqueue((name, target));
        }

        if (_owner is not null)
        {
            (_usedBy.TryGetValue(name, out var users) ? users : _usedBy[name] = []).Add(_owner);
        }

        return name;
    }

    private string Unique(string name)
    {
        for (var i = 2; ; i++)
        {
            var candidate = i == 2 && !_taken.Contains(name) ? name : $"{name}_{i}";
            if (_taken.Add(candidate))
            {
                return candidate;
            }
        }
    }

    private static string Safe(string name)
    {
        var safe = new StringBuilder(name.Length);
        foreach (var unit in name)
        {
            safe.Append(char.IsAsciiLetterOrDigit(unit) || unit is '_' or '-' or '.' ? unit : '_');
        }

        return safe.Length == 0 ? "schema" : safe.ToString();
    }

    private static string StemOf(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 ? name[..dot] : name;
    }

    private void Report(DocumentEntry entry, DocumentFile file, LocalizedText expected) =>
        diagnostics.Add(CompilerDiagnostics.DocumentHasWrongShape(file.Source, entry.Value.Span, entry.Name, expected, entry.Value.Description));
}
