using System.Collections.Immutable;
using System.Text;
using Pff.Compiler.Diagnostics;
using Pff.Core.Diagnostics;
using Pff.Core.Ir;
using Pff.Core.Ir.Evaluation;
using Pff.Core.Plan;
using Pff.Core.Text;
using Pff.Core.Types;

namespace Pff.Compiler.Lowering;

/// <summary>
/// Computes now what no row can change, with the reference evaluator, so that folding means what running means. What would
/// be a fault is left as it is, and reported: it may stand where it is never reached, or be absorbed.
/// </summary>
public sealed class ConstantFolding : IrRewriter
{
    /// <summary>Enough for anything that a person writes; a text built to cost more is computed when it runs, under its limits.</summary>
    private const int MaximumSteps = 10_000;

    /// <summary>Of a folded text or list: larger ones would only make the plan large.</summary>
    private const int MaximumSize = 4_096;

    private readonly SourceText _source;
    private readonly DiagnosticBag _diagnostics;

    private ConstantFolding(SourceText source, DiagnosticBag diagnostics)
    {
        _source = source;
        _diagnostics = diagnostics;
    }

    /// <summary>The expression with its constant parts computed; of the same type and, where it has one, the same value.</summary>
    public static IrExpression Fold(IrExpression expression, SourceText source, DiagnosticBag diagnostics) =>
        new ConstantFolding(source, diagnostics).Rewrite(expression);

    protected override IrExpression Visit(IrExpression expression) => expression switch
    {
        IrAnd { Left: IrConstant left } both when left.Value.TryGetBool(out var isTrue) => Decide(both.Right, isTrue, left, both),
        IrOr { Left: IrConstant left } either when left.Value.TryGetBool(out var isTrue) => Decide(either.Right, !isTrue, left, either),
        IrConditional { Condition: IrConstant condition } conditional when condition.Value.TryGetBool(out var isTrue) =>
            isTrue ? conditional.Then : conditional.Else,
        IrInterpolation interpolation => Interpolation(interpolation),
        _ when IsComputable(expression) => Compute(expression),
        _ => expression,
    };

    /// <summary>The right side where the left leaves it to decide, as long as it is a bool for sure.</summary>
    private static IrExpression Decide(IrExpression right, bool rightDecides, IrConstant left, IrExpression whole) =>
        !rightDecides ? left : right.Type.Equals(PffType.Bool) ? right : whole;

    private static bool IsComputable(IrExpression expression) => expression switch
    {
        IrCall call => call.Arguments.All(IsPlain),
        IrSelect select => IsPlain(select.Operand),
        IrHas has => IsPlain(has.Operand),
        IrSafeSelect select => IsPlain(select.Operand),
        IrCoerce coerce => coerce.Coercion is not CoercionKind.ToSecret && IsPlain(coerce.Operand),
        IrList list => list.Elements.All(e => !e.IsOptional && IsPlain(e.Value)),
        IrMap map => map.Entries.All(e => !e.IsOptional && IsPlain(e.Key) && IsPlain(e.Value)),
        _ => false,
    };

    private static bool IsPlain(IrExpression expression) => expression is IrConstant { Type: { IsError: false } and not SecretType };

    private IrExpression Compute(IrExpression expression)
    {
        var value = Evaluator.Evaluate(expression, new Frame(0, default), MaximumSteps);
        if (value.TryGet<Fault>(out var fault))
        {
            if (fault.Reason is not (FaultKind.LimitExceeded or FaultKind.TypeMismatch))
            {
                _diagnostics.Add(CompilerDiagnostics.AlwaysFails(_source, expression.Span, fault.Message));
            }

            return expression;
        }

        return IsSmall(value) ? new IrConstant(value, expression.Type, expression.Span) : expression;
    }

    private static bool IsSmall(Value value) => value.Kind switch
    {
        ValueKind.Text => value.AsText.Length <= MaximumSize,
        ValueKind.List => value.AsList.Count <= MaximumSize,
        ValueKind.Map => value.AsMap.Count <= MaximumSize,
        _ => true,
    };

    /// <summary>Constant parts that stand side by side become one.</summary>
    private static IrExpression Interpolation(IrInterpolation interpolation)
    {
        var parts = ImmutableArray.CreateBuilder<IrExpression>();
        var text = new StringBuilder();
        TextSpan? span = null;
        foreach (var part in interpolation.Parts)
        {
            if (part is IrConstant { Value: { Kind: ValueKind.Text } value })
            {
                text.Append(value.AsText);
                span = span?.Union(part.Span) ?? part.Span;
                continue;
            }

            Flush();
            parts.Add(part);
        }

        Flush();
        return parts switch
        {
            [] => new IrConstant(Value.Of(""), PffType.Text, interpolation.Span),
            [IrConstant only] => only with { Span = interpolation.Span },
            _ => interpolation with { Parts = parts.ToImmutable() },
        };

        void Flush()
        {
            if (span is { } place)
            {
                parts.Add(new IrConstant(Value.Of(text.ToString()), PffType.Text, place));
                text.Clear();
                span = null;
            }
        }
    }
}
