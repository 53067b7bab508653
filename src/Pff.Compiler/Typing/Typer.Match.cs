using System.Collections.Immutable;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Syntax;
using Pff.Core.Diagnostics;
using Pff.Core.Ir;
using Pff.Core.Plan;
using Pff.Core.Text;
using Pff.Core.Types;

namespace Pff.Compiler.Typing;

// match e { Active => 1, other(s) => 2 } becomes IrMatch; every value must have an arm.
internal sealed partial class Typer
{
    private IrExpression Match(MatchSyntax syntax, TypingEnvironment environment)
    {
        var value = Check(syntax.Value, environment);
        if (IsBad(value) || RejectSecret(value, Comparing))
        {
            return Bad(syntax.Span);
        }

        if (TypeRelations.NotNull(value.Type) is UnionType { Discriminator: { } discriminator } && !IsUnchecked)
        {
            // The cases of a union are told apart by the text in one of its fields.
            var kind = value.Type is NullableType ? SelectKind.Safe : SelectKind.Plain;
            return Match(syntax with { Value = new SelectSyntax(syntax.Value, kind, discriminator, syntax.Value.Span, syntax.Value.Span) }, environment);
        }

        var subject = new IrVariable("", value.Type);
        var coverage = new MatchCoverage(value.Type);
        var arms = new List<(IrExpression? Pattern, ExpressionSyntax Syntax, IrExpression Result)>();
        foreach (var arm in syntax.Arms)
        {
            var pattern = Pattern(arm.Pattern, value.Type);
            var constant = (pattern as IrConstant)?.Value;
            if (!coverage.Add(pattern is null ? null : constant))
            {
                diagnostics.Add(CompilerDiagnostics.UnreachableArm(source, arm.Pattern.Span));
            }

            arms.Add((pattern, arm.Result, Check(arm.Result, ArmEnvironment(arm.Pattern, syntax.Value, subject, coverage.HasNull, environment))));
        }

        if (!IsUnchecked && coverage.Missing() is { IsEmpty: false } missing)
        {
            diagnostics.Add(CompilerDiagnostics.MatchNotExhaustive(source, syntax.Value.Span, missing, AddArms(syntax, missing)));
        }

        if (arms.Count == 0)
        {
            return Bad(syntax.Span);
        }

        var type = arms[0].Result.Type;
        foreach (var arm in arms.Skip(1))
        {
            var result = RereadBeside(arm.Syntax, arm.Result, type);
            if ((TypeRelations.Join(type, result.Type) ?? (IsUnchecked ? PffType.Dyn : null)) is not { } joined)
            {
                return Bad(CompilerDiagnostics.BranchMismatch(source, result.Span, type, result.Type), syntax.Span);
            }

            type = joined;
        }

        return new IrMatch(
            subject,
            value,
            [.. arms.Select(a => new IrMatchArm(a.Pattern, As(RereadBeside(a.Syntax, a.Result, type), type)))],
            type,
            syntax.Span);
    }

    /// <summary>A constant, or null for a pattern that takes everything.</summary>
    private IrExpression? Pattern(PatternSyntax syntax, PffType type)
    {
        switch (syntax)
        {
            case LiteralPatternSyntax literal:
                var constant = new IrConstant(literal.Literal.Value, literal.Literal.Type, literal.Span);
                if (!IsUnchecked && !TypeRelations.AreComparable(type, constant.Type))
                {
                    return Bad(CompilerDiagnostics.TypeMismatch(source, literal.Span, type, constant.Type, null), literal.Span);
                }

                CheckEnumValue(type, constant);
                return constant;
            case NamePatternSyntax name when TypeRelations.NotNull(type) is EnumType || TypeRelations.IsOpen(type):
                var value = new IrConstant(Value.Of(name.Name), PffType.Text, name.Span);
                CheckEnumValue(type, value);
                return value;
            case NamePatternSyntax name:
                return Bad(CompilerDiagnostics.PatternNeedsEnum(source, name.Span, name.Name, type), name.Span);
            default:
                return null;
        }
    }

    /// <summary>
    /// <c>other(s)</c> names the subject; past a pattern that is not null, or behind an arm that takes null, what is
    /// matched is not null.
    /// </summary>
    private static TypingEnvironment ArmEnvironment(
        PatternSyntax pattern, ExpressionSyntax value, IrVariable subject, bool isNullTaken, TypingEnvironment environment)
    {
        var text = pattern switch
        {
            NamePatternSyntax name => name.Name,
            LiteralPatternSyntax { Literal.Value: { Kind: ValueKind.Text } literal } => literal.AsText,
            _ => null,
        };
        var isNull = pattern is LiteralPatternSyntax { Literal.Value.IsNull: true };
        if (!isNull && (isNullTaken || pattern is LiteralPatternSyntax or NamePatternSyntax))
        {
            environment = environment.Knowing(FactFinder.NotNull(value));
        }

        if (text is not null && AccessPath.Of(value) is { } path)
        {
            environment = environment.Knowing(Facts.None.WithText(path, text));
        }

        if (pattern is not OtherPatternSyntax other)
        {
            return environment;
        }

        var named = environment.With(other.Variable.Name, subject);
        return isNullTaken ? named.Knowing(Facts.None.WithNotNull(other.Variable.Name)) : named;
    }

    /// <summary>
    /// The repair that adds the missing arms, which give null until somebody says what they give. Only where each can be
    /// written without quotes, which could be those of the text around the expression.
    /// </summary>
    private Fix? AddArms(MatchSyntax syntax, ImmutableArray<string> missing)
    {
        if (syntax.Arms.IsEmpty || missing.Any(m => m.Length == 0 || char.IsAsciiDigit(m[0]) || !m.All(u => char.IsAsciiLetterOrDigit(u) || u == '_') && m != MatchCoverage.Other))
        {
            return null;
        }

        var at = syntax.Arms[^1].Result.Span.End;
        var arms = missing.Select(m => $"{(m == MatchCoverage.Other ? "other(value)" : m)} => null");
        return new Fix(
            new("Add the missing arms, which give null", "Acrescentar os casos que faltam, que dão nulo"),
            [new TextEdit(new TextSpan(at, 0), string.Concat(arms.Select(a => ", " + a)))])
        {
            ChangesMeaning = true,
        };
    }
}
