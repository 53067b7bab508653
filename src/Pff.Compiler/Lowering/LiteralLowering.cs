using System.Globalization;
using Pff.Compiler.Binding;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Manifest;
using Pff.Compiler.Syntax;
using Pff.Core.Ir;
using Pff.Core.Plan;
using Pff.Core.Plan.Library;
using Pff.Core.Text;
using Pff.Core.Types;

namespace Pff.Compiler.Lowering;

/// <summary>
/// Literals written in YAML. Where the wanted type is known they are read as that type, so that 12.50 is an exact
/// decimal and a date in quotes a timestamp.
/// </summary>
internal static class LiteralLowering
{
    /// <summary>The type without what does not change how a literal is read: null, secret.</summary>
    public static PffType? Core(PffType? type) => type switch
    {
        NullableType nullable => Core(nullable.Inner),
        SecretType secret => Core(secret.Inner),
        _ => type,
    };

    /// <summary>A scalar that is no text by the core schema.</summary>
    public static IrExpression Lower(YamlScalar scalar, PffType? target, SequenceContext context, Flow flow)
    {
        var core = Core(target);
        if (!scalar.IsNull && core is EnumType or PrimitiveType { Kind: PrimitiveKind.Text })
        {
            context.Report(CompilerDiagnostics.LiteralNeedsQuotes(scalar));
            return new IrConstant(Value.Of(scalar.Text), PffType.Error, scalar.Span);
        }

        var literal = Read(scalar, core);
        if (literal is null)
        {
            context.Report(CompilerDiagnostics.NumberOutOfRange(scalar, core ?? PffType.Int));
            return new IrConstant(Value.Null, PffType.Error, scalar.Span);
        }

        return target is null ? literal : Fold(ValueLowering.ConvertAt(literal, target, scalar.Span, context, flow), context);
    }

    /// <summary>A text without <c>{{ }}</c>.</summary>
    public static IrExpression LowerText(TemplateSyntax template, YamlScalar scalar, PffType? target, SequenceContext context, Flow flow)
    {
        var text = TextOf(template, scalar.Span);
        if (Core(target) is PrimitiveType { Kind: PrimitiveKind.Timestamp or PrimitiveKind.Duration } time)
        {
            var value = time.Kind == PrimitiveKind.Timestamp ? Conversions.ToTimestamp(text.Value) : Conversions.ToDuration(text.Value);
            if (!value.IsFault)
            {
                return Fold(ValueLowering.ConvertAt(new IrConstant(value, time, scalar.Span), target!, scalar.Span, context, flow), context);
            }
        }

        return target is null ? text : Fold(ValueLowering.ConvertAt(text, target, scalar.Span, context, flow), context);
    }

    /// <summary>A literal of an expression, or one with a minus, read as the type that is wanted; null where that changes nothing.</summary>
    public static IrConstant? Adapt(ExpressionSyntax expression, PffType target, SourceText source)
    {
        var isNegative = expression is UnarySyntax { Operator: UnaryOperator.Negate };
        if (Core(target) is not PrimitiveType wanted || (isNegative ? ((UnarySyntax)expression).Operand : expression) is not LiteralSyntax literal)
        {
            return null;
        }

        var value = (wanted.Kind, literal.Value.Kind) switch
        {
            (PrimitiveKind.Timestamp, ValueKind.Text) when !isNegative => Conversions.ToTimestamp(literal.Value),
            (PrimitiveKind.Duration, ValueKind.Text) when !isNegative => Conversions.ToDuration(literal.Value),
            (PrimitiveKind.Double, ValueKind.Int) => Conversions.ToDouble(literal.Value),
            (PrimitiveKind.Decimal, ValueKind.Int) => Conversions.ToDecimal(literal.Value),

            // From its digits, so that it is exact.
            (PrimitiveKind.Decimal, ValueKind.Double) when decimal.TryParse(
                source.GetText(literal.Span), NumberStyles.Float, CultureInfo.InvariantCulture, out var exact) => Value.Of(exact),
            _ => Value.Null,
        };
        return value.Kind switch
        {
            ValueKind.Double when isNegative => new IrConstant(Value.Of(-value.AsDouble), wanted, expression.Span),
            ValueKind.Decimal when isNegative => new IrConstant(Value.Of(-value.AsDecimal), wanted, expression.Span),
            ValueKind.Null => null,
            _ => value.IsFault ? null : new IrConstant(value, wanted, expression.Span),
        };
    }

    public static IrConstant TextOf(TemplateSyntax template, TextSpan span) =>
        new(Value.Of(string.Concat(template.Parts.OfType<TemplateTextSyntax>().Select(p => p.Text))), PffType.Text, span);

    /// <summary>What an input is where a call does not give it.</summary>
    public static IrExpression OfDefault(InputSymbol input, TextSpan span)
    {
        if (input.Plan.Default is not { } text)
        {
            return new IrConstant(Value.Null, PffType.Null, span);
        }

        var value = Value.Of(text);
        var read = input.Plan.Type switch
        {
            InputType.Bool => Conversions.ToBool(value),
            InputType.Int => Conversions.ToInt(value),
            InputType.Double => Conversions.ToDouble(value),
            InputType.Decimal => Conversions.ToDecimal(value),
            InputType.Timestamp => Conversions.ToTimestamp(value),
            InputType.Duration => Conversions.ToDuration(value),
            _ => value,
        };
        var constant = new IrConstant(read.IsFault ? Value.Null : read, input.Type is SecretType s ? s.Inner : input.Type, span);
        return input.Type is SecretType ? new IrCoerce(CoercionKind.ToSecret, constant, input.Type, span) : constant;
    }

    /// <summary>As the same literal in an expression is, so that both give one program.</summary>
    private static IrExpression Fold(IrExpression value, SequenceContext context) => ConstantFolding.Fold(value, context.Source, context.Diagnostics);

    private static IrConstant? Read(YamlScalar scalar, PffType? core)
    {
        switch (scalar.Kind)
        {
            case YamlScalarKind.Null:
                return new IrConstant(Value.Null, PffType.Null, scalar.Span);
            case YamlScalarKind.Bool:
                return new IrConstant(Value.Of(scalar.TryGetBool(out var isTrue) && isTrue), PffType.Bool, scalar.Span);
            case YamlScalarKind.Int when core is not PrimitiveType { Kind: PrimitiveKind.Double or PrimitiveKind.Decimal }:
                return scalar.TryGetInt(out var whole) ? new IrConstant(Value.Of(whole), PffType.Int, scalar.Span) : null;
            default:
                if (core is PrimitiveType { Kind: PrimitiveKind.Decimal })
                {
                    return decimal.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact)
                        ? new IrConstant(Value.Of(exact), PffType.Decimal, scalar.Span)
                        : null;
                }

                return scalar.TryGetDouble(out var number) ? new IrConstant(Value.Of(number), PffType.Double, scalar.Span) : null;
        }
    }
}
