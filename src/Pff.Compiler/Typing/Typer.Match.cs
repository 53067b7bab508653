using Pff.Compiler.Diagnostics;
using Pff.Compiler.Syntax;
using Pff.Core.Ir;
using Pff.Core.Plan;
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

            arms.Add((pattern, arm.Result, Check(arm.Result, ArmEnvironment(arm.Pattern, syntax.Value, subject, environment))));
        }

        if (!IsUnchecked && coverage.Missing() is { } missing)
        {
            diagnostics.Add(CompilerDiagnostics.MatchNotExhaustive(source, syntax.Value.Span, missing));
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

    /// <summary><c>other(s)</c> names the subject; past a pattern that is not null, a path that is matched is not null.</summary>
    private static TypingEnvironment ArmEnvironment(PatternSyntax pattern, ExpressionSyntax value, IrVariable subject, TypingEnvironment environment)
    {
        if (pattern is OtherPatternSyntax other)
        {
            return environment.With(other.Variable.Name, subject);
        }

        return pattern is LiteralPatternSyntax { Literal.Value.IsNull: false } or NamePatternSyntax && AccessPath.Of(value) is { } path
            ? environment with { Facts = environment.Facts.WithNotNull(path) }
            : environment;
    }
}
