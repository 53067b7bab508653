namespace Pff.Core.Plan;

/// <summary>
/// Every operator and function of the language, by what it does: overloads of one name share an entry, and the kinds
/// of the arguments choose among them. The checker maps names and signatures to entries; the library implements them.
/// </summary>
public enum Builtin
{
    // Operators. And, Or, ?:, ?? and ?. are IR nodes of their own, since they do not evaluate all operands.
    Negate, Not, Add, Subtract, Multiply, Divide, Modulo,
    Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual, In,
    Index, OptionalIndex, Size,

    // Conversions.
    ToBool, ToInt, ToDouble, ToDecimal, ToText, ToTimestamp, ToDuration, TypeOf, ToDyn,

    // Text.
    Contains, StartsWith, EndsWith, Matches, CharAt, IndexOf, LastIndexOf, LowerAscii, UpperAscii,
    Replace, Split, Substring, Trim, Join, Quote, ReverseText,
    RegexExtract, RegexExtractAll, RegexReplace, Base64Encode, Base64Decode, Format,

    // Timestamps and durations; an optional last argument names a time zone.
    GetFullYear, GetMonth, GetDate, GetDayOfMonth, GetDayOfWeek, GetDayOfYear,
    GetHours, GetMinutes, GetSeconds, GetMilliseconds,

    // math.* extension.
    MathGreatest, MathLeast, MathCeil, MathFloor, MathRound, MathTrunc, MathAbs, MathSign, MathSqrt,
    MathIsNaN, MathIsInf, MathIsFinite, MathBitAnd, MathBitOr, MathBitXor, MathBitNot, MathBitShiftLeft, MathBitShiftRight,

    // optional.* extension.
    OptionalOf, OptionalOfNonZeroValue, OptionalNone, OptionalHasValue, OptionalGetValue, OptionalOr, OptionalUnwrap, OptionalOrValue,

    // Collections: PFF's extensions and CEL's lists and sets extensions. Those with a lambda are IR nodes (IrTransform, IrOrder …).
    Sum, Minimum, Maximum, First, Last, Count, Distinct, Flatten, Reverse, Slice, Sort, Range,
    SetsContains, SetsEquivalent, SetsIntersects, Keys, Values,
}
