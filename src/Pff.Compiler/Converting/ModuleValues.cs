using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Pff.Compiler.Manifest;
using Pff.Compiler.Syntax;
using Pff.Core.Plan;
using Pff.Core.Text;

namespace Pff.Compiler.Converting;

/// <summary>Values of a manifest as expressions of a module.</summary>
internal static partial class ModuleValues
{
    public static string Value(ValueSyntax value) => value switch
    {
        YamlScalar { Kind: YamlScalarKind.Text } scalar => Template(scalar.Text, isMessage: false),
        YamlScalar scalar => Literal(scalar),
        YamlSequence list => $"[{string.Join(", ", list.Items.Select(Value))}]",
        YamlMapping mapping => $"{{{string.Join(", ", mapping.Entries.Select(e => $"{ModuleText.Quote(e.Key.Text)}: {Value(e.Value)}"))}}}",
        _ => ModuleText.Expression(value.Source.GetText(value.Span)),
    };

    /// <summary>Data of a test, in which a name before a colon is a key.</summary>
    public static string Record(ValueSyntax value) => value switch
    {
        YamlSequence list => $"[{string.Join(", ", list.Items.Select(Record))}]",
        YamlMapping mapping => Record(mapping.Entries.Select(e => new ArgumentSyntax(new ManifestName(e.Key.Text, e.Key.Span), e.Value))),
        _ => Value(value),
    };

    public static string Record(IEnumerable<ArgumentSyntax> entries) =>
        string.Join(", ", entries.Select(e => $"{ModuleText.NameOrQuoted(e.Name.Text)}: {Record(e.Value)}")) is { Length: > 0 } written ? $"{{ {written} }}" : "{}";

    /// <summary>A text for people.</summary>
    public static string Message(ValueSyntax value) => value switch
    {
        YamlScalar { Kind: YamlScalarKind.Text } scalar => Template(scalar.Text, isMessage: true),
        YamlScalar scalar => ModuleText.Quote(scalar.Text),
        _ => Value(value),
    };

    /// <summary>A duration without quotes where it is one.</summary>
    public static string Duration(ValueSyntax value) => value is YamlScalar scalar && DurationText().IsMatch(scalar.Text) ? scalar.Text : Value(value);

    private static string Template(string text, bool isMessage)
    {
        var template = TemplateParser.Parse(EmbeddedText.Whole(new SourceText(string.Empty, text))).Template;
        if (template.IsLiteral)
        {
            return ModuleText.Quote(text);
        }

        if (template.Parts is [TemplateHoleSyntax only] || (template.IsSingleExpression && !isMessage))
        {
            // A message that is text already, or one made of parts, stays a part of one: what is shown is then the same.
            var hole = template.Parts.OfType<TemplateHoleSyntax>().Single();
            var isText = isMessage && hole.Expression is InterpolationSyntax or LiteralSyntax { Value.Kind: ValueKind.Text };
            return isMessage && isText ? $"f\"{Hole(text, hole)}\"" : ExpressionOf(text, hole);
        }

        var written = new StringBuilder("f\"");
        foreach (var part in template.Parts)
        {
            written.Append(part is TemplateHoleSyntax hole ? Hole(text, hole) : ModuleText.Escape(((TemplateTextSyntax)part).Text, isFormat: true));
        }

        return written.Append('"').ToString();
    }

    private static string ExpressionOf(string text, TemplateHoleSyntax hole) => ModuleText.Expression(text[(hole.Span.Start + 2)..(hole.Span.End - 2)]);

    /// <summary>A brace of a map must not stand beside that of the hole.</summary>
    private static string Hole(string text, TemplateHoleSyntax hole) =>
        ExpressionOf(text, hole) is var expression && expression.StartsWith('{') ? $"{{ {expression}}}" : $"{{{expression}}}";

    private static string Literal(YamlScalar scalar)
    {
        if (scalar.TryGetBool(out var isTrue))
        {
            return isTrue ? "true" : "false";
        }

        if (scalar.TryGetInt(out var whole))
        {
            return whole.ToString(CultureInfo.InvariantCulture);
        }

        return scalar.IsNull ? "null" : Number(scalar.Text);
    }

    /// <summary>As it stands, so that the digits of a decimal stay; with the digits that expressions want around the point.</summary>
    private static string Number(string text)
    {
        var unsigned = text.TrimStart('+', '-');
        unsigned = unsigned.StartsWith('.') ? "0" + unsigned : unsigned;
        unsigned = OpenPoint().Replace(unsigned, ".0$1");
        return text.StartsWith('-') ? "-" + unsigned : unsigned;
    }

    [GeneratedRegex(@"^(\d+(ms|us|ns|d|h|m|s))+$")]
    private static partial Regex DurationText();

    [GeneratedRegex(@"\.($|[eE])")]
    private static partial Regex OpenPoint();
}
