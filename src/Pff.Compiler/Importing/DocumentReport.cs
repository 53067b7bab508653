using System.Collections.Immutable;
using Pff.Compiler.Catalogs.OpenApi;
using Pff.Compiler.Diagnostics;
using Pff.Core.Diagnostics;
using Pff.Core.Text;

namespace Pff.Compiler.Importing;

/// <summary>A document of another format that is being read: takes the expected kinds of value out of it, and says what it was not.</summary>
internal sealed class DocumentReport(DocumentFile file, DiagnosticBag diagnostics)
{
    public DocumentFile File { get; } = file;

    public SourceText Source => File.Source;

    public DiagnosticBag Diagnostics { get; } = diagnostics;

    public void NotCarried(TextSpan span, LocalizedText what, LocalizedText reason) =>
        Diagnostics.Add(CompilerDiagnostics.NotCarried(Source, span, what, reason));

    public DocumentMap? Map(DocumentNode? node, string name) => Expect<DocumentMap>(node, name, new("a mapping", "um mapeamento"));

    public DocumentMap? MapOf(DocumentMap owner, string name) => Map(owner[name], name);

    public ImmutableArray<DocumentNode> ListOf(DocumentMap owner, string name) =>
        Expect<DocumentList>(owner[name], name, new("a list", "uma lista"))?.Items ?? [];

    /// <summary>The mappings of a list; what else stands in it is reported.</summary>
    public ImmutableArray<DocumentMap> MapsOf(DocumentMap owner, string name) =>
        [.. ListOf(owner, name).Select(item => Map(item, name)).OfType<DocumentMap>()];

    /// <summary>A text that is not empty. Numbers and bools count: who writes them without quotes means text.</summary>
    public DocumentScalar? TextOf(DocumentMap owner, string name)
    {
        var expected = new LocalizedText("text", "um texto");
        return Expect<DocumentScalar>(owner[name], name, expected) is { } scalar
            && (scalar is { Kind: not DocumentScalarKind.Null, Text.Length: > 0 } || Refuse(scalar, name, expected))
            ? scalar
            : null;
    }

    /// <summary>Says that a key is needed which is not there.</summary>
    public void Missing(TextSpan span, string owner, string key) => Diagnostics.Add(CompilerDiagnostics.DocumentHasWrongShape(
        Source, span, owner, new($"a mapping with '{key}'", $"um mapeamento com '{key}'"), new("none", "nenhum")));

    /// <summary>The start of a value: what is underlined where the value is as a whole not right.</summary>
    public static TextSpan StartOf(DocumentNode node) => node is DocumentMap { Entries: [var first, ..] } ? first.NameSpan : new(node.Span.Start, Math.Min(1, node.Span.Length));

    private T? Expect<T>(DocumentNode? node, string name, LocalizedText expected)
        where T : DocumentNode
    {
        if (node is null or T)
        {
            return (T?)node;
        }

        Refuse(node, name, expected);
        return null;
    }

    private bool Refuse(DocumentNode node, string name, LocalizedText expected)
    {
        Diagnostics.Add(CompilerDiagnostics.DocumentHasWrongShape(Source, node.Span, name, expected, node.Description));
        return false;
    }
}
