using System.Collections.Immutable;
using Pff.Compiler.Syntax;
using Pff.Core.Plan;
using static Pff.Compiler.Typing.SignatureTypes;

namespace Pff.Compiler.Typing;

/// <summary>
/// The overloads of the operators: CEL's standard ones (langdef.md, "List of Standard Definitions"), those of decimals,
/// and comparisons between numbers of different types. Equality and <c>in</c> have rules of their own.
/// </summary>
internal static class SignaturesOfOperators
{
    public static Overloads Negate { get; } = new(
        "-",
        [Of(Builtin.Negate, IntT, IntT), Of(Builtin.Negate, DoubleT, DoubleT), Of(Builtin.Negate, DecimalT, DecimalT), Of(Builtin.Negate, DurationT, DurationT)]);

    public static Overloads Not { get; } = new("!", [Of(Builtin.Not, BoolT, BoolT)]);

    private static readonly Overloads Add = new(
        "+",
        [
            .. Numbers(Builtin.Add),
            Of(Builtin.Add, TextT, TextT, TextT),
            Of(Builtin.Add, ListOfA, ListOfA, ListOfA),
            Of(Builtin.Add, TimestampT, TimestampT, DurationT),
            Of(Builtin.Add, TimestampT, DurationT, TimestampT),
            Of(Builtin.Add, DurationT, DurationT, DurationT),
        ]);

    private static readonly Overloads Subtract = new(
        "-",
        [
            .. Numbers(Builtin.Subtract),
            Of(Builtin.Subtract, TimestampT, TimestampT, DurationT),
            Of(Builtin.Subtract, DurationT, TimestampT, TimestampT),
            Of(Builtin.Subtract, DurationT, DurationT, DurationT),
        ]);

    private static readonly Overloads Multiply = new("*", Numbers(Builtin.Multiply));
    private static readonly Overloads Divide = new("/", Numbers(Builtin.Divide));

    private static readonly Overloads Modulo = new(
        "%",
        [
            Of(Builtin.Modulo, IntT, IntT, IntT),
            Of(Builtin.Modulo, DecimalT, DecimalT, DecimalT), Of(Builtin.Modulo, DecimalT, DecimalT, IntT), Of(Builtin.Modulo, DecimalT, IntT, DecimalT),
        ]);

    private static readonly Overloads Less = new("<", Orders(Builtin.Less));
    private static readonly Overloads LessOrEqual = new("<=", Orders(Builtin.LessOrEqual));
    private static readonly Overloads Greater = new(">", Orders(Builtin.Greater));
    private static readonly Overloads GreaterOrEqual = new(">=", Orders(Builtin.GreaterOrEqual));

    /// <summary>The overloads of an operator that evaluates both operands and is neither equality nor <c>in</c>.</summary>
    public static Overloads Of2(BinaryOperator kind) => kind switch
    {
        BinaryOperator.Add => Add,
        BinaryOperator.Subtract => Subtract,
        BinaryOperator.Multiply => Multiply,
        BinaryOperator.Divide => Divide,
        BinaryOperator.Modulo => Modulo,
        BinaryOperator.Less => Less,
        BinaryOperator.LessOrEqual => LessOrEqual,
        BinaryOperator.Greater => Greater,
        BinaryOperator.GreaterOrEqual => GreaterOrEqual,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "has no overloads"),
    };

    private static ImmutableArray<Signature> Numbers(Builtin function) =>
    [
        Of(function, IntT, IntT, IntT),
        Of(function, DoubleT, DoubleT, DoubleT),
        Of(function, DecimalT, DecimalT, DecimalT), Of(function, DecimalT, DecimalT, IntT), Of(function, DecimalT, IntT, DecimalT),
    ];

    private static ImmutableArray<Signature> Orders(Builtin function) =>
    [
        Of(function, BoolT, IntT, IntT), Of(function, BoolT, IntT, DoubleT), Of(function, BoolT, IntT, DecimalT),
        Of(function, BoolT, DoubleT, DoubleT), Of(function, BoolT, DoubleT, IntT), Of(function, BoolT, DoubleT, DecimalT),
        Of(function, BoolT, DecimalT, DecimalT), Of(function, BoolT, DecimalT, IntT), Of(function, BoolT, DecimalT, DoubleT),
        Of(function, BoolT, BoolT, BoolT), Of(function, BoolT, TextT, TextT),
        Of(function, BoolT, TimestampT, TimestampT), Of(function, BoolT, DurationT, DurationT),
    ];
}
