using System.Collections.Immutable;
using System.Text;
using Antlr4.Runtime;
using Pff.Compiler.Formatting;
using Pff.Compiler.Importing.Writing;
using Pff.Compiler.Manifest;
using Pff.Compiler.Syntax;
using Pff.Core.Plan;
using Pff.Core.Text;
using static Pff.Compiler.Syntax.Generated.ExpressionLexer;

namespace Pff.Compiler.Converting;

/// <summary>Expressions of a module as values of a manifest.</summary>
/// <param name="Row">What the sequence calls its row, which a manifest has no name for; or null.</param>
/// <param name="Names">The names that a value can have: what is not among them is a value of an enum.</param>
/// <param name="Errors">What handlers around the value call the error, which a manifest calls <c>error</c>.</param>
internal sealed record ManifestValues(SourceText Source, string? Row, ImmutableHashSet<string> Names, ImmutableHashSet<string> Errors)
{
    public WrittenNode Value(ValueSyntax value) => value is ExpressionValueSyntax { Expression: var expression } ? Value(expression) : new WrittenText(string.Empty);

    /// <summary>A text for people.</summary>
    public WrittenNode Message(ValueSyntax value) => value is not ExpressionValueSyntax { Expression: var expression }
        ? new WrittenText(string.Empty)
        : new WrittenText(expression switch
        {
            LiteralSyntax { Value.Kind: ValueKind.Text } literal => Escape(literal.Value.AsText),
            InterpolationSyntax interpolation => Template(interpolation),
            _ => Hole(expression),
        });

    public WrittenNode Value(ExpressionSyntax expression)
    {
        switch (expression)
        {
            case LiteralSyntax { Value.Kind: ValueKind.Text } literal:
                return new WrittenText(Escape(literal.Value.AsText));
            case LiteralSyntax { Value.Kind: ValueKind.Null or ValueKind.Bool or ValueKind.Int or ValueKind.Double } literal:
                return new WrittenLiteral(Source.GetText(literal.Span));
            case UnarySyntax { Operator: UnaryOperator.Negate, Operand: LiteralSyntax { Value.Kind: ValueKind.Int or ValueKind.Double } number }:
                return new WrittenLiteral("-" + Source.GetText(number.Span));
            case NameSyntax { IsRooted: false } name when !Names.Contains(name.Name) && !Errors.Contains(name.Name):
                return new WrittenText(name.Name);
            case ListSyntax list when list.Elements.All(e => !e.IsOptional):
                return new WrittenList([.. list.Elements.Select(e => Value(e.Value))]);
            case MapSyntax map when map.Entries.All(e => !e.IsOptional && e.Key is LiteralSyntax { Value.Kind: ValueKind.Text })
                && map.Entries.Select(e => ((LiteralSyntax)e.Key).Value.AsText).Distinct(StringComparer.Ordinal).Count() == map.Entries.Length:
                return new WrittenMap([.. map.Entries.Select(e => new WrittenEntry(((LiteralSyntax)e.Key).Value.AsText, Value(e.Value)))]);
            case InterpolationSyntax interpolation when !IsSingle(interpolation):
                return new WrittenText(Template(interpolation));
            case var list when ModuleOutline.IsFilteredLoop(list, out var range, out var condition):
                var of = range is NameSyntax or SelectSyntax or CallSyntax or IndexSyntax or ListSyntax ? TextOf(range) : $"({TextOf(range)})";
                return new WrittenText(Braced($"{of}.filter({condition.Parameters[0].Name} => {TextOf(condition.Body)})"));
            default:
                return new WrittenText(Hole(expression));
        }
    }

    /// <summary>The condition of a step; a text would be no bool.</summary>
    public WrittenNode Condition(ValueSyntax value) => value is ExpressionValueSyntax { Expression: LiteralSyntax { Value.Kind: ValueKind.Bool } or InterpolationSyntax or ListSyntax or MapSyntax } or not ExpressionValueSyntax
        ? Value(value)
        : new WrittenText(Hole(((ExpressionValueSyntax)value).Expression));

    private string Template(InterpolationSyntax interpolation) => string.Concat(interpolation.Parts.Select(part =>
        part is LiteralSyntax { Value.Kind: ValueKind.Text } literal ? Escape(literal.Value.AsText) : Hole(part)));

    /// <summary>Whether a manifest would take the text for the value of its only expression.</summary>
    private static bool IsSingle(InterpolationSyntax interpolation)
    {
        var holes = interpolation.Parts.Count(p => p is not LiteralSyntax { Value.Kind: ValueKind.Text } literal || literal.Value.AsText.Contains("{{", StringComparison.Ordinal));
        return holes == 1 && interpolation.Parts.All(p => p is not LiteralSyntax { Value.Kind: ValueKind.Text } literal || string.IsNullOrWhiteSpace(literal.Value.AsText));
    }

    private string Hole(ExpressionSyntax expression) => Braced(TextOf(expression));

    private static string Braced(string expression) =>
        expression.StartsWith('{') || expression.EndsWith('}') ? $"{{{{ {expression} }}}}" : $"{{{{{expression}}}}}";

    /// <summary>Two braces as text.</summary>
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var isPair = text[i] is '{' or '}' && i + 1 < text.Length && text[i + 1] == text[i];
            _ = isPair ? escaped.Append("{{'").Append(text[i], 2).Append("'}}") : escaped.Append(text[i]);
            i += isPair ? 1 : 0;
        }

        return escaped.ToString();
    }

    /// <summary>An expression with the names that a manifest has for the same things.</summary>
    public string TextOf(ExpressionSyntax expression)
    {
        var text = ModuleText.Expression(Source.GetText(ModuleText.WithBrackets(Source, expression.Span)));
        if (Row is null && Errors.IsEmpty)
        {
            return text;
        }

        var tokens = TokenReader.CreateLexer(text).GetAllTokens().Where(t => t.Channel == TokenConstants.DefaultChannel).ToList();
        var written = new StringBuilder(text.Length);
        var end = 0;
        for (var i = 0; i < tokens.Count; i++)
        {
            var isName = tokens[i].Type == IDENTIFIER && (i == 0 || tokens[i - 1].Type != DOT);
            var isColumn = isName && tokens[i].Text == Row && i + 2 < tokens.Count && tokens[i + 1].Type == DOT && tokens[i + 2].Type == IDENTIFIER;
            var isError = isName && Errors.Contains(tokens[i].Text);
            if (isColumn || isError)
            {
                written.Append(text, end, tokens[i].StartIndex - end).Append(isColumn ? string.Empty : "error");
                end = isColumn ? tokens[i + 2].StartIndex : tokens[i].StopIndex + 1;
            }
        }

        return written.Append(text, end, text.Length - end).ToString();
    }
}
