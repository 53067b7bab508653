using System.Collections.Immutable;
using Pff.Core.Plan;
using Pff.Core.Text;
using Pff.Core.Types;

namespace Pff.Core.Ir;

/// <summary>
/// A typed expression. Every coercion is a node; every node knows its place in the source. A node whose type is dyn
/// does its work by the kinds of the values at run time. A node whose type is bool, int, double, text or an enum has a
/// value of that kind or a fault: where data from outside lies, reading it is a TypeMismatch fault.
/// </summary>
public abstract record IrExpression(PffType Type, TextSpan Span);

public sealed record IrConstant(Value Value, PffType Type, TextSpan Span) : IrExpression(Type, Span);

/// <summary>A variable of the sequence, in the frame. Reading an absent slot is a NoSuchVariable fault.</summary>
public sealed record IrSlot(int Slot, string Name, PffType Type, TextSpan Span) : IrExpression(Type, Span);

/// <summary>The run's fixed <c>now</c>.</summary>
public sealed record IrNow(TextSpan Span) : IrExpression(PffType.Timestamp, Span);

/// <summary>A variable bound inside the expression (comprehension, let, lambda), identified by reference.</summary>
public sealed class IrVariable(string name, PffType type)
{
    public string Name { get; } = name;

    public PffType Type { get; } = type;
}

public sealed record IrLocal(IrVariable Variable, TextSpan Span) : IrExpression(Variable.Type, Span);

/// <summary>Always this fault; what a reported mistake becomes where evaluation goes on (unchecked CEL).</summary>
public sealed record IrFault(FaultKind Reason, string Detail, TextSpan Span) : IrExpression(PffType.Error, Span);

/// <summary>
/// <c>operand.name</c> on an object or map with text keys. An absent field is a NoSuchField (object) or NoSuchKey (map)
/// fault, a null or other operand NoSuchOverload.
/// </summary>
public sealed record IrSelect(IrExpression Operand, string Name, PffType Type, TextSpan Span) : IrExpression(Type, Span);

/// <summary><c>has(operand.name)</c>: whether the field is there.</summary>
public sealed record IrHas(IrExpression Operand, string Name, TextSpan Span) : IrExpression(PffType.Bool, Span);

/// <summary>
/// <c>operand?.name</c> (PFF): null where the operand is null, or the field is absent or null; its type is nullable.
/// </summary>
public sealed record IrSafeSelect(IrExpression Operand, string Name, PffType Type, TextSpan Span) : IrExpression(Type, Span);

/// <summary><c>operand.?name</c> (CEL optionals): an optional value; an optional operand is looked into.</summary>
public sealed record IrOptionalSelect(IrExpression Operand, string Name, PffType Type, TextSpan Span) : IrExpression(Type, Span);

/// <summary>An operator or function that evaluates all its arguments, from left to right; the first fault is its result.</summary>
public sealed record IrCall(Builtin Function, ImmutableArray<IrExpression> Arguments, PffType Type, TextSpan Span)
    : IrExpression(Type, Span);

/// <summary><c>left &amp;&amp; right</c> with CEL's error absorption: false wins over a fault on either side.</summary>
public sealed record IrAnd(IrExpression Left, IrExpression Right, TextSpan Span) : IrExpression(PffType.Bool, Span);

/// <summary><c>left || right</c> with CEL's error absorption: true wins over a fault on either side.</summary>
public sealed record IrOr(IrExpression Left, IrExpression Right, TextSpan Span) : IrExpression(PffType.Bool, Span);

public sealed record IrConditional(IrExpression Condition, IrExpression Then, IrExpression Else, PffType Type, TextSpan Span)
    : IrExpression(Type, Span);

/// <summary>
/// <c>left ?? right</c>: right where left is null, an empty optional, or a NoSuchField / NoSuchKey fault of a
/// selection or index on the left's own path; any other fault stays. A left of an optional type gives what it holds.
/// </summary>
public sealed record IrCoalesce(IrExpression Left, IrExpression Right, PffType Type, TextSpan Span) : IrExpression(Type, Span);

public sealed record IrList(ImmutableArray<IrListElement> Elements, PffType Type, TextSpan Span) : IrExpression(Type, Span);

/// <param name="IsOptional"><c>[?e]</c>: left out where the optional is empty.</param>
public sealed record IrListElement(IrExpression Value, bool IsOptional);

/// <summary>A map literal; a repeated key, or a key that is no bool, int or text, is a fault.</summary>
public sealed record IrMap(ImmutableArray<IrMapEntry> Entries, PffType Type, TextSpan Span) : IrExpression(Type, Span);

public sealed record IrMapEntry(IrExpression Key, IrExpression Value, bool IsOptional);

/// <summary>
/// <c>let variable = value in body</c>. Evaluated at most once; a fault of the value is a fault of the body only where
/// the body reads the variable.
/// </summary>
public sealed record IrLet(IrVariable Variable, IrExpression Value, IrExpression Body, TextSpan Span) : IrExpression(Body.Type, Span);

/// <summary>Text with holes: each part is a text already (coerced where need be).</summary>
public sealed record IrInterpolation(ImmutableArray<IrExpression> Parts, TextSpan Span) : IrExpression(PffType.Text, Span);

public sealed record IrCoerce(CoercionKind Coercion, IrExpression Operand, PffType Type, TextSpan Span) : IrExpression(Type, Span);

public enum CoercionKind
{
    /// <summary>T to dyn, T to T?, subtype to supertype: nothing happens.</summary>
    Widen,

    /// <summary>dyn to T, or T? to T: a TypeMismatch fault unless the value is of the type. Checks one level; elements are checked when read.</summary>
    Narrow,

    IntToDouble,
    IntToDecimal,

    /// <summary>As interpolation shows it: numbers in their shortest exact form, timestamps in RFC 3339, lists and maps as JSON, null as nothing.</summary>
    ToText,

    /// <summary>T to secret T.</summary>
    ToSecret,
}
