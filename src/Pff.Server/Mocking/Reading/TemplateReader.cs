using System.Collections.Immutable;
using Pff.Compiler.Binding;
using Pff.Compiler.Manifest;
using Pff.Compiler.Syntax;
using Pff.Compiler.Typing;
using Pff.Core.Ir;
using Pff.Core.Ir.Evaluation;
using Pff.Core.Plan;
using Pff.Core.Types;

namespace Pff.Server.Mocking.Reading;

/// <summary>Turns scalars into templates and YAML trees into JSON bodies, in one scope.</summary>
internal sealed class TemplateReader(YamlShapes shapes, Scope scope)
{
    public MockTemplate Read(YamlScalar scalar, PffType? target = null)
    {
        if (scalar.Kind != YamlScalarKind.Text || !scalar.Text.Contains("{{", StringComparison.Ordinal))
        {
            return Constant(scalar, target);
        }

        var parsed = TemplateParser.Parse(scalar.Content);
        shapes.Diagnostics.AddRange(parsed.Diagnostics);
        var checkedTemplate = ExpressionChecker.CheckTemplate(parsed.Template, shapes.Source, scope, CheckSettings.Default, shapes.Diagnostics);
        if (target is not null)
        {
            checkedTemplate = ExpressionChecker.Convert(
                checkedTemplate, target, shapes.Source, scalar.Span, CheckSettings.Default, shapes.Diagnostics);
        }

        return checkedTemplate is IrConstant constant
            ? MockTemplate.Of(constant.Value, scalar.Span)
            : new MockTemplate(default, frame => Evaluator.Evaluate(checkedTemplate, frame), scalar.Span);
    }

    public MockBody ReadBody(YamlNode node)
    {
        switch (node)
        {
            case YamlScalar scalar:
                var template = Read(scalar);
                return template.IsConstant ? Fixed(template.Constant, scalar) : new TemplateBody(template);
            case YamlSequence list:
                ImmutableArray<MockBody> items = [.. list.Items.Select(ReadBody)];
                return items.All(item => item is FixedBody)
                    ? Fixed(Value.Of(new ListValue([.. items.Select(ValueOf)])), list)
                    : new ListBody(items, list.Span);
            case YamlMapping mapping:
                ImmutableArray<string> names = [.. mapping.Entries.Select(entry => entry.Key.Text)];
                ImmutableArray<MockBody> values = [.. mapping.Entries.Select(entry => ReadBody(entry.Value))];
                return values.All(value => value is FixedBody)
                    ? Fixed(Value.Of(new RecordValue([.. names], [.. values.Select(ValueOf)])), mapping)
                    : new ObjectBody(names, values, mapping.Span);
            default:
                return Fixed(Value.Null, node);
        }

        static Value ValueOf(MockBody body) => ((FixedBody)body).Value;
    }

    private static FixedBody Fixed(Value value, YamlNode node) => new(value, ValueJson.TryWrite(value, out var bytes) is null ? bytes : default, node.Span);

    private MockTemplate Constant(YamlScalar scalar, PffType? target)
    {
        var value = ValueOf(scalar);
        if (target is not null && !target.IsDyn)
        {
            // The checker has the words for a literal of the wrong type.
            ExpressionChecker.Convert(
                new IrConstant(value, TypeOf(scalar), scalar.Span), target, shapes.Source, scalar.Span, CheckSettings.Default, shapes.Diagnostics);
        }

        return MockTemplate.Of(value, scalar.Span);
    }

    private static Value ValueOf(YamlScalar scalar) => scalar.Kind switch
    {
        YamlScalarKind.Null => Value.Null,
        YamlScalarKind.Bool when scalar.TryGetBool(out var value) => Value.Of(value),
        YamlScalarKind.Int when scalar.TryGetInt(out var value) => Value.Of(value),
        YamlScalarKind.Int or YamlScalarKind.Float when scalar.TryGetDouble(out var value) => Value.Of(value),
        _ => Value.Of(scalar.Text),
    };

    private static PffType TypeOf(YamlScalar scalar) => scalar.Kind switch
    {
        YamlScalarKind.Null => PffType.Null,
        YamlScalarKind.Bool => PffType.Bool,
        YamlScalarKind.Int => PffType.Int,
        YamlScalarKind.Float => PffType.Double,
        _ => PffType.Text,
    };
}
