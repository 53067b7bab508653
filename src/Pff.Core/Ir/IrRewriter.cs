using Pff.Core.Types;

namespace Pff.Core.Ir;

/// <summary>
/// Rebuilds expressions from the leaves up. As it stands it changes nothing; a subclass overrides what it changes. An
/// instance is for one expression: it remembers which variable became which.
/// </summary>
public abstract class IrRewriter
{
    private readonly Dictionary<IrVariable, IrVariable> _variables = new(ReferenceEqualityComparer.Instance);

    /// <summary>The expression with its parts rewritten, and then itself.</summary>
    public IrExpression Rewrite(IrExpression expression) => Visit(WithRewrittenParts(expression));

    /// <summary>What an expression becomes, whose parts have been rewritten.</summary>
    protected virtual IrExpression Visit(IrExpression expression) => expression;

    /// <summary>What the type of a node or variable becomes.</summary>
    protected virtual PffType VisitType(PffType type) => type;

    /// <summary>What a variable becomes, asked once for each.</summary>
    protected virtual IrVariable VisitVariable(IrVariable variable)
    {
        var type = VisitType(variable.Type);
        return ReferenceEquals(type, variable.Type) ? variable : new IrVariable(variable.Name, type);
    }

    /// <summary>What a variable became.</summary>
    protected IrVariable Variable(IrVariable variable)
    {
        if (!_variables.TryGetValue(variable, out var result))
        {
            result = VisitVariable(variable);
            _variables.Add(variable, result);
        }

        return result;
    }

    private IrExpression? Optional(IrExpression? expression) => expression is null ? null : Rewrite(expression);

    private IrExpression WithRewrittenParts(IrExpression expression) => expression switch
    {
        IrConstant node => node with { Type = VisitType(node.Type) },
        IrSlot node => node with { Type = VisitType(node.Type) },
        IrNow or IrFault => expression,
        IrLocal node => new IrLocal(Variable(node.Variable), node.Span),
        IrSelect node => node with { Operand = Rewrite(node.Operand), Type = VisitType(node.Type) },
        IrHas node => node with { Operand = Rewrite(node.Operand) },
        IrSafeSelect node => node with { Operand = Rewrite(node.Operand), Type = VisitType(node.Type) },
        IrOptionalSelect node => node with { Operand = Rewrite(node.Operand), Type = VisitType(node.Type) },
        IrCall node => node with { Arguments = [.. node.Arguments.Select(Rewrite)], Type = VisitType(node.Type) },
        IrAnd node => node with { Left = Rewrite(node.Left), Right = Rewrite(node.Right) },
        IrOr node => node with { Left = Rewrite(node.Left), Right = Rewrite(node.Right) },
        IrConditional node => node with
        {
            Condition = Rewrite(node.Condition), Then = Rewrite(node.Then), Else = Rewrite(node.Else), Type = VisitType(node.Type),
        },
        IrCoalesce node => node with { Left = Rewrite(node.Left), Right = Rewrite(node.Right), Type = VisitType(node.Type) },
        IrList node => node with
        {
            Elements = [.. node.Elements.Select(e => e with { Value = Rewrite(e.Value) })], Type = VisitType(node.Type),
        },
        IrMap node => node with
        {
            Entries = [.. node.Entries.Select(e => e with { Key = Rewrite(e.Key), Value = Rewrite(e.Value) })], Type = VisitType(node.Type),
        },
        IrLet node => new IrLet(Variable(node.Variable), Rewrite(node.Value), Rewrite(node.Body), node.Span),
        IrInterpolation node => node with { Parts = [.. node.Parts.Select(Rewrite)] },
        IrCoerce node => node with { Operand = Rewrite(node.Operand), Type = VisitType(node.Type) },
        _ => WithRewrittenRange(expression),
    };

    private IrExpression WithRewrittenRange(IrExpression expression) => expression switch
    {
        IrQuantifier node => node with
        {
            Range = Rewrite(node.Range), First = Variable(node.First), Second = Second(node.Second), Predicate = Rewrite(node.Predicate),
        },
        IrTransformList node => node with
        {
            Range = Rewrite(node.Range), First = Variable(node.First), Second = Second(node.Second),
            Filter = Optional(node.Filter), Projection = Optional(node.Projection), Type = VisitType(node.Type),
        },
        IrTransformMap node => node with
        {
            Range = Rewrite(node.Range), First = Variable(node.First), Second = Variable(node.Second),
            Filter = Optional(node.Filter), Projection = Rewrite(node.Projection), Type = VisitType(node.Type),
        },
        IrSortBy node => node with
        {
            Range = Rewrite(node.Range), Element = Variable(node.Element), Key = Rewrite(node.Key), Type = VisitType(node.Type),
        },
        IrGroupBy node => node with
        {
            Range = Rewrite(node.Range), Element = Variable(node.Element), Key = Rewrite(node.Key), Type = VisitType(node.Type),
        },
        IrMatch node => node with
        {
            Subject = Variable(node.Subject), Value = Rewrite(node.Value), Type = VisitType(node.Type),
            Arms = [.. node.Arms.Select(a => new IrMatchArm(Optional(a.Pattern), Rewrite(a.Result)))],
        },
        _ => throw new InvalidOperationException($"no rewriting for {expression.GetType().Name}"),
    };

    private IrVariable? Second(IrVariable? variable) => variable is null ? null : Variable(variable);
}
