using System.Globalization;
using Pff.Compiler.Syntax;
using Pff.Core.Plan;

namespace Pff.Compiler.Typing;

/// <summary>Names the place that a chain of selections reads, so that a test of it and a use of it can be matched.</summary>
internal static class AccessPath
{
    /// <summary>What gives the same element whenever it is asked of the same list.</summary>
    private static readonly string[] Elements = ["first", "last", "min", "max"];

    /// <summary>
    /// Like <c>customer.contract[0].id</c>; null for anything but a name with fields, indexes that are constants or names,
    /// and <c>first()</c> and its like.
    /// </summary>
    public static string? Of(ExpressionSyntax syntax) => syntax switch
    {
        NameSyntax { IsRooted: false } name => name.Name,
        SelectSyntax { Kind: not SelectKind.Optional } select when Of(select.Operand) is { } operand => Field(operand, select.Field),
        IndexSyntax { IsOptional: false } index when Of(index.Operand) is { } operand => AtIndex(operand, index.Index),
        CallSyntax { Receiver: { } receiver, Arguments.IsEmpty: true } call when Elements.Contains(call.Function) && Of(receiver) is { } operand =>
            Element(operand, call.Function),
        _ => null,
    };

    /// <summary>The path of a field, where a name that is no plain word stands in quotes.</summary>
    public static string Field(string owner, string name) =>
        name.AsSpan().IndexOfAny(".[(\"") >= 0 ? $"{owner}[\"{name}\"]" : $"{owner}.{name}";

    /// <summary>The path of what <c>first()</c> and its like give of a list.</summary>
    public static string Element(string list, string function) => $"{list}.{function}()";

    /// <summary>The paths of all that is not null where a list is not empty.</summary>
    public static IEnumerable<string> ElementsOf(string list) => Elements.Select(function => Element(list, function));

    private static string? AtIndex(string operand, ExpressionSyntax index) => index switch
    {
        LiteralSyntax { Value: { Kind: ValueKind.Text } text } => Field(operand, text.AsText),
        LiteralSyntax { Value: { Kind: ValueKind.Int } number } => string.Create(CultureInfo.InvariantCulture, $"{operand}[{number.AsInt}]"),
        NameSyntax or SelectSyntax when Of(index) is { } path => $"{operand}[{path}]",
        _ => null,
    };
}
