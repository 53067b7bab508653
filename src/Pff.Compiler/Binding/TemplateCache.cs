using Pff.Compiler.Manifest;
using Pff.Compiler.Syntax;

namespace Pff.Compiler.Binding;

/// <summary>The templates of scalars, each parsed once: inference of inputs and lowering both need them.</summary>
internal sealed class TemplateCache
{
    private readonly Dictionary<YamlScalar, ParsedTemplate> _templates = new(ReferenceEqualityComparer.Instance);

    /// <summary>The template of a text of a manifest; of an expression of a module, the template that is just that.</summary>
    public ParsedTemplate? Find(ValueSyntax value) => value switch
    {
        YamlScalar { Kind: YamlScalarKind.Text } scalar => Get(scalar),
        ExpressionValueSyntax { Expression: var expression } => new ParsedTemplate(
            new TemplateSyntax([new TemplateHoleSyntax(expression, expression.Span)], expression.Span) { IsSingleExpression = true }, []),
        _ => null,
    };

    public ParsedTemplate Get(YamlScalar scalar)
    {
        if (!_templates.TryGetValue(scalar, out var parsed))
        {
            parsed = TemplateParser.Parse(scalar.Content);
            _templates.Add(scalar, parsed);
        }

        return parsed;
    }
}
