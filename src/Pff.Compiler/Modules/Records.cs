using System.Collections.Immutable;
using Pff.Compiler.Manifest;
using Pff.Compiler.Syntax;
using Pff.Core.Plan;
using Pff.Core.Types;

namespace Pff.Compiler.Modules;

/// <summary>Data in tests: <c>{ id: "C1" }</c> has the key "id", where an expression would read a variable.</summary>
internal static class Records
{
    public static ExpressionSyntax WithNamesAsKeys(ExpressionSyntax expression) => expression switch
    {
        ListSyntax list => list with { Elements = [.. list.Elements.Select(e => e with { Value = WithNamesAsKeys(e.Value) })] },
        MapSyntax map => map with
        {
            Entries = [.. map.Entries.Select(e => e with { Key = KeyOf(e.Key), Value = WithNamesAsKeys(e.Value) })],
        },
        _ => expression,
    };

    /// <summary>The entries of a map whose keys are all texts, or null.</summary>
    public static ImmutableArray<ArgumentSyntax>? EntriesOf(ExpressionValueSyntax value)
    {
        if (value.Expression is not MapSyntax map || !map.Entries.All(e => e.Key is LiteralSyntax { Value.Kind: ValueKind.Text } && !e.IsOptional))
        {
            return null;
        }

        return
        [
            .. map.Entries.Select(e => new ArgumentSyntax(
                new ManifestName(((LiteralSyntax)e.Key).Value.AsText, e.Key.Span), new ExpressionValueSyntax(value.Source, e.Value))),
        ];
    }

    private static ExpressionSyntax KeyOf(ExpressionSyntax key) =>
        key is NameSyntax { IsRooted: false } name ? new LiteralSyntax(Value.Of(name.Name), PffType.Text, name.Span) : key;
}
