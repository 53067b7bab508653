using System.Text;
using Pff.Compiler.Catalogs.OpenApi;
using Pff.Compiler.Importing.Writing;
using Pff.Core.Text;
using Pff.Core.Types;

namespace Pff.Compiler.Importing.Arazzo;

/// <summary>Values with runtime expressions in them as values of a manifest with expressions.</summary>
internal sealed class ValueConverter(ExpressionScope scope)
{
    /// <summary>What messages show, where the value does not stand in the document as it is.</summary>
    public TextSpan? Place { get; init; }

    /// <param name="target">The type of what takes the value, where it is known.</param>
    /// <returns>Null where it cannot be carried; a diagnostic then says why.</returns>
    public WrittenNode? Convert(DocumentNode node, PffType? target = null)
    {
        var origin = new Origin(scope.Report.Source, Place ?? node.Span);
        return node switch
        {
            DocumentScalar { Kind: DocumentScalarKind.Text } text => Text(text) is { } value ? value with { Origin = origin } : null,
            DocumentScalar { Kind: DocumentScalarKind.Null } => WrittenLiteral.Null,
            DocumentScalar scalar => TakesText(target)
                ? WrittenNode.Of(scalar.Text)
                : new WrittenLiteral(scalar.Kind == DocumentScalarKind.Bool ? scalar.Text.ToLowerInvariant() : scalar.Text) { Origin = origin },
            DocumentMap map when Selector.IsMeant(map) => Selected(map),
            DocumentList list => new WrittenList([.. list.Items.Select(i => Convert(i) ?? WrittenLiteral.Null)]),
            DocumentMap map => new WrittenMap(
                [.. map.Entries.Select(e => Convert(e.Value) is { } value ? new WrittenEntry(e.Name, value) : null).OfType<WrittenEntry>()]),
            _ => null,
        };
    }

    /// <summary>An output, which is one expression; null where it cannot be carried, and a diagnostic then says why.</summary>
    public WrittenNode? Output(DocumentEntry entry)
    {
        if (entry.Value is DocumentScalar { Kind: DocumentScalarKind.Text, Text: ['$', ..] text } scalar && RuntimeExpression.Parse(text) is null)
        {
            return scope.Resolve(text, scalar.Span) is { } value ? WrittenNode.Of(CelWriter.Template(value)) : null;
        }

        if (entry.Value is DocumentScalar || (entry.Value is DocumentMap map && Selector.IsMeant(map)))
        {
            return Convert(entry.Value);
        }

        scope.Report.NotCarried(entry.NameSpan, new($"The output '{entry.Name}'", $"A saída '{entry.Name}'"), new("it is no runtime expression", "não é uma expressão de execução"));
        return null;
    }

    private WrittenText? Selected(DocumentMap map)
    {
        var (context, selector) = ((DocumentScalar)map["context"]!, (DocumentScalar)map["selector"]!);
        if (Selector.Path(selector.Text, Selector.TypeOf(map["type"]) ?? string.Empty) is not { } path)
        {
            scope.Report.NotCarried(Place ?? selector.Span, new("The selector", "O seletor"), new("it leads to no single place", "ele não leva a um lugar único"));
            return null;
        }

        // What has names has no value of its own: '$steps.find.outputs' with '$.id' is the output 'id'.
        var isGroup = RuntimeExpression.Parse(context.Text) is null && path is [var first, ..] && RuntimeExpression.Parse($"{context.Text}.{first}") is not null;
        var whole = isGroup ? $"{context.Text}.{path[0]}" : context.Text;
        return scope.Resolve(whole, Place ?? context.Span) is { } root 
            ? WrittenNode.Of(CelWriter.Template(CelWriter.Path(root, isGroup ? path[1..] : path))) with { Origin = new Origin(scope.Report.Source, Place ?? selector.Span) }
            : null;
    }

    /// <summary>The expression of a value that was converted; null where it has none.</summary>
    public static string? ExpressionOf(WrittenNode node) => node switch
    {
        WrittenLiteral literal => literal.Literal,
        WrittenText { Text: ['{', '{', .. var inner, '}', '}'] } when !inner.Contains("{{", StringComparison.Ordinal) => inner,
        WrittenText text when !text.Text.Contains("{{", StringComparison.Ordinal) => CelWriter.Quote(text.Text),
        _ => null,
    };

    private WrittenText? Text(DocumentScalar scalar)
    {
        var text = scalar.Text;
        var span = Place ?? scalar.Span;
        if (RuntimeExpression.IsMeant(text))
        {
            return scope.Resolve(text, span) is { } whole ? WrittenNode.Of(CelWriter.Template(whole)) : null;
        }

        var result = new StringBuilder();
        var at = 0;
        while (text.IndexOf("{$", at, StringComparison.Ordinal) is >= 0 and var open && text.IndexOf('}', open) is > 0 and var close)
        {
            if (scope.Resolve(text[(open + 1)..close], span) is not { } part)
            {
                return null;
            }

            result.Append(CelWriter.Literal(text[at..open])).Append(CelWriter.Template(part));
            at = close + 1;
        }

        return WrittenNode.Of(result.Append(CelWriter.Literal(text[at..])).ToString());
    }

    private static bool TakesText(PffType? type) => type is EnumType or NullableType { Inner: EnumType }
        || type == PffType.Text || type is NullableType { Inner: PrimitiveType { Kind: PrimitiveKind.Text } };
}
