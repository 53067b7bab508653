using System.Collections.Immutable;
using Pff.Core.Plan;
using Pff.Core.Text;
using Pff.Core.Types;

namespace Pff.Compiler.Syntax;

/// <summary>
/// A node of the expression tree. Every text gives a tree: what could not be read is an <see cref="ErrorSyntax"/>.
/// Spans are places in the source file, not in the embedded text.
/// </summary>
public abstract record ExpressionSyntax(TextSpan Span)
{
    /// <summary>The nodes directly below, in source order.</summary>
    public abstract IEnumerable<ExpressionSyntax> Children { get; }
}

/// <summary>A place where an expression should be and is not; already reported.</summary>
public sealed record ErrorSyntax(TextSpan Span) : ExpressionSyntax(Span)
{
    public override IEnumerable<ExpressionSyntax> Children => [];
}

/// <summary>A constant as written.</summary>
public sealed record LiteralSyntax(Value Value, PffType Type, TextSpan Span) : ExpressionSyntax(Span)
{
    /// <summary>
    /// What <c>5m</c> means beside a decimal: five minutes everywhere else. Null for every other literal.
    /// </summary>
    public decimal? DecimalReading { get; init; }

    public override IEnumerable<ExpressionSyntax> Children => [];
}

/// <param name="IsRooted">Written with a leading dot, which looks past the variables of lambdas and macros.</param>
public sealed record NameSyntax(string Name, bool IsRooted, TextSpan Span) : ExpressionSyntax(Span)
{
    public override IEnumerable<ExpressionSyntax> Children => [];
}

public enum SelectKind
{
    /// <summary><c>a.b</c></summary>
    Plain,

    /// <summary><c>a?.b</c>: null where a is null or has no b.</summary>
    Safe,

    /// <summary><c>a.?b</c>: CEL's optional value.</summary>
    Optional,
}

public sealed record SelectSyntax(ExpressionSyntax Operand, SelectKind Kind, string Field, TextSpan FieldSpan, TextSpan Span)
    : ExpressionSyntax(Span)
{
    public override IEnumerable<ExpressionSyntax> Children => [Operand];
}

/// <param name="IsOptional"><c>a[?b]</c></param>
public sealed record IndexSyntax(ExpressionSyntax Operand, ExpressionSyntax Index, bool IsOptional, TextSpan Span) : ExpressionSyntax(Span)
{
    public override IEnumerable<ExpressionSyntax> Children => [Operand, Index];
}

/// <summary><c>f(x)</c>, or <c>r.f(x)</c> with a receiver.</summary>
public sealed record CallSyntax(
    ExpressionSyntax? Receiver,
    string Function,
    TextSpan FunctionSpan,
    ImmutableArray<ExpressionSyntax> Arguments,
    TextSpan Span)
    : ExpressionSyntax(Span)
{
    /// <summary><c>r?.f(x)</c>: null where r is null.</summary>
    public bool IsSafe { get; init; }

    /// <summary><c>.f(x)</c></summary>
    public bool IsRooted { get; init; }

    public override IEnumerable<ExpressionSyntax> Children => Receiver is null ? Arguments : Arguments.Prepend(Receiver);
}

/// <summary><c>x => e</c>; only as an argument.</summary>
public sealed record LambdaSyntax(ImmutableArray<ParameterSyntax> Parameters, ExpressionSyntax Body, TextSpan Span) : ExpressionSyntax(Span)
{
    public override IEnumerable<ExpressionSyntax> Children => [Body];
}

public sealed record ParameterSyntax(string Name, TextSpan Span);

public enum UnaryOperator
{
    Not,
    Negate,
}

public sealed record UnarySyntax(UnaryOperator Operator, TextSpan OperatorSpan, ExpressionSyntax Operand, TextSpan Span) : ExpressionSyntax(Span)
{
    public override IEnumerable<ExpressionSyntax> Children => [Operand];
}

public enum BinaryOperator
{
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    In,
    Coalesce,
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
}

public sealed record BinarySyntax(
    BinaryOperator Operator, ExpressionSyntax Left, TextSpan OperatorSpan, ExpressionSyntax Right, TextSpan Span)
    : ExpressionSyntax(Span)
{
    public override IEnumerable<ExpressionSyntax> Children => [Left, Right];
}

public sealed record ConditionalSyntax(ExpressionSyntax Condition, ExpressionSyntax Then, ExpressionSyntax Else, TextSpan Span)
    : ExpressionSyntax(Span)
{
    public override IEnumerable<ExpressionSyntax> Children => [Condition, Then, Else];
}

public sealed record ListSyntax(ImmutableArray<ListElementSyntax> Elements, TextSpan Span) : ExpressionSyntax(Span)
{
    public override IEnumerable<ExpressionSyntax> Children => Elements.Select(e => e.Value);
}

/// <param name="IsOptional"><c>[?e]</c></param>
public sealed record ListElementSyntax(ExpressionSyntax Value, bool IsOptional);

public sealed record MapSyntax(ImmutableArray<MapEntrySyntax> Entries, TextSpan Span) : ExpressionSyntax(Span)
{
    public override IEnumerable<ExpressionSyntax> Children => Entries.SelectMany(e => new[] { e.Key, e.Value });
}

/// <param name="IsOptional"><c>{?k: e}</c></param>
public sealed record MapEntrySyntax(ExpressionSyntax Key, ExpressionSyntax Value, bool IsOptional);

/// <summary><c>f"text {e}"</c>; the parts of literal text are text literals.</summary>
public sealed record InterpolationSyntax(ImmutableArray<ExpressionSyntax> Parts, TextSpan Span) : ExpressionSyntax(Span)
{
    public override IEnumerable<ExpressionSyntax> Children => Parts;
}

/// <summary><c>match e { pattern => result, … }</c></summary>
public sealed record MatchSyntax(ExpressionSyntax Value, ImmutableArray<MatchArmSyntax> Arms, TextSpan Span) : ExpressionSyntax(Span)
{
    public override IEnumerable<ExpressionSyntax> Children => Arms.Select(a => a.Result).Prepend(Value);
}

public sealed record MatchArmSyntax(PatternSyntax Pattern, ExpressionSyntax Result);

public abstract record PatternSyntax(TextSpan Span);

/// <summary>A bare name: a value of the enum that is matched.</summary>
public sealed record NamePatternSyntax(string Name, TextSpan Span) : PatternSyntax(Span);

public sealed record LiteralPatternSyntax(LiteralSyntax Literal) : PatternSyntax(Literal.Span);

/// <summary><c>other(name)</c>: takes what is left and names it.</summary>
public sealed record OtherPatternSyntax(ParameterSyntax Variable, TextSpan Span) : PatternSyntax(Span);

/// <summary><c>_</c></summary>
public sealed record WildcardPatternSyntax(TextSpan Span) : PatternSyntax(Span);

/// <summary><c>from x in range where filter select projection</c></summary>
public sealed record ComprehensionSyntax(
    ParameterSyntax Variable, ExpressionSyntax Range, ExpressionSyntax? Filter, ExpressionSyntax Projection, TextSpan Span)
    : ExpressionSyntax(Span)
{
    public override IEnumerable<ExpressionSyntax> Children => Filter is null ? [Range, Projection] : [Range, Filter, Projection];
}
