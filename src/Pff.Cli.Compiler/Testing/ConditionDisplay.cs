using System.Collections.Immutable;
using Pff.Core.Ir;
using Pff.Core.Ir.Evaluation;
using Pff.Core.Plan;
using Pff.Core.Text;

namespace Pff.Cli.Compiler.Testing;

/// <summary>A condition that does not hold, with the value of each part of it under its source.</summary>
internal static class ConditionDisplay
{
    private const int MaximumParts = 24;

    public static ImmutableArray<string> Explain(IrExpression condition, SourceText source, Frame frame)
    {
        var parts = Parts(condition).Where(p => p.Span.Length > 0).DistinctBy(p => p.Span).Take(MaximumParts).ToList();
        var isOneLine = parts.All(p => source.GetPosition(p.Span.Start).Line == source.GetPosition(Math.Max(p.Span.Start, p.Span.End - 1)).Line);
        var start = parts.Count == 0 ? condition.Span.Start : parts.Min(p => p.Span.Start);
        var end = parts.Count == 0 ? condition.Span.End : parts.Max(p => p.Span.End);
        var shown = parts.Select(p => (Indent: isOneLine ? p.Span.Start - start : 0, Text: OneLine(source.GetText(p.Span)), Value: RowValues.Show(Evaluator.Evaluate(p, frame)))).ToList();
        var width = shown.Count == 0 ? 0 : shown.Max(p => p.Indent + p.Text.Length);
        var whole = OneLine(source.GetText(TextSpan.FromBounds(start, end)));
        return
        [
            .. shown is [var first, ..] && first.Text == whole ? [] : (string[])[whole],
            .. shown.Select(p => $"{new string(' ', p.Indent)}{p.Text}{new string(' ', width - p.Indent - p.Text.Length)}  = {p.Value}"),
        ];
    }

    /// <summary>The whole and its parts, from the outside in; what is written as its own value needs no explanation.</summary>
    private static IEnumerable<IrExpression> Parts(IrExpression expression) =>
        expression is IrConstant or IrNow or IrFault ? [] : Inside(expression).SelectMany(Parts).Prepend(expression);

    /// <summary>The parts that have a value of their own: what is inside a lambda has many.</summary>
    private static IEnumerable<IrExpression> Inside(IrExpression expression) => expression switch
    {
        IrSelect node => [node.Operand],
        IrHas node => [node.Operand],
        IrSafeSelect node => [node.Operand],
        IrOptionalSelect node => [node.Operand],
        IrCall node => node.Arguments,
        IrAnd node => [node.Left, node.Right],
        IrOr node => [node.Left, node.Right],
        IrConditional node => [node.Condition, node.Then, node.Else],
        IrCoalesce node => [node.Left, node.Right],
        IrList node => node.Elements.Select(e => e.Value),
        IrMap node => node.Entries.Select(e => e.Value),
        IrLet node => [node.Value],
        IrInterpolation node => node.Parts,
        IrCoerce node => [node.Operand],
        IrQuantifier node => [node.Range],
        IrTransformList node => [node.Range],
        IrTransformMap node => [node.Range],
        IrSortBy node => [node.Range],
        IrGroupBy node => [node.Range],
        IrMatch node => [node.Value],
        _ => [],
    };

    private static string OneLine(string text) => string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
