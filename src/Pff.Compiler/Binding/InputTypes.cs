using Pff.Core.Plan;
using Pff.Core.Types;

namespace Pff.Compiler.Binding;

/// <summary>The types of cells, and the types that expressions see.</summary>
public static class InputTypes
{
    /// <summary>What an expression sees of a cell.</summary>
    public static PffType TypeOf(InputType type) => type switch
    {
        InputType.Text => PffType.Text,
        InputType.Bool => PffType.Bool,
        InputType.Int => PffType.Int,
        InputType.Double => PffType.Double,
        InputType.Decimal => PffType.Decimal,
        InputType.Timestamp => PffType.Timestamp,
        InputType.Duration => PffType.Duration,
        InputType.Any => PffType.Dyn,
        _ => throw new InvalidOperationException($"no type for {type}"),
    };

    /// <summary>The same with what the cell must keep beyond its type.</summary>
    public static PffType TypeOf(InputType type, ValueConstraint? constraint) =>
        constraint is not null && TypeOf(type) is PrimitiveType primitive ? primitive with { Constraint = constraint } : TypeOf(type);

    /// <summary>How a cell of a type is read, or null where no cell can be of it: a list, an object.</summary>
    public static InputType? Of(PffType type) => type switch
    {
        EnumType => InputType.Text,
        PrimitiveType primitive => primitive.Kind switch
        {
            PrimitiveKind.Text => InputType.Text,
            PrimitiveKind.Bool => InputType.Bool,
            PrimitiveKind.Int => InputType.Int,
            PrimitiveKind.Double => InputType.Double,
            PrimitiveKind.Decimal => InputType.Decimal,
            PrimitiveKind.Timestamp => InputType.Timestamp,
            PrimitiveKind.Duration => InputType.Duration,
            PrimitiveKind.Dyn or PrimitiveKind.Error => InputType.Any,
            _ => null,
        },
        _ => null,
    };
}
