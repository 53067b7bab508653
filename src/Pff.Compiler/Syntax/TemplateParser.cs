using Pff.Core.Text;

namespace Pff.Compiler.Syntax;

/// <summary>Reads text with <c>{{ … }}</c> in it.</summary>
public static class TemplateParser
{
    /// <summary>The parts of <paramref name="text"/>. Never throws.</summary>
    public static ParsedTemplate Parse(EmbeddedText text)
    {
        var span = text.ToSource(new TextSpan(0, text.Text.Length));
        return new(new TemplateSyntax([new TemplateTextSyntax(text.Text, span)], span), []);
    }
}
