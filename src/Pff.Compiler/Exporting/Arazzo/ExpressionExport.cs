using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Pff.Compiler.Importing;
using Pff.Compiler.Importing.Writing;
using Pff.Compiler.Manifest;
using Pff.Compiler.Syntax;
using Pff.Core.Plan;

namespace Pff.Compiler.Exporting.Arazzo;

/// <summary>A step that has been exported, and the outputs that later steps ask of it.</summary>
internal sealed class ExportedStep(string id, bool isCall)
{
    private readonly List<(string Name, string Expression)> _outputs = [];

    public string Id { get; } = id;

    public WrittenMap Outputs => new([.. _outputs.Select(o => new WrittenEntry(o.Name, WrittenNode.Of(o.Expression)))]);

    public bool HasOutputs => _outputs.Count > 0;

    /// <summary>The runtime expression of a part of the step's result, for a later step.</summary>
    public string Ask(ImmutableArray<string> path)
    {
        var expression = Own(path);
        var name = _outputs.Find(o => o.Expression == expression).Name
            ?? Give(path.IsEmpty ? "result" : ImportedNames.Snake(string.Join('_', path), "value"), expression);
        return Output(name, []);
    }

    /// <summary>Makes a value an output of the step.</summary>
    /// <returns>Its name: the wished one, with a number where it is taken.</returns>
    public string Give(string wished, string expression)
    {
        var name = wished;
        for (var i = 2; _outputs.Exists(o => o.Name == name); i++)
        {
            name = string.Create(CultureInfo.InvariantCulture, $"{wished}_{i}");
        }

        _outputs.Add((name, expression));
        return name;
    }

    public string Output(string name, ImmutableArray<string> path) => $"$steps.{Id}.outputs.{name}{Pointer(path)}";

    /// <summary>The runtime expression of it in the step itself.</summary>
    public string Own(ImmutableArray<string> path) => isCall
        ? path.IsEmpty ? "$outputs" : $"$outputs.{path[0]}{Pointer(path[1..])}"
        : $"$response.body{Pointer(path)}";

    public static string Pointer(ImmutableArray<string> path) => path.IsEmpty ? string.Empty : "#" + string.Concat(path.Select(p =>
        "/" + p.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)));
}

/// <summary>A value of a manifest that is an output of a step.</summary>
internal sealed record GivenOutput(ExportedStep Step, string Output, ExpressionSyntax Value);

/// <summary>Expressions of a manifest as runtime expressions and simple conditions.</summary>
/// <param name="Current">The step in whose own criteria the expression stands; null elsewhere.</param>
internal sealed record ExpressionExport(
    ImmutableHashSet<string> Inputs, ImmutableDictionary<string, ExportedStep> Results, ImmutableDictionary<string, ExpressionSyntax> Lets,
    ImmutableDictionary<string, GivenOutput> Given, ExportedStep? Current)
{
    private const int MaximumDepth = 32;

    /// <summary>A value with its templates; null where Arazzo cannot say one of them.</summary>
    public WrittenNode? Value(ValueSyntax node)
    {
        switch (node)
        {
            case ExpressionValueSyntax value:
                return Of(value.Expression);
            case YamlScalar { Kind: YamlScalarKind.Text } scalar:
                return Text(scalar);
            case YamlScalar scalar:
                return new WrittenLiteral(scalar.IsNull ? "null" : scalar.Text);
            case YamlSequence list:
                var items = list.Items.Select(i => Value(i)).ToList();
                return items.Contains(null) ? null : new WrittenList([.. items.OfType<WrittenNode>()]);
            case YamlMapping map:
                var entries = map.Entries.Select(e => (e.Key.Text, Value: Value(e.Value))).ToList();
                return entries.Any(e => e.Value is null) ? null : new WrittenMap([.. entries.Select(e => new WrittenEntry(e.Text, e.Value!))]);
            default:
                return null;
        }
    }

    /// <summary>The only expression of a value, or null.</summary>
    public static ExpressionSyntax? Single(ValueSyntax node) => node switch
    {
        ExpressionValueSyntax value => value.Expression,
        YamlScalar scalar when TemplateParser.Parse(scalar.Content).Template is { IsSingleExpression: true } template => template.SingleExpression,
        _ => null,
    };

    /// <summary>A simple condition; null where Arazzo cannot say it.</summary>
    public string? Condition(ExpressionSyntax expression, int depth = 0) => depth > MaximumDepth ? null : expression switch
    {
        BinarySyntax { Operator: BinaryOperator.And or BinaryOperator.Or } binary
            when Condition(binary.Left, depth + 1) is { } left && Condition(binary.Right, depth + 1) is { } right =>
            $"({left} {(binary.Operator == BinaryOperator.And ? "&&" : "||")} {right})",
        BinarySyntax binary when Sign(binary.Operator) is { } sign && Operand(binary.Left) is { } left && Operand(binary.Right) is { } right => $"{left} {sign} {right}",
        UnarySyntax { Operator: UnaryOperator.Not } not when Condition(not.Operand, depth + 1) is { } inner => $"!({inner})",

        // What has a field has it not null; Arazzo knows no difference.
        CallSyntax { Receiver: null, Function: "has", Arguments: [var field] } when Operand(field) is { } path => $"{path} != null",
        LiteralSyntax or BinarySyntax or UnarySyntax => expression is LiteralSyntax ? Operand(expression) : null,
        _ => Operand(expression),
    };

    /// <summary>A runtime expression; null where there is none for it.</summary>
    public string? Runtime(ExpressionSyntax expression)
    {
        var path = ImmutableArray.CreateBuilder<string>();
        for (var i = 0; i < MaximumDepth; i++)
        {
            switch (expression)
            {
                case SelectSyntax { Kind: SelectKind.Plain or SelectKind.Safe } select:
                    path.Insert(0, select.Field);
                    expression = select.Operand;
                    continue;
                case IndexSyntax { IsOptional: false, Index: LiteralSyntax { Value.Kind: ValueKind.Int or ValueKind.Text } index }:
                    path.Insert(0, Show(index.Value));
                    expression = ((IndexSyntax)expression).Operand;
                    continue;
                case NameSyntax name when Given.TryGetValue(name.Name, out var given):
                    if (!ReferenceEquals(given.Step, Current))
                    {
                        return given.Step.Output(given.Output, path.ToImmutable());
                    }

                    // A step does not see its own outputs.
                    expression = given.Value;
                    continue;
                case NameSyntax name when Lets.TryGetValue(name.Name, out var alias):
                    expression = alias;
                    continue;
                case NameSyntax name when Results.TryGetValue(name.Name, out var step):
                    return ReferenceEquals(step, Current) ? step.Own(path.ToImmutable()) : step.Ask(path.ToImmutable());
                case NameSyntax name when Inputs.Contains(name.Name):
                    return $"$inputs.{name.Name}{ExportedStep.Pointer(path.ToImmutable())}";
                default:
                    return null;
            }
        }

        return null;
    }

    private WrittenNode? Of(ExpressionSyntax expression) => expression is LiteralSyntax literal
        ? literal.Value.Kind == ValueKind.Text ? WrittenNode.Of(Show(literal.Value)) : new WrittenLiteral(Show(literal.Value))
        : Runtime(expression) is { } whole ? WrittenNode.Of(whole) : null;

    private WrittenNode? Text(YamlScalar scalar)
    {
        var template = TemplateParser.Parse(scalar.Content).Template;
        if (template.IsSingleExpression)
        {
            return Of(template.SingleExpression);
        }

        var text = new StringBuilder();
        foreach (var part in template.Parts)
        {
            switch (part)
            {
                case TemplateTextSyntax literal:
                    text.Append(literal.Text);
                    break;
                case TemplateHoleSyntax hole when Runtime(hole.Expression) is { } runtime:
                    text.Append('{').Append(runtime).Append('}');
                    break;
                default:
                    return null;
            }
        }

        return WrittenNode.Of(text.ToString());
    }

    private string? Operand(ExpressionSyntax expression) => expression switch
    {
        LiteralSyntax { Value.Kind: ValueKind.Text } text => $"'{Show(text.Value).Replace("'", "''", StringComparison.Ordinal)}'",
        LiteralSyntax { Value.Kind: ValueKind.Null } => "null",
        LiteralSyntax { Value.Kind: ValueKind.Bool or ValueKind.Int or ValueKind.Double or ValueKind.Decimal } literal => Show(literal.Value),
        UnarySyntax { Operator: UnaryOperator.Negate, Operand: LiteralSyntax { Value.Kind: ValueKind.Int or ValueKind.Double } number } => "-" + Show(number.Value),
        _ => Runtime(expression),
    };

    private static string Show(Value value) => ValueText.Write(value).TryGetText(out var text) ? text : string.Empty;

    private static string? Sign(BinaryOperator sign) => sign switch
    {
        BinaryOperator.Equal => "==",
        BinaryOperator.NotEqual => "!=",
        BinaryOperator.Less => "<",
        BinaryOperator.LessOrEqual => "<=",
        BinaryOperator.Greater => ">",
        BinaryOperator.GreaterOrEqual => ">=",
        _ => null,
    };
}
