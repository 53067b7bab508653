using Pff.Compiler.Syntax;

namespace Pff.Compiler.Tests.Expressions;

/// <summary>Writes a syntax tree with all its parentheses.</summary>
internal static class TreePrinter
{
    public static string Print(ExpressionSyntax node) => node switch
    {
        ErrorSyntax => "ERROR",
        LiteralSyntax literal => literal.Value.ToString(),
        NameSyntax name => (name.IsRooted ? "." : "") + name.Name,
        SelectSyntax select => $"{Print(select.Operand)}{Sign(select.Kind)}{select.Field}",
        IndexSyntax index => $"{Print(index.Operand)}[{(index.IsOptional ? "?" : "")}{Print(index.Index)}]",
        CallSyntax call => $"{(call.Receiver is null ? "" : Print(call.Receiver) + (call.IsSafe ? "?." : "."))}{call.Function}({All(call.Arguments)})",
        LambdaSyntax lambda => $"({string.Join(", ", lambda.Parameters.Select(p => p.Name))}) => {Print(lambda.Body)}",
        UnarySyntax unary => $"{unary.Operator}({Print(unary.Operand)})",
        BinarySyntax binary => $"({Print(binary.Left)} {binary.Operator} {Print(binary.Right)})",
        ConditionalSyntax conditional => $"({Print(conditional.Condition)} ? {Print(conditional.Then)} : {Print(conditional.Else)})",
        ListSyntax list => $"[{string.Join(", ", list.Elements.Select(e => (e.IsOptional ? "?" : "") + Print(e.Value)))}]",
        MapSyntax map => $"{{{string.Join(", ", map.Entries.Select(e => $"{(e.IsOptional ? "?" : "")}{Print(e.Key)}: {Print(e.Value)}"))}}}",
        InterpolationSyntax interpolation => $"f({string.Join("|", interpolation.Parts.Select(Print))})",
        MatchSyntax match => $"match {Print(match.Value)} {{{string.Join(", ", match.Arms.Select(a => $"{Print(a.Pattern)} => {Print(a.Result)}"))}}}",
        ComprehensionSyntax from => $"from {from.Variable.Name} in {Print(from.Range)}{(from.Filter is null ? "" : " where " + Print(from.Filter))} select {Print(from.Projection)}",
        _ => throw new InvalidOperationException(node.GetType().Name),
    };

    private static string All(IEnumerable<ExpressionSyntax> nodes) => string.Join(", ", nodes.Select(Print));

    private static string Sign(SelectKind kind) => kind switch { SelectKind.Plain => ".", SelectKind.Safe => "?.", _ => ".?" };

    private static string Print(PatternSyntax pattern) => pattern switch
    {
        NamePatternSyntax name => name.Name,
        LiteralPatternSyntax literal => literal.Literal.Value.ToString(),
        OtherPatternSyntax other => $"other({other.Variable.Name})",
        _ => "_",
    };
}
