using System.Collections.Immutable;
using Pff.Core.Text;
using Pff.Core.Types;

namespace Pff.Core.Ir;

// Comprehensions keep their shape instead of becoming CEL's general fold: a backend can then build a list in place and
// leave a loop early. First is the element of a list or the key of a map; with Second it is the index or key and
// Second the element or value.

public enum QuantifierKind
{
    /// <summary>True unless one is false; a fault counts only where none is false.</summary>
    All,

    /// <summary>False unless one is true; a fault counts only where none is true.</summary>
    Exists,

    /// <summary>Whether exactly one is true; any fault is the result.</summary>
    ExistsOne,
}

public sealed record IrQuantifier(
    QuantifierKind Kind, IrExpression Range, IrVariable First, IrVariable? Second, IrExpression Predicate, TextSpan Span)
    : IrExpression(PffType.Bool, Span);

/// <summary>
/// A new list: for each element for which <see cref="Filter"/> (if any) is true, <see cref="Projection"/> (if any,
/// else the element, or key of a map, itself). With <see cref="Flattens"/> the projection is a list whose elements are added.
/// </summary>
public sealed record IrTransformList(
    IrExpression Range, IrVariable First, IrVariable? Second, IrExpression? Filter, IrExpression? Projection, bool Flattens,
    PffType Type, TextSpan Span)
    : IrExpression(Type, Span);

/// <summary>
/// A new map with the keys (or indexes) of the range; where <see cref="MakesEntries"/>, the projection is a map whose
/// entries are added, a repeated key being a fault.
/// </summary>
public sealed record IrTransformMap(
    IrExpression Range, IrVariable First, IrVariable Second, IrExpression? Filter, IrExpression Projection, bool MakesEntries,
    PffType Type, TextSpan Span)
    : IrExpression(Type, Span);

/// <summary>The elements sorted by a key, equal keys in their first order.</summary>
public sealed record IrSortBy(IrExpression Range, IrVariable Element, IrExpression Key, PffType Type, TextSpan Span)
    : IrExpression(Type, Span);

/// <summary>A map from key to the list of elements with it, keys in order of first appearance.</summary>
public sealed record IrGroupBy(IrExpression Range, IrVariable Element, IrExpression Key, PffType Type, TextSpan Span)
    : IrExpression(Type, Span);

/// <summary><c>match subject { a => x, other(v) => y }</c>: the first arm with an equal pattern; no arm is a fault.</summary>
public sealed record IrMatch(IrVariable Subject, IrExpression Value, ImmutableArray<IrMatchArm> Arms, PffType Type, TextSpan Span)
    : IrExpression(Type, Span);

/// <param name="Pattern">Null in the arm that takes everything; it may read the subject variable.</param>
public sealed record IrMatchArm(IrExpression? Pattern, IrExpression Result);
