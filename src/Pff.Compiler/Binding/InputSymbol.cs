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
            Constraint = input.Constraint,
            Default = input.Default,
        };
        var type = input.DeclaredType is { } declared ? declared
            : input.AllowedValues.IsEmpty ? InputTypes.TypeOf(input.Type, input.Constraint) : new EnumType(input.Name.Text, input.AllowedValues, IsOpen: false);
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
        var plan = new InputPlan(name, name, slot, InputTypes.Of(inner) ?? InputType.Any, IsRequired: true)
        {
            IsSecret = isSecret,
            AllowedValues = inner is EnumType { IsOpen: false } closed ? closed.Values : [],
        };
        var seen = plan.Type == InputType.Any ? PffType.Dyn : inner;
        return new InputSymbol(plan, isSecret ? new SecretType(seen) : seen, IsShared: false);
    }
}
