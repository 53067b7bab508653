using System.Globalization;
using Pff.Compiler.Syntax;
using Pff.Core.Plan;

namespace Pff.Compiler.Typing;

/// <summary>Names the place that a chain of selections reads, so that a test of it and a use of it can be matched.</summary>
internal static class AccessPath
{
    /// <summary>Like <c>customer.contract[0].id</c>; null for anything but a name with fields and constant indexes.</summary>
    public static string? Of(ExpressionSyntax syntax) => syntax switch
    {
        NameSyntax { IsRooted: false } name => name.Name,
        SelectSyntax { Kind: not SelectKind.Optional } select when Of(select.Operand) is { } operand => $"{operand}.{select.Field}",
        IndexSyntax { IsOptional: false, Index: LiteralSyntax literal } index when Of(index.Operand) is { } operand => literal.Value.Kind switch
        {
            ValueKind.Text => $"{operand}.{literal.Value.AsText}",
            ValueKind.Int => string.Create(CultureInfo.InvariantCulture, $"{operand}[{literal.Value.AsInt}]"),
            _ => null,
        },
        _ => null,
    };
}
