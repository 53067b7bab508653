using System.Collections.Immutable;
using System.Globalization;
using Pff.Compiler.Importing.Writing;
using Pff.Compiler.Schemas;
using Pff.Core.Plan;

namespace Pff.Compiler.Exporting.Arazzo;

/// <summary>The inputs of a sequence as a JSON schema.</summary>
internal static class InputSchema
{
    /// <returns>Null where there are none.</returns>
    public static WrittenMap? Of(ImmutableArray<InputPlan> inputs)
    {
        if (inputs.IsEmpty)
        {
            return null;
        }

        var required = inputs.Where(i => i.IsRequired && i.Default is null).Select(i => (WrittenNode)WrittenNode.Of(i.Name)).ToImmutableArray();
        return WrittenNode.Map(
            ("type", WrittenNode.Of("object")),
            ("required", required.IsEmpty ? null : new WrittenList(required)),
            ("properties", new WrittenMap([.. inputs.Select(i => new WrittenEntry(i.Name, Property(i)))])));
    }

    private static WrittenMap Property(InputPlan input)
    {
        var (type, format) = input.Type switch
        {
            InputType.Text => ("string", (string?)null),
            InputType.Bool => ("boolean", null),
            InputType.Int => ("integer", null),
            InputType.Double => ("number", null),
            InputType.Decimal => ("number", "decimal"),
            InputType.Timestamp => ("string", "date-time"),
            InputType.Duration => ("string", "duration"),
            InputType.Any => (string.Empty, null),
            _ => throw new ArgumentOutOfRangeException(nameof(input), input.Type, null),
        };
        return WrittenNode.Map(
        [
            ("type", type.Length == 0 ? null : WrittenNode.Of(type)),
            ("format", format is null ? null : WrittenNode.Of(format)),
            ("enum", input.AllowedValues.IsEmpty ? null : new WrittenList([.. input.AllowedValues.Select(WrittenNode.Of)])),
            .. ConstraintKeywords.Of(input.Constraint).Select(k => (k.Keyword, (WrittenNode?)(k.Text is not null
                ? WrittenNode.Of(k.Text)
                : new WrittenLiteral(k.Number!.Value.ToString(CultureInfo.InvariantCulture))))),
            ("default", Default(input)),
            ("writeOnly", input.IsSecret ? WrittenLiteral.Of(true) : null),
        ]) with
        {
            IsInline = true,
        };
    }

    private static WrittenNode? Default(InputPlan input) => input.Default is not { } text ? null
        : input.Type is InputType.Int or InputType.Double or InputType.Decimal or InputType.Bool ? new WrittenLiteral(text)
        : WrittenNode.Of(text);
}
