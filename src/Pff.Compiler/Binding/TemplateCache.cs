using Pff.Compiler.Manifest;
using Pff.Compiler.Syntax;

namespace Pff.Compiler.Binding;

/// <summary>The templates of scalars, each parsed once: inference of inputs and lowering both need them.</summary>
internal sealed class TemplateCache
{
    private readonly Dictionary<YamlScalar, ParsedTemplate> _templates = new(ReferenceEqualityComparer.Instance);

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
