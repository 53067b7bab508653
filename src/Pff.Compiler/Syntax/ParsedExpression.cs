using System.Collections.Immutable;
using Pff.Core.Diagnostics;
using Pff.Core.Text;

namespace Pff.Compiler.Syntax;

/// <summary>The tree of an expression, and what is wrong with its text.</summary>
public sealed record ParsedExpression(ExpressionSyntax Root, ImmutableArray<Diagnostic> Diagnostics);

/// <summary>The parts of a template, and what is wrong with its text.</summary>
public sealed record ParsedTemplate(TemplateSyntax Template, ImmutableArray<Diagnostic> Diagnostics);

/// <summary>Text with holes: <c>contract {{ c.id }} of {{ name }}</c>.</summary>
public sealed record TemplateSyntax(ImmutableArray<TemplatePartSyntax> Parts, TextSpan Span)
{
    /// <summary>
    /// Whether the text is one <c>{{ e }}</c> and blanks around it; its value is then e's, with e's type, not a text.
    /// </summary>
    public bool IsSingleExpression { get; init; }

    /// <summary>Whether there is no hole at all.</summary>
    public bool IsLiteral => Parts.All(p => p is TemplateTextSyntax);

    /// <summary>The only expression of a template for which <see cref="IsSingleExpression"/> holds.</summary>
    public ExpressionSyntax SingleExpression => Parts.OfType<TemplateHoleSyntax>().Single().Expression;

    public IEnumerable<ExpressionSyntax> Expressions => Parts.OfType<TemplateHoleSyntax>().Select(h => h.Expression);
}

public abstract record TemplatePartSyntax(TextSpan Span);

/// <summary>Text that stands for itself.</summary>
public sealed record TemplateTextSyntax(string Text, TextSpan Span) : TemplatePartSyntax(Span);

/// <param name="Span">From the opening to the closing braces.</param>
public sealed record TemplateHoleSyntax(ExpressionSyntax Expression, TextSpan Span) : TemplatePartSyntax(Span);
