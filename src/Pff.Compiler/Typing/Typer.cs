using Pff.Compiler.Diagnostics;
using Pff.Compiler.Syntax;
using Pff.Core.Diagnostics;
using Pff.Core.Ir;
using Pff.Core.Plan;
using Pff.Core.Text;
using Pff.Core.Types;

namespace Pff.Compiler.Typing;

/// <summary>
/// Checks one expression and gives it as IR, one group of constructs a file. Types may still have holes (see
/// <see cref="TypeRelations.Hole"/>); <see cref="TypeFinisher"/> fills them when the whole expression is known.
/// A part with a mistake gets the error type, which fits everything, so that one mistake gives one diagnostic.
/// </summary>
internal sealed partial class Typer(SourceText source, CheckSettings settings, DiagnosticBag diagnostics)
{
    private bool _hasReportedDyn;

    private bool IsUnchecked => settings.IsUnchecked;

    public IrExpression Check(ExpressionSyntax syntax, TypingEnvironment environment) => syntax switch
    {
        LiteralSyntax literal => new IrConstant(literal.Value, literal.Type, literal.Span),
        NameSyntax name => Name(name, environment),
        SelectSyntax select => Select(select, environment, isAbsenceHandled: false),
        IndexSyntax index => Index(index, environment, isAbsenceHandled: false),
        CallSyntax call => Call(call, environment),
        UnarySyntax unary => Unary(unary, environment),
        BinarySyntax binary => Binary(binary, environment),
        ConditionalSyntax conditional => Conditional(conditional, environment),
        ListSyntax list => List(list, environment),
        MapSyntax map => Map(map, environment),
        InterpolationSyntax interpolation => Interpolation(interpolation, environment),
        MatchSyntax match => Match(match, environment),
        ComprehensionSyntax comprehension => Comprehension(comprehension, environment),
        LambdaSyntax lambda => StrayLambda(lambda),
        ErrorSyntax error => Bad(error.Span),
        _ => throw new InvalidOperationException($"no typing for {syntax.GetType().Name}"),
    };

    /// <summary>Stands for something already reported.</summary>
    private static IrConstant Bad(TextSpan span) => new(Value.Null, PffType.Error, span);

    private IrConstant Bad(Diagnostic diagnostic, TextSpan span)
    {
        diagnostics.Add(diagnostic);
        return Bad(span);
    }

    private static bool IsBad(IrExpression expression) => expression is IrConstant { Type.IsError: true };

    private static IrExpression Widen(IrExpression expression, PffType type) =>
        expression.Type.Equals(type) ? expression : new IrCoerce(CoercionKind.Widen, expression, type, expression.Span);

    /// <summary>
    /// An operand whose type does not fit where types decide nothing: as dyn, so that the values decide.
    /// </summary>
    private static IrExpression AsDyn(IrExpression expression) =>
        expression is IrFault || TypeRelations.IsOpen(expression.Type) ? expression : Widen(expression, PffType.Dyn);

    /// <summary>The expression as a bool, for conditions; a dyn is taken on trust.</summary>
    private IrExpression Condition(ExpressionSyntax syntax, TypingEnvironment environment)
    {
        var condition = Check(syntax, environment);
        if (condition.Type.Equals(PffType.Bool) || TypeRelations.IsOpen(condition.Type))
        {
            return condition;
        }

        return IsUnchecked
            ? AsDyn(condition)
            : Bad(condition.Type is NullableType { Inner: var inner } && inner.Equals(PffType.Bool)
                ? MayBeNull(condition)
                : CompilerDiagnostics.TypeMismatch(source, condition.Span, PffType.Bool, condition.Type, null), condition.Span);
    }

    private Diagnostic MayBeNull(IrExpression operand) => CompilerDiagnostics.MayBeNull(
        source,
        operand.Span,
        operand.Type,
        new("say what it is then: … ?? value, or test it with != null", "diga o que vale nesse caso: … ?? valor, ou teste com != null"),
        null);

    /// <summary>Reports a secret that would be read. Whether it was one.</summary>
    private bool RejectSecret(IrExpression expression, LocalizedText use)
    {
        if (!SecretTypes.IsSecret(expression.Type))
        {
            return false;
        }

        diagnostics.Add(CompilerDiagnostics.SecretUsed(source, expression.Span, use));
        return true;
    }

    /// <summary>Reports a value with a secret inside of it, where the whole value would be shown. Whether it was one.</summary>
    private bool RejectInside(IrExpression expression, LocalizedText use)
    {
        if (IsUnchecked || SecretTypes.PathTo(expression.Type) is not { } place)
        {
            return false;
        }

        diagnostics.Add(CompilerDiagnostics.SecretInside(source, expression.Span, place, use));
        return true;
    }

    /// <summary>The first dyn of an expression is reported under strict checking, and noted without; what follows from it is not.</summary>
    private void NoteDyn(PffType type, TextSpan span, LocalizedText origin)
    {
        if ((settings.IsStrict || settings.NotesDyn) && !IsUnchecked && type.IsDyn && !_hasReportedDyn)
        {
            _hasReportedDyn = true;
            var diagnostic = CompilerDiagnostics.DynUsed(source, span, origin);
            diagnostics.Add(settings.IsStrict ? diagnostic : diagnostic with { Severity = Severity.Information });
        }
    }
}
