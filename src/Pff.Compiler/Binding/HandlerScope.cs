using Pff.Core.Types;

namespace Pff.Compiler.Binding;

/// <summary>What a handler sees of the failure that it handles.</summary>
internal static class HandlerScope
{
    public const string ErrorName = "error";

    /// <summary>The type of <c>error</c>; see <c>HandlerPlan.ErrorSlot</c> for who fills it.</summary>
    public static PffType ErrorType { get; } = new ObjectType("error", () =>
    [
        new ObjectField("code", PffType.Text, IsRequired: true),
        new ObjectField("kind", PffType.Text, IsRequired: true),
        new ObjectField("message", PffType.Text, IsRequired: true),
        new ObjectField("status", PffType.Int, IsRequired: true),
    ]);
}
