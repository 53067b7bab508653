using System.Collections.Immutable;
using Pff.Compiler.Binding;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Manifest;
using Pff.Compiler.Manifest.Steps;
using Pff.Compiler.Typing;
using Pff.Core.Ir;
using Pff.Core.Plan;
using Pff.Core.Text;
using Pff.Core.Types;

namespace Pff.Compiler.Lowering.Steps;

/// <summary>
/// <c>match: v, cases: { a: s, b: t, other: u }</c> becomes <c>x = v; if x == a { s } else if x == b { t } else { u }</c>.
/// Every value must have a case.
/// </summary>
internal static class MatchLowering
{
    public static LoweredSteps Lower(MatchStepSyntax match, string id, SequenceContext context, Flow flow)
    {
        var subject = ValueLowering.Lower(match.Subject, null, context, flow);
        var type = CheckType(subject, context);
        CheckCases(match, type, context);

        var slot = context.NewSlot();
        var ways = ImmutableArray.CreateBuilder<LoweredSteps>(match.Cases.Length);
        for (var i = 0; i < match.Cases.Length; i++)
        {
            var inside = flow with { Facts = FactsIn(match.Cases[i], match.Subject, context, flow) };
            ways.Add(StepListLowering.Lower(match.Cases[i].Steps, $"{id}.case_{i + 1}.", context, inside));
        }

        var (after, toClear) = FlowJoin.Join(flow, [], [.. ways.Select(w => w.After)]);
        var steps = NoCase(match, id);
        for (var i = match.Cases.Length - 1; i >= 0; i--)
        {
            var then = ways[i].Clearing(id, toClear[i]);
            steps = match.Cases[i].Pattern is { } pattern
                ? [new IrCondition(id, Test(slot, type, pattern, match.Cases[i].Span), then, steps, match.Span)]
                : then;
        }

        return new LoweredSteps([new IrAssign(id, slot, subject, match.Span), .. steps], match.Cases.IsEmpty ? flow : after);
    }

    private static PffType CheckType(IrExpression subject, SequenceContext context)
    {
        if (subject.Type is SecretType)
        {
            context.Report(CompilerDiagnostics.SecretUsed(context.Source, subject.Span, new("compared", "comparado")));
            return PffType.Error;
        }

        var type = TypeRelations.NotNull(subject.Type);
        if (type is EnumType or PrimitiveType { Kind: PrimitiveKind.Text or PrimitiveKind.Int or PrimitiveKind.Bool or PrimitiveKind.Dyn or PrimitiveKind.Error })
        {
            return subject.Type;
        }

        context.Report(CompilerDiagnostics.NotMatchable(context.Source, subject.Span, subject.Type));
        return PffType.Error;
    }

    private static void CheckCases(MatchStepSyntax match, PffType type, SequenceContext context)
    {
        if (type.IsError)
        {
            return;
        }

        var coverage = new MatchCoverage(type);
        foreach (var @case in match.Cases)
        {
            if (@case.Pattern is { } pattern && !Fits(pattern, type))
            {
                context.Report(TypeRelations.NotNull(type) is EnumType named && pattern.Kind == ValueKind.Text
                    ? CompilerDiagnostics.UnknownEnumValue(context.Source, @case.Span, pattern.AsText, named)
                    : CompilerDiagnostics.TypeMismatch(context.Source, @case.Span, type, TypeOf(pattern), null));
            }

            if (!coverage.Add(@case.Pattern))
            {
                context.Report(CompilerDiagnostics.UnreachableArm(context.Source, @case.Span));
            }
        }

        if (coverage.Missing() is { IsEmpty: false } missing)
        {
            var names = missing.Select(name => name is "_" or MatchCoverage.Other ? "other" : name).ToList();
            context.Report(CompilerDiagnostics.MatchNotExhaustive(context.Source, match.Clauses.Keyword, names, fix: null) with
            {
                Help = new("add a case for it, or 'other' for all the rest", "acrescente um caso para isso, ou 'other' para todo o resto"),
            });
        }
    }

    private static bool Fits(Value pattern, PffType type) => TypeRelations.NotNull(type) switch
    {
        EnumType named when pattern.Kind == ValueKind.Text => named.Values.Contains(pattern.AsText),
        _ when pattern.IsNull => type is NullableType || TypeRelations.IsOpen(type),
        _ => TypeRelations.AreComparable(type, TypeOf(pattern)),
    };

    private static PffType TypeOf(Value pattern) => pattern.Kind switch
    {
        ValueKind.Text => PffType.Text,
        ValueKind.Int => PffType.Int,
        ValueKind.Bool => PffType.Bool,
        _ => PffType.Null,
    };

    private static IrCall Test(int slot, PffType type, Value pattern, TextSpan span) => new(
        Builtin.Equal, [new IrSlot(slot, "match", type, span), new IrConstant(pattern, TypeOf(pattern), span)], PffType.Bool, span);

    /// <summary>In a case that is not null, a path that is matched is not null.</summary>
    private static Facts FactsIn(CaseSyntax @case, ValueSyntax subject, SequenceContext context, Flow flow) =>
        @case.Pattern is { IsNull: false }
        && context.Templates.Find(subject) is { Template: { IsSingleExpression: true } template }
        && AccessPath.Of(template.SingleExpression) is { } path
            ? flow.Facts.WithNotNull(path)
            : flow.Facts;

    /// <summary>What happens to a value that the declared type does not have, where no case takes all the rest.</summary>
    private static ImmutableArray<IrStep> NoCase(MatchStepSyntax match, string id)
    {
        if (match.Cases.Any(c => c.Pattern is null))
        {
            return [];
        }

        var message = new IrConstant(Value.Of("no case of the 'match' has this value"), PffType.Text, match.Clauses.Keyword);
        return [new IrFail(id, FailureCode.OfFail, message, match.Span)];
    }
}
