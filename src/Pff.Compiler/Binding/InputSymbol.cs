using Pff.Compiler.Manifest;
using Pff.Core.Plan;
using Pff.Core.Types;

namespace Pff.Compiler.Binding;

/// <summary>An input of a sequence: what the runtime reads, and the type that expressions see.</summary>
/// <param name="IsShared">Whether the manifest declares it for all sequences; a call then passes it on by itself.</param>
internal sealed record InputSymbol(InputPlan Plan, PffType Type, bool IsShared)
{
    public string Name => Plan.Name;

    /// <summary>Whether a call must give it.</summary>
    public bool IsRequired => Plan.IsRequired && Plan.Default is null;

    public static InputSymbol Declared(InputSyntax input, int slot, bool isShared)
    {
        var plan = new InputPlan(input.Name.Text, input.Column ?? input.Name.Text, slot, input.Type, input.IsRequired)
        {
            IsSecret = input.IsSecret,
            AllowedValues = input.AllowedValues,
            Pattern = input.Pattern,
            Default = input.Default,
        };
        var type = input.DeclaredType is { } declared ? declared
            : input.AllowedValues.IsEmpty ? TypeOf(input.Type) : new EnumType(input.Name.Text, input.AllowedValues, IsOpen: false);
        if (!input.IsRequired && input.Default is null)
        {
            type = TypeJoin.OrNull(type);
        }

        return new InputSymbol(plan, input.IsSecret ? new SecretType(type) : type, isShared);
    }

    /// <param name="name">The free name.</param>
    /// <param name="slot">Its place in the frame.</param>
    /// <param name="type">What it is passed to, or text.</param>
    public static InputSymbol Inferred(string name, int slot, PffType type)
    {
        var isSecret = type is SecretType;
        var inner = type is SecretType secret ? secret.Inner : type;
        inner = inner is NullableType nullable ? nullable.Inner : inner;
        var plan = new InputPlan(name, name, slot, InputTypeOf(inner), IsRequired: true)
        {
            IsSecret = isSecret,
            AllowedValues = inner is EnumType { IsOpen: false } closed ? closed.Values : [],
        };
        var seen = plan.Type == InputType.Any ? PffType.Dyn : inner;
        return new InputSymbol(plan, isSecret ? new SecretType(seen) : seen, IsShared: false);
    }

    private static PffType TypeOf(InputType type) => type switch
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

    private static InputType InputTypeOf(PffType type) => type switch
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
            _ => InputType.Any,
        },
        _ => InputType.Any,
    };
}
