using System.Collections.Immutable;
using Pff.Core.Diagnostics;
using Pff.Core.Text;

namespace Pff.Compiler.Catalogs.OpenApi;

/// <summary>A node of an OpenAPI document, be it JSON or YAML, with its place.</summary>
internal abstract class DocumentNode(TextSpan span)
{
    public TextSpan Span { get; } = span;

    /// <summary>What it is, as a message says what was found.</summary>
    public abstract LocalizedText Description { get; }
}

internal enum DocumentScalarKind
{
    Null,
    Bool,
    Number,
    Text,
}

internal sealed class DocumentScalar(DocumentScalarKind kind, string text, TextSpan span) : DocumentNode(span)
{
    public DocumentScalarKind Kind { get; } = kind;

    /// <summary>The unescaped text, or the literal as it is written.</summary>
    public string Text { get; } = text;

    public override LocalizedText Description => Kind switch
    {
        DocumentScalarKind.Null => new("null", "null"),
        DocumentScalarKind.Bool => new("a bool", "um booleano"),
        DocumentScalarKind.Number => new("a number", "um número"),
        _ => new("text", "um texto"),
    };
}

internal sealed class DocumentList(ImmutableArray<DocumentNode> items, TextSpan span) : DocumentNode(span)
{
    public ImmutableArray<DocumentNode> Items { get; } = items;

    public override LocalizedText Description => new("a list", "uma lista");
}

internal sealed record DocumentEntry(string Name, TextSpan NameSpan, DocumentNode Value);

/// <summary>A mapping; names are distinct.</summary>
internal sealed class DocumentMap(ImmutableArray<DocumentEntry> entries, TextSpan span) : DocumentNode(span)
{
    private const int ScannedEntryCount = 8;

    private Dictionary<string, DocumentEntry>? _byName;

    public ImmutableArray<DocumentEntry> Entries { get; } = entries;

    public override LocalizedText Description => new("a mapping", "um mapeamento");

    public DocumentNode? this[string name] => Find(name)?.Value;

    public DocumentEntry? Find(string name)
    {
        if (Entries.Length > ScannedEntryCount)
        {
            _byName ??= Entries.ToDictionary(e => e.Name, StringComparer.Ordinal);
            return _byName.GetValueOrDefault(name);
        }

        foreach (var entry in Entries)
        {
            if (entry.Name == name)
            {
                return entry;
            }
        }

        return null;
    }

    /// <summary>The text under a name, or null where there is none or it is no text.</summary>
    public string? TextOf(string name) => this[name] is DocumentScalar { Kind: DocumentScalarKind.Text } scalar ? scalar.Text : null;
}

/// <summary>One file of an OpenAPI description.</summary>
/// <param name="Root">A map, since nothing else can be an OpenAPI document or hold what a reference names.</param>
internal sealed record DocumentFile(string Path, SourceText Source, DocumentMap Root);
