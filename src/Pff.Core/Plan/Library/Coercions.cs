namespace Pff.Core.Plan.Library;

/// <summary>The conversions that the checker puts in. Null and absence stay what they are: the type may allow them.</summary>
public static class Coercions
{
    public static Value IntToDouble(in Value operand)
    {
        var clean = Operands.Prepare(operand);
        return clean.TryGetInt(out var number) ? Value.Of((double)number) : OrNothing(clean, TypeNames.Int);
    }

    public static Value IntToDecimal(in Value operand)
    {
        var clean = Operands.Prepare(operand);
        return clean.TryGetInt(out var number) ? Value.Of((decimal)number) : OrNothing(clean, TypeNames.Int);
    }

    public static Value ToText(in Value operand) => ValueText.Write(operand);

    public static Value ToSecret(in Value operand) =>
        operand.Kind is ValueKind.Secret or ValueKind.Fault or ValueKind.Absent ? operand : Value.Of(new SecretValue(operand));

    /// <summary>
    /// The value where it is of the kind, or null where that is allowed; else a TypeMismatch fault. Undecoded JSON is
    /// decoded. JSON writes a whole double like an int, so an int is good where a double is wanted. A secret may be
    /// narrowed only to one.
    /// </summary>
    public static Value Narrow(in Value operand, ValueKind kind, bool allowsNull)
    {
        var found = operand.Kind;
        if (found == kind || found == ValueKind.Fault)
        {
            return operand;
        }

        var clean = Operands.Prepare(operand);
        return clean.Kind == kind || clean.IsFault || (allowsNull && clean.IsNull) ? clean
            : kind == ValueKind.Double && clean.TryGetInt(out var whole) ? Value.Of((double)whole)
            : Faults.TypeMismatch(TypeNames.Of(kind), clean);
    }

    private static Value OrNothing(in Value value, string expected) =>
        value.Kind is ValueKind.Null or ValueKind.Absent or ValueKind.Fault ? value : Faults.TypeMismatch(expected, value);
}
