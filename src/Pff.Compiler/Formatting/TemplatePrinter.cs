using System.Text;
using Pff.Compiler.Syntax;
using Pff.Core.Text;

namespace Pff.Compiler.Formatting;

/// <summary>Prints the expressions in a text with <c>{{ }}</c>; the text between them stays as it is.</summary>
internal static class TemplatePrinter
{
    /// <summary>The text with its expressions printed, or as it is where it is no template or one that is wrong.</summary>
    public static string Print(string text)
    {
        if (Parts(text) is not { } parts)
        {
            return text;
        }

        var printed = new StringBuilder(text.Length);
        foreach (var (part, isExpression) in parts)
        {
            printed.Append(isExpression ? Hole(part) : part);
        }

        return IsSame(text, printed.ToString()) ? printed.ToString() : text;
    }

    /// <summary>Whether two texts are the same but for blanks in their expressions.</summary>
    public static bool IsSame(string left, string right)
    {
        if (left == right)
        {
            return true;
        }

        return Parts(left) is { } first && Parts(right) is { } second && first.Count == second.Count
            && first.Zip(second).All(pair => pair.First.IsExpression == pair.Second.IsExpression
                && (pair.First.IsExpression ? ExpressionPrinter.IsSame(pair.First.Text, pair.Second.Text) : pair.First.Text == pair.Second.Text));
    }

    /// <summary>The texts and expressions, these without braces; null where there are none, or something is wrong.</summary>
    private static List<(string Text, bool IsExpression)>? Parts(string text)
    {
        if (!text.Contains("{{", StringComparison.Ordinal))
        {
            return null;
        }

        var parsed = TemplateParser.Parse(EmbeddedText.Whole(new SourceText(string.Empty, text)));
        return parsed.Diagnostics.IsEmpty
            ? [.. parsed.Template.Parts.Select(p => p is TemplateTextSyntax plain ? (plain.Text, false) : (text[(p.Span.Start + 2)..(p.Span.End - 2)], true))]
            : null;
    }

    /// <summary>A brace of a map must not stand beside those of the hole.</summary>
    private static string Hole(string expression)
    {
        if (ExpressionPrinter.Print(expression) is not { } inner || inner.Contains('\n', StringComparison.Ordinal))
        {
            return "{{" + expression + "}}";
        }

        var isBraced = inner.StartsWith('{') || inner.EndsWith('}');
        return isBraced ? $"{{{{ {inner} }}}}" : $"{{{{{inner}}}}}";
    }
}
