using Pff.Compiler.Syntax;
using Pff.Core.Plan;

namespace Pff.Compiler.Typing;

/// <summary>What a condition shows about the paths in it: <c>has(a.b)</c>, <c>a.b != null</c>, and what is made of them with !, &amp;&amp; and ||.</summary>
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
        BinarySyntax { Operator: BinaryOperator.NotEqual } test => isTrue ? FromNullTest(test) : Facts.None,
        BinarySyntax { Operator: BinaryOperator.Equal } test => isTrue ? FromEquality(test) : FromNullTest(test),
        CallSyntax { Receiver: null, Function: "has", Arguments: [SelectSyntax field] } => isTrue && AccessPath.Of(field) is { } path
            ? Facts.None.WithPresent(path)
            : Facts.None,
        _ => Facts.None,
    };

    /// <summary>A path that turned out not to be null; what it was read from with <c>?.</c> is not null either.</summary>
    private static Facts FromNullTest(BinarySyntax test) =>
        IsNull(test.Right) ? NotNull(test.Left) : IsNull(test.Left) ? NotNull(test.Right) : Facts.None;

    /// <summary><c>a?.b == 'x'</c> shows that there is an a with a b.</summary>
    private static Facts FromEquality(BinarySyntax test) =>
        IsValue(test.Right) ? NotNull(test.Left) : IsValue(test.Left) ? NotNull(test.Right) : Facts.None;

    private static bool IsNull(ExpressionSyntax syntax) => syntax is LiteralSyntax { Value.IsNull: true };

    private static bool IsValue(ExpressionSyntax syntax) => syntax is LiteralSyntax { Value: { IsNull: false } };

    private static Facts NotNull(ExpressionSyntax syntax)
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
