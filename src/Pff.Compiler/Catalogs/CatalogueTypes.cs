using System.Collections.Immutable;
using Pff.Compiler.Catalogs.OpenApi;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Manifest;
using Pff.Core.Diagnostics;
using Pff.Core.Text;
using Pff.Core.Types;

namespace Pff.Compiler.Catalogs;

/// <summary>
/// The types that a catalogue's hand-written methods use: built-in ones, the named ones under <c>types</c>, and those
/// written in place. A mapping is an object, a list of texts an enum, a text a <see cref="TypeText"/>.
/// </summary>
internal sealed class CatalogueTypes
{
    private const int MaximumAliasDepth = 50;

    private static readonly LocalizedText TypeExpected = new(
        "a type: a text, a list of enum values or a mapping of fields", "um tipo: um texto, uma lista de valores ou um mapeamento de campos");

    private readonly Dictionary<string, YamlEntry> _declarations = new(StringComparer.Ordinal);

    // A type that is null is being made.
    private readonly Dictionary<string, PffType?> _named = new(StringComparer.Ordinal);
    private readonly OpenApiImport? _import;
    private readonly DiagnosticBag _diagnostics;
    private int _depth;

    /// <param name="node">What stands under <c>types</c>, or null.</param>
    /// <param name="import">The document whose schemas are types too, where <c>types</c> has none of their name; or null.</param>
    /// <param name="diagnostics">Where diagnostics go.</param>
    public CatalogueTypes(YamlNode? node, OpenApiImport? import, DiagnosticBag diagnostics)
    {
        _import = import;
        _diagnostics = diagnostics;
        if (node is not YamlMapping map)
        {
            if (node is not null)
            {
                CatalogueSection.ReportNode(node, new("a mapping of types", "um mapeamento de tipos"), diagnostics);
            }

            return;
        }

        foreach (var entry in map.Entries)
        {
            if (TypeText.BuiltIn(entry.Key.Text) is not null)
            {
                diagnostics.Add(CompilerDiagnostics.CatalogueTypeNameTaken(entry.Key));
            }
            else if (!CatalogueValues.IsName(entry.Key.Text))
            {
                diagnostics.Add(CompilerDiagnostics.NotACatalogueName(entry.Key, new("a type", "um tipo")));
            }
            else
            {
                _declarations.Add(entry.Key.Text, entry);
            }
        }

        DeclareAll();
    }

    /// <summary>The names that a type may have here, for "did you mean".</summary>
    public IReadOnlyCollection<string> Names => [.. _declarations.Keys, .. _import?.SchemaNames ?? [], .. TypeText.BuiltInNames];

    /// <summary>Reads a type; what is wrong is reported and becomes the error type.</summary>
    /// <param name="node">The type as written.</param>
    /// <param name="name">How messages call it if it has no name of its own.</param>
    public PffType Read(YamlNode node, string name)
    {
        switch (node)
        {
            case YamlMapping map:
                // Nothing asks for fields before reading has ended, and by then they are there.
                var fields = new FieldSlot();
                var type = new ObjectType(name, () => fields.Fields);
                fields.Fields = ReadFields(map, name);
                return type;
            case YamlSequence list:
                return ReadEnum(list, name);
            case YamlScalar { IsNull: false } scalar:
                return TypeText.Parse(scalar, Find, Names, _diagnostics);
            default:
                CatalogueSection.ReportNode(node, TypeExpected, _diagnostics);
                return PffType.Error;
        }
    }

    private PffType? Find(string name)
    {
        if (_named.TryGetValue(name, out var known))
        {
            if (known is null)
            {
                _diagnostics.Add(CompilerDiagnostics.CatalogueTypeLeadsToItself(_declarations[name].Key));
            }

            return known ?? PffType.Error;
        }

        if (!_declarations.TryGetValue(name, out var declaration))
        {
            return _import?.FindSchema(name);
        }

        if (++_depth > MaximumAliasDepth)
        {
            _depth--;
            _diagnostics.Add(CompilerDiagnostics.CatalogueTypeSyntax(
                declaration.Key.Source, declaration.Key.Span, new("fewer names for names", "menos nomes para nomes")));
            return PffType.Error;
        }

        _named[name] = null;
        _named[name] = Read(declaration.Value, name);
        _depth--;
        return _named[name];
    }

    // Objects have their names before any has its fields, so that they may be of one another's types, and of their own.
    private void DeclareAll()
    {
        var slots = new List<(YamlMapping Map, string Name, FieldSlot Slot)>();
        foreach (var (name, declaration) in _declarations)
        {
            if (declaration.Value is YamlMapping map)
            {
                var slot = new FieldSlot();
                slots.Add((map, name, slot));
                _named[name] = new ObjectType(name, () => slot.Fields);
            }
        }

        foreach (var name in _declarations.Keys)
        {
            Find(name);
        }

        foreach (var (map, name, slot) in slots)
        {
            slot.Fields = ReadFields(map, name);
        }
    }

    private ImmutableArray<ObjectField> ReadFields(YamlMapping map, string name)
    {
        var fields = ImmutableArray.CreateBuilder<ObjectField>(map.Entries.Length);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in map.Entries)
        {
            var (field, isRequired) = NameOf(entry.Key);
            if (!seen.Add(field))
            {
                _diagnostics.Add(CompilerDiagnostics.DuplicateKey(entry.Key, map.Entries.First(e => NameOf(e.Key).Name == field).Key.Span));
                continue;
            }

            fields.Add(new ObjectField(field, Read(entry.Value, $"{name}.{field}"), isRequired));
        }

        return fields.ToImmutable();
    }

    private PffType ReadEnum(YamlSequence list, string name)
    {
        var values = ImmutableArray.CreateBuilder<string>();
        foreach (var item in list.Items)
        {
            if (item is YamlScalar { IsNull: false } scalar)
            {
                values.Add(scalar.Text);
            }
            else
            {
                CatalogueSection.ReportNode(item, new("an enum value", "um valor do enum"), _diagnostics);
            }
        }

        if (values.Count == 0)
        {
            CatalogueSection.ReportNode(list, TypeExpected, _diagnostics);
            return PffType.Error;
        }

        return new EnumType(name, [.. values.Distinct()], IsOpen: true);
    }

    /// <summary><c>note?</c> is a field <c>note</c> that may be absent.</summary>
    public static (string Name, bool IsRequired) NameOf(YamlScalar key) =>
        key.Text is [.. var name, '?'] && name.Length > 0 ? (name, false) : (key.Text, true);

    private sealed class FieldSlot
    {
        public ImmutableArray<ObjectField> Fields { get; set; } = [];
    }
}
