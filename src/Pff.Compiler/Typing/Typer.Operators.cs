using System.Collections.Immutable;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Syntax;
using Pff.Core.Diagnostics;
using Pff.Core.Ir;
using Pff.Core.Plan;
using Pff.Core.Text;
using Pff.Core.Types;

namespace Pff.Compiler.Typing;

// Unary and binary operators but comparisons, and conditionals.
internal sealed partial class Typer
{
    private static readonly LocalizedText Computing = new("computed with", "usado em um cálculo");

    private IrExpression Unary(UnarySyntax syntax, TypingEnvironment environment)
    {
        var operand = Check(syntax.Operand, environment);
        var overloads = syntax.Operator == UnaryOperator.Not ? SignaturesOfOperators.Not : SignaturesOfOperators.Negate;
        return Operator(overloads, [operand], syntax.OperatorSpan, syntax.Span);
    }

    private IrExpression Binary(BinarySyntax syntax, TypingEnvironment environment)
    {
        switch (syntax.Operator)
        {
            case BinaryOperator.And:
                var left = Condition(syntax.Left, environment);
                var knowing = environment.Knowing(FactFinder.When(syntax.Left, isTrue: true));
                return new IrAnd(left, Condition(syntax.Right, knowing), syntax.Span);
            case BinaryOperator.Or:
                var first = Condition(syntax.Left, environment);
                var otherwise = environment.Knowing(FactFinder.When(syntax.Left, isTrue: false));
                return new IrOr(first, Condition(syntax.Right, otherwise), syntax.Span);
            case BinaryOperator.Coalesce:
                return Coalesce(syntax, environment);
            case BinaryOperator.Equal or BinaryOperator.NotEqual:
                return Equality(syntax, environment);
            case BinaryOperator.In:
                return In(syntax, environment);
            default:
                var operands = Reread(syntax.Left, Check(syntax.Left, environment), syntax.Right, Check(syntax.Right, environment));
                return Operator(SignaturesOfOperators.Of2(syntax.Operator), [operands.Left, operands.Right], syntax.OperatorSpan, syntax.Span);
        }
    }

    /// <summary><c>0m</c> beside a decimal is a decimal.</summary>
    private static (IrExpression Left, IrExpression Right) Reread(
        ExpressionSyntax leftSyntax, IrExpression left, ExpressionSyntax rightSyntax, IrExpression right) =>
        (RereadBeside(leftSyntax, left, right.Type), RereadBeside(rightSyntax, right, left.Type));

    private static IrExpression RereadBeside(ExpressionSyntax syntax, IrExpression expression, PffType other) =>
        syntax is LiteralSyntax { DecimalReading: { } number } && TypeRelations.NotNull(other).Equals(PffType.Decimal)
            ? new IrConstant(Value.Of(number), PffType.Decimal, expression.Span)
            : expression;

    private IrExpression Operator(Overloads overloads, ImmutableArray<IrExpression> operands, TextSpan signSpan, TextSpan span)
    {
        if (operands.Any(IsBad))
        {
            return Bad(span);
        }

        if (OverloadResolution.Resolve(overloads, operands) is { } call)
        {
            return new IrCall(call.Function, operands, call.Result, span);
        }

        if (IsUnchecked)
        {
            return new IrCall(overloads.Signatures[0].Function, [.. operands.Select(AsDyn)], PffType.Dyn, span);
        }

        if (operands.Any(o => RejectSecret(o, Computing)))
        {
            return Bad(span);
        }

        if (OverloadResolution.Resolve(overloads, operands, ignoreNull: true) is not null)
        {
            return Bad(MayBeNull(operands.First(o => o.Type is NullableType)), span);
        }

        return Bad(
            CompilerDiagnostics.OperatorMismatch(source, signSpan, overloads.Name, [.. operands.Select(o => o.Type)], ConversionHelp(operands)),
            span);
    }

    private LocalizedText? ConversionHelp(ImmutableArray<IrExpression> operands)
    {
        if (operands.Length != 2)
        {
            return null;
        }

        var (left, right) = (operands[0].Type, operands[1].Type);
        if (operands.Any(o => o.Type.Equals(PffType.Duration)) && operands.FirstOrDefault(o => TypeRelations.IsNumber(o.Type)) is { } number
            && operands.Any(o => o is IrConstant { Value.Kind: ValueKind.Duration } minutes && source.GetText(minutes.Span).EndsWith('m')))
        {
            return new(
                $"beside {number.Type} the letter m means minutes: write the number without it",
                $"junto de {number.Type} a letra m significa minutos: escreva o número sem ela");
        }

        var name = (left, right) switch
        {
            _ when TypeRelations.IsText(left) != TypeRelations.IsText(right) && !(left is ListType || right is ListType) => "string",
            _ when left.Equals(PffType.Decimal) || right.Equals(PffType.Decimal) => "decimal",
            _ when TypeRelations.IsNumber(left) && TypeRelations.IsNumber(right) => "double",
            _ => null,
        };
        return name is null
            ? null
            : new(
                $"convert one side with {name}(…), or write a text with holes: f\"{{a}} {{b}}\"",
                $"converta um lado com {name}(…), ou escreva um texto com lacunas: f\"{{a}} {{b}}\"");
    }

    private IrExpression Conditional(ConditionalSyntax syntax, TypingEnvironment environment)
    {
        var condition = Condition(syntax.Condition, environment);
        var then = Check(syntax.Then, environment.Knowing(FactFinder.When(syntax.Condition, isTrue: true)));
        var otherwise = Check(syntax.Else, environment.Knowing(FactFinder.When(syntax.Condition, isTrue: false)));
        (then, otherwise) = Reread(syntax.Then, then, syntax.Else, otherwise);
        return Branches(then, otherwise) is { } type
            ? new IrConditional(condition, As(then, type), As(otherwise, type), type, syntax.Span)
            : Bad(CompilerDiagnostics.BranchMismatch(source, otherwise.Span, then.Type, otherwise.Type), syntax.Span);
    }

    /// <summary>The type of two ways to a value; null where they do not agree and that matters.</summary>
    private PffType? Branches(IrExpression first, IrExpression second) =>
        TypeRelations.Join(first.Type, second.Type) ?? (IsUnchecked ? PffType.Dyn : null);

    /// <summary>An expression of a type that the other type contains, as that other.</summary>
    private static IrExpression As(IrExpression expression, PffType type)
    {
        if (expression.Type.Equals(type) || expression.Type.IsError)
        {
            return expression;
        }

        if (expression.Type.Equals(PffType.Int) && TypeRelations.NotNull(type).Equals(PffType.Decimal))
        {
            return Widen(new IrCoerce(CoercionKind.IntToDecimal, expression, PffType.Decimal, expression.Span), type);
        }

        return type is SecretType && expression.Type is not SecretType
            ? new IrCoerce(CoercionKind.ToSecret, expression, type, expression.Span)
            : Widen(expression, type);
    }

    /// <summary><c>left ?? right</c>: absence along the left's own path is what it is for, so it is not warned about there.</summary>
    private IrExpression Coalesce(BinarySyntax syntax, TypingEnvironment environment)
    {
        var left = Operand(syntax.Left, environment, isAbsenceHandled: true);
        var right = Check(syntax.Right, environment);
        if (IsBad(left) || IsBad(right))
        {
            return Bad(syntax.Span);
        }

        var found = left.Type switch
        {
            OptionalType optional => TypeRelations.NotNull(optional.Inner),
            SecretType { Inner: NullableType inner } => new SecretType(inner.Inner),
            _ when left.Type.Equals(PffType.Null) => TypeRelations.Hole,
            _ => TypeRelations.NotNull(left.Type),
        };
        right = RereadBeside(syntax.Right, right, found);
        if ((TypeRelations.Join(found, right.Type) ?? (IsUnchecked ? PffType.Dyn : null)) is not { } type)
        {
            return Bad(CompilerDiagnostics.BranchMismatch(source, right.Span, found, right.Type), syntax.Span);
        }

        return new IrCoalesce(left, As(right, type), type, syntax.Span);
    }
}
