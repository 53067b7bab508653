using Pff.Compiler.Syntax;
using Pff.Core.Plan;

namespace Pff.Compiler.Typing;

/// <summary>
/// What a condition shows about the paths in it: <c>has(a.b)</c>, <c>a.b != null</c>, <c>size(a.b) > 0</c>, and what is
/// made of them with !, &amp;&amp;, || and ?:. A condition that came out at all has also read what it reads.
/// </summary>
internal static class FactFinder
{
    public static Facts When(ExpressionSyntax condition, bool isTrue) => condition switch
    {
        UnarySyntax { Operator: UnaryOperator.Not } not => When(not.Operand, !isTrue),
        BinarySyntax { Operator: BinaryOperator.And } and => isTrue
            ? When(and.Left, true).And(When(and.Right, true))
            : When(and.Left, false).Or(When(and.Right, false)),
        BinarySyntax { Operator: BinaryOperator.Or } or => isTrue
            ? When(or.Left, true).Or(When(or.Right, true))
            : When(or.Left, false).And(When(or.Right, false)),
        ConditionalSyntax conditional => FromConditional(conditional, isTrue),
        BinarySyntax test => FromComparison(test, isTrue).And(ReadBy(test)),
        CallSyntax { Receiver: null, Function: "has", Arguments: [SelectSyntax field] } => FromHas(field, isTrue),
        CallSyntax call => FromCall(call, isTrue).And(ReadBy(call)),
        _ => ReadBy(condition),
    };

    /// <summary>
    /// What every element of a list is known to be, because the list was made by <c>filter</c>: said of the name
    /// <paramref name="element"/>.
    /// </summary>
    public static Facts OfElements(ExpressionSyntax list, string element) => list switch
    {
        CallSyntax { Receiver: { } receiver, Function: "filter", Arguments: [LambdaSyntax { Parameters: [var parameter] } lambda] } =>
            OfElements(receiver, element).And(When(lambda.Body, true).Renamed(parameter.Name, element)),
        CallSyntax { Receiver: { } receiver, Function: "filter", Arguments: [NameSyntax { IsRooted: false } variable, var predicate] } =>
            OfElements(receiver, element).And(When(predicate, true).Renamed(variable.Name, element)),
        CallSyntax { Receiver: { } receiver, Function: "sort_by" or "sortBy" or "distinct" or "reverse" or "slice" } => OfElements(receiver, element),
        ComprehensionSyntax { Filter: { } filter, Projection: NameSyntax projection } from when projection.Name == from.Variable.Name =>
            OfElements(from.Range, element).And(When(filter, true).Renamed(from.Variable.Name, element)),
        _ => Facts.None,
    };

    /// <summary>What is there because an expression that has a value has read it.</summary>
    private static Facts ReadBy(ExpressionSyntax syntax)
    {
        switch (syntax)
        {
            case SelectSyntax { Kind: SelectKind.Plain } select:
                var below = ReadBy(select.Operand);
                return AccessPath.Of(select) is { } path ? below.WithPresent(path) : below;
            case IndexSyntax { IsOptional: false } index:
                return ReadBy(index.Operand).And(ReadBy(index.Index));
            case UnarySyntax unary:
                return ReadBy(unary.Operand);
            case BinarySyntax { Operator: not (BinaryOperator.And or BinaryOperator.Or or BinaryOperator.Coalesce) } binary:
                return ReadBy(binary.Left).And(ReadBy(binary.Right));
            case CallSyntax { Receiver: { } receiver, IsSafe: false }:
                return ReadBy(receiver);
            case CallSyntax { Receiver: null, Function: "size" or "len", Arguments: [var argument] }:
                return ReadBy(argument);
            default:
                return Facts.None;
        }
    }

    private static Facts FromHas(SelectSyntax field, bool isTrue)
    {
        var read = ReadBy(field.Operand);
        return isTrue && AccessPath.Of(field) is { } path ? read.WithPresent(path) : read;
    }

    /// <summary><c>c ? a : false</c> is <c>c &amp;&amp; a</c>, and so on; of other ways only what both show is known.</summary>
    private static Facts FromConditional(ConditionalSyntax syntax, bool isTrue)
    {
        var then = When(syntax.Condition, true).And(When(syntax.Then, isTrue));
        var otherwise = When(syntax.Condition, false).And(When(syntax.Else, isTrue));
        return IsBool(syntax.Then, !isTrue) ? otherwise : IsBool(syntax.Else, !isTrue) ? then : then.Or(otherwise);
    }

    private static bool IsBool(ExpressionSyntax syntax, bool value) =>
        syntax is LiteralSyntax { Value: { Kind: ValueKind.Bool } literal } && literal.TryGetBool(out var isTrue) && isTrue == value;

    private static Facts FromComparison(BinarySyntax test, bool isTrue) => test.Operator switch
    {
        BinaryOperator.NotEqual => isTrue ? FromNullTest(test).And(FromEmptyTest(test)) : FromEquality(test),
        BinaryOperator.Equal => isTrue ? FromEquality(test) : FromNullTest(test).And(FromEmptyTest(test)),
        BinaryOperator.In => isTrue ? FromIn(test) : Facts.None,
        BinaryOperator.Greater or BinaryOperator.GreaterOrEqual or BinaryOperator.Less or BinaryOperator.LessOrEqual => FromSize(test, isTrue),
        _ => Facts.None,
    };

    /// <summary>A path that turned out not to be null; what it was read from with <c>?.</c> is not null either.</summary>
    private static Facts FromNullTest(BinarySyntax test) =>
        IsNull(test.Right) ? NotNull(test.Left) : IsNull(test.Left) ? NotNull(test.Right) : Facts.None;

    /// <summary><c>a?.b == 'x'</c> shows that there is an a with a b, and which.</summary>
    private static Facts FromEquality(BinarySyntax test) =>
        IsValue(test.Right) ? Equal(test.Left, (LiteralSyntax)test.Right)
        : IsValue(test.Left) ? Equal(test.Right, (LiteralSyntax)test.Left)
        : Facts.None;

    private static Facts Equal(ExpressionSyntax syntax, LiteralSyntax literal)
    {
        var facts = NotNull(syntax);
        return literal.Value.Kind == ValueKind.Text && AccessPath.Of(syntax) is { } path ? facts.WithText(path, literal.Value.AsText) : facts;
    }

    /// <summary>A list that is not <c>[]</c>, or whose size is not 0.</summary>
    private static Facts FromEmptyTest(BinarySyntax test) =>
        test.Right is ListSyntax { Elements.IsEmpty: true } ? NotEmpty(test.Left)
        : test.Left is ListSyntax { Elements.IsEmpty: true } ? NotEmpty(test.Right)
        : IsInt(test.Right, 0) && ListOfSize(test.Left) is { } left ? NotEmpty(left)
        : IsInt(test.Left, 0) && ListOfSize(test.Right) is { } right ? NotEmpty(right)
        : Facts.None;

    /// <summary><c>size(xs) > 0</c>, <c>xs.count() >= 1</c>, the same the other way round, and what denies the opposite.</summary>
    private static Facts FromSize(BinarySyntax test, bool isTrue)
    {
        var isReversed = ListOfSize(test.Left) is null;
        var list = isReversed ? ListOfSize(test.Right) : ListOfSize(test.Left);
        if (list is null || (isReversed ? test.Left : test.Right) is not LiteralSyntax { Value: { Kind: ValueKind.Int } bound })
        {
            return Facts.None;
        }

        var isGreater = test.Operator is BinaryOperator.Greater or BinaryOperator.GreaterOrEqual;
        var includesBound = test.Operator is BinaryOperator.GreaterOrEqual or BinaryOperator.LessOrEqual;
        var isLowerBound = (isGreater != isReversed) == isTrue;

        // Where the comparison is denied, its bound changes sides: not (size < 1) is size >= 1.
        var smallest = includesBound == isTrue ? bound.AsInt : bound.AsInt == long.MaxValue ? long.MaxValue : bound.AsInt + 1;
        return isLowerBound && smallest >= 1 ? NotEmpty(list) : Facts.None;
    }

    private static ExpressionSyntax? ListOfSize(ExpressionSyntax syntax) => syntax switch
    {
        CallSyntax { Receiver: null, Function: "size" or "len", Arguments: [var list] } => list,
        CallSyntax { Receiver: { } list, Function: "size" or "count", Arguments.IsEmpty: true } => list,
        _ => null,
    };

    /// <summary><c>x in ['a', 'b']</c> shows that x is not null, <c>'k' in m</c> that m has a k.</summary>
    private static Facts FromIn(BinarySyntax test) => test switch
    {
        { Right: ListSyntax list } when list.Elements.All(e => !e.IsOptional && IsValue(e.Value)) => NotNull(test.Left),
        { Left: LiteralSyntax { Value: { Kind: ValueKind.Text } key } } when AccessPath.Of(test.Right) is { } map =>
            Facts.None.WithPresent(AccessPath.Field(map, key.AsText)),
        _ => Facts.None,
    };

    /// <summary>A list in which something was found is not empty.</summary>
    private static Facts FromCall(CallSyntax call, bool isTrue) =>
        isTrue && call is { Receiver: { } list, Function: "exists" or "any" or "exists_one" or "existsOne", Arguments.IsEmpty: false } ? NotEmpty(list)
        : !isTrue && call is { Receiver: { } all, Function: "all", Arguments.IsEmpty: false } ? NotEmpty(all)
        : Facts.None;

    private static Facts NotEmpty(ExpressionSyntax list)
    {
        var facts = NotNull(list);
        return AccessPath.Of(list) is { } path ? AccessPath.ElementsOf(path).Aggregate(facts, (known, element) => known.WithNotNull(element)) : facts;
    }

    private static bool IsNull(ExpressionSyntax syntax) => syntax is LiteralSyntax { Value.IsNull: true };

    private static bool IsValue(ExpressionSyntax syntax) => syntax is LiteralSyntax { Value: { IsNull: false } };

    private static bool IsInt(ExpressionSyntax syntax, long value) => syntax is LiteralSyntax { Value: { Kind: ValueKind.Int } number } && number.AsInt == value;

    /// <summary>What is known where an expression is not null.</summary>
    public static Facts NotNull(ExpressionSyntax syntax)
    {
        var facts = Facts.None;
        while (AccessPath.Of(syntax) is { } path)
        {
            facts = facts.WithNotNull(path);
            if (syntax is not SelectSyntax { Kind: SelectKind.Safe } select)
            {
                break;
            }

            syntax = select.Operand;
        }

        return facts;
    }
}
