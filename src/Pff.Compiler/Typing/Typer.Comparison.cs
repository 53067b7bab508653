using Pff.Compiler.Diagnostics;
using Pff.Compiler.Syntax;
using Pff.Core.Diagnostics;
using Pff.Core.Ir;
using Pff.Core.Plan;
using Pff.Core.Types;

namespace Pff.Compiler.Typing;

// == and != between any types that can be equal, and 'in'.
internal sealed partial class Typer
{
    private static readonly LocalizedText Comparing = new("compared", "comparado");

    private IrExpression Equality(BinarySyntax syntax, TypingEnvironment environment)
    {
        var function = syntax.Operator == BinaryOperator.Equal ? Builtin.Equal : Builtin.NotEqual;
        var sign = syntax.Operator == BinaryOperator.Equal ? "==" : "!=";
        var reported = diagnostics.Count;
        var (first, second) = CheckBoth(syntax.Left, syntax.Right, environment);
        var (left, right) = Reread(syntax.Left, first, syntax.Right, second);
        if (IsBad(left) || IsBad(right))
        {
            return Bad(syntax.Span);
        }

        if (IsUnchecked)
        {
            return TypeRelations.AreComparable(left.Type, right.Type)
                ? new IrCall(function, [left, right], PffType.Bool, syntax.Span)
                : new IrCall(function, [AsDyn(left), AsDyn(right)], PffType.Bool, syntax.Span);
        }

        if (RejectSecret(left, Comparing) || RejectSecret(right, Comparing))
        {
            return Bad(syntax.Span);
        }

        if (!TypeRelations.AreComparable(left.Type, right.Type))
        {
            return Bad(
                CompilerDiagnostics.OperatorMismatch(source, syntax.OperatorSpan, sign, [left.Type, right.Type], ConversionHelp([left, right])),
                syntax.Span);
        }

        if (diagnostics.Count == reported)
        {
            CheckNullTest(left, right);
            CheckNullTest(right, left);
        }

        CheckEnumValue(left.Type, right);
        CheckEnumValue(right.Type, left);
        return new IrCall(function, [BesideDecimal(left, right), BesideDecimal(right, left)], PffType.Bool, syntax.Span);
    }

    /// <summary>Two operands, of which one may be the bare name of a value of the other's enum.</summary>
    private (IrExpression Left, IrExpression Right) CheckBoth(ExpressionSyntax left, ExpressionSyntax right, TypingEnvironment environment)
    {
        if (left is NameSyntax && right is not NameSyntax)
        {
            var known = Check(right, environment);
            return (CheckExpecting(left, known.Type, environment), known);
        }

        var first = Check(left, environment);
        return (first, CheckExpecting(right, first.Type, environment));
    }

    private static IrExpression BesideDecimal(IrExpression operand, IrExpression other) =>
        operand.Type.Equals(PffType.Int) && other.Type.Equals(PffType.Decimal)
            ? new IrCoerce(CoercionKind.IntToDecimal, operand, PffType.Decimal, operand.Span)
            : operand;

    /// <summary>Reports <c>x == null</c> where x is never null.</summary>
    private void CheckNullTest(IrExpression operand, IrExpression other)
    {
        var type = operand.Type;
        if (other.Type.Equals(PffType.Null)
            && !TypeRelations.IsOpen(type)
            && type is not (NullableType or OptionalType)
            && !type.Equals(PffType.Null))
        {
            diagnostics.Add(CompilerDiagnostics.NeverNull(source, operand.Span, type));
        }
    }

    /// <summary>Reports a constant that is not among the values of the enum that it is compared with.</summary>
    private void CheckEnumValue(PffType type, IrExpression other)
    {
        if (!IsUnchecked
            && TypeRelations.NotNull(type) is EnumType named
            && other is IrConstant { Value: { Kind: ValueKind.Text } value }
            && !named.Values.Contains(value.AsText))
        {
            diagnostics.Add(CompilerDiagnostics.UnknownEnumValue(source, other.Span, value.AsText, named));
        }
    }

    private IrExpression In(BinarySyntax syntax, TypingEnvironment environment)
    {
        var left = Check(syntax.Left, environment);
        var right = Check(syntax.Right, environment);
        if (IsBad(left) || IsBad(right))
        {
            return Bad(syntax.Span);
        }

        PffType? element = right.Type switch
        {
            ListType list => list.Element,
            MapType map => map.Key,
            ObjectType or UnionType => PffType.Text,
            _ when TypeRelations.IsOpen(right.Type) => PffType.Dyn,
            _ => null,
        };
        if (IsUnchecked)
        {
            return new IrCall(Builtin.In, [left, element is null ? AsDyn(right) : right], PffType.Bool, syntax.Span);
        }

        if (RejectSecret(left, Comparing) || RejectSecret(right, Comparing))
        {
            return Bad(syntax.Span);
        }

        if (right.Type is NullableType)
        {
            return Bad(MayBeNull(right), syntax.Span);
        }

        if (element is null || !TypeRelations.AreComparable(left.Type, element))
        {
            LocalizedText? help = TypeRelations.IsText(right.Type)
                ? new("whether a text contains another: text.contains(part)", "se um texto contém outro: texto.contains(parte)")
                : null;
            return Bad(CompilerDiagnostics.OperatorMismatch(source, syntax.OperatorSpan, "in", [left.Type, right.Type], help), syntax.Span);
        }

        CheckEnumValue(element, left);
        foreach (var item in right is IrList list2 ? list2.Elements.AsEnumerable() : [])
        {
            CheckEnumValue(left.Type, item.Value);
        }

        return new IrCall(Builtin.In, [left, right], PffType.Bool, syntax.Span);
    }
}
