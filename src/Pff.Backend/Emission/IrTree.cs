using Pff.Core.Ir;

namespace Pff.Backend.Emission;

/// <summary>What an expression consists of.</summary>
internal static class IrTree
{
    public static IEnumerable<IrExpression> Children(IrExpression expression) => expression switch
    {
        IrConstant or IrSlot or IrNow or IrLocal or IrFault => [],
        IrSelect select => [select.Operand],
        IrHas has => [has.Operand],
        IrSafeSelect select => [select.Operand],
        IrOptionalSelect select => [select.Operand],
        IrCall call => call.Arguments,
        IrAnd and => [and.Left, and.Right],
        IrOr or => [or.Left, or.Right],
        IrConditional conditional => [conditional.Condition, conditional.Then, conditional.Else],
        IrCoalesce coalesce => [coalesce.Left, coalesce.Right],
        IrList list => list.Elements.Select(e => e.Value),
        IrMap map => map.Entries.SelectMany(e => new[] { e.Key, e.Value }),
        IrLet let => [let.Value, let.Body],
        IrInterpolation interpolation => interpolation.Parts,
        IrCoerce coerce => [coerce.Operand],
        IrQuantifier quantifier => [quantifier.Range, quantifier.Predicate],
        IrTransformList transform => [transform.Range, .. Present(transform.Filter), .. Present(transform.Projection)],
        IrTransformMap transform => [transform.Range, .. Present(transform.Filter), transform.Projection],
        IrSortBy sort => [sort.Range, sort.Key],
        IrGroupBy group => [group.Range, group.Key],
        IrMatch match => [match.Value, .. match.Arms.SelectMany(a => Present(a.Pattern).Append(a.Result))],
        _ => throw new InvalidOperationException($"no children of {expression.GetType().Name}"),
    };

    /// <summary>Whether the generated code of the expression nests that of its parts in blocks of its own.</summary>
    public static bool OpensBlocks(IrExpression expression) =>
        expression is IrConditional or IrQuantifier or IrTransformList or IrTransformMap or IrSortBy or IrGroupBy or IrMatch;

    private static IrExpression[] Present(IrExpression? expression) => expression is null ? [] : [expression];
}
