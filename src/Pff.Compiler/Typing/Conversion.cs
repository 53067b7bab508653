using System.Collections.Immutable;
using System.Globalization;
using Pff.Compiler.Diagnostics;
using Pff.Core.Diagnostics;
using Pff.Core.Ir;
using Pff.Core.Plan;
using Pff.Core.Text;
using Pff.Core.Types;

namespace Pff.Compiler.Typing;

/// <summary>
/// Whether a value may go where a type is expected, and the coercions that it takes. Nothing becomes a text by itself.
/// </summary>
internal sealed class Conversion(SourceText source, CheckSettings settings, DiagnosticBag diagnostics)
{
    public IrExpression Convert(IrExpression expression, PffType target, TextSpan span)
    {
        if (!settings.IsUnchecked && TypeRelations.NotNull(target) is PrimitiveType { Constraint: { } constraint })
        {
            CheckConstants(expression, constraint);
        }

        if (expression is IrList { Elements: var elements } && TypeRelations.NotNull(target) is ListType sized && !settings.IsUnchecked)
        {
            CheckCount(elements, sized, span);
        }

        if (expression.Type.IsError || target.IsError || expression.Type.Equals(target))
        {
            return expression;
        }

        switch (expression, target)
        {
            case (_, SecretType secret):
                return ToSecret(expression, secret, span);
            case (_, { IsDyn: true }) when SecretTypes.PathTo(expression.Type) is { Length: > 0 } place && !settings.IsUnchecked:
                return Report(CompilerDiagnostics.SecretInside(source, span, place, new("given where any value may go", "dado onde cabe qualquer valor")), span);
            case ({ Type: SecretType }, _):
                return Report(CompilerDiagnostics.SecretUsed(source, span, new("to something else", "para outro destino")), span);
            case (IrList list, ListType to):
                return list with
                {
                    Elements = [.. list.Elements.Select(e => e.IsOptional ? e : e with { Value = Element(e.Value, to.Element) })],
                    Type = to,
                };
            case (IrMap map, ObjectType to) when map.Entries.All(e => e.Key is IrConstant { Value.Kind: ValueKind.Text }):
                return ToObject(map, to, span);
            case (IrMap map, MapType to):
                return map with { Entries = [.. map.Entries.Select(e => e.IsOptional ? e : Entry(e, to))], Type = to };
            case (IrConditional conditional, _):
                return conditional with
                {
                    Then = Element(conditional.Then, target), Else = Element(conditional.Else, target), Type = target,
                };
            default:
                return ConvertPlain(expression, target, span);
        }
    }

    /// <summary>Reports constants that the expression may give and that break a promise of the place they go to.</summary>
    private void CheckConstants(IrExpression expression, ValueConstraint constraint)
    {
        switch (expression)
        {
            case IrConstant { Value: var value } when new ConstraintCheck(constraint).Expected(value) is { } expected:
                diagnostics.Add(CompilerDiagnostics.ConstantBreaksPromise(source, expression.Span, value.ToString(), expected));
                break;
            case IrCoerce { Coercion: CoercionKind.Widen or CoercionKind.IntToDecimal or CoercionKind.IntToDouble } coerce:
                CheckConstants(coerce.Operand, constraint);
                break;
            case IrCoalesce coalesce:
                CheckConstants(coalesce.Right, constraint);
                break;
            case IrConditional conditional:
                CheckConstants(conditional.Then, constraint);
                CheckConstants(conditional.Else, constraint);
                break;
            case IrMatch match:
                foreach (var arm in match.Arms)
                {
                    CheckConstants(arm.Result, constraint);
                }

                break;
        }
    }

    /// <summary>Reports a list that has too few or too many elements, however many of the optional ones are there.</summary>
    private void CheckCount(ImmutableArray<IrListElement> elements, ListType sized, TextSpan span)
    {
        var certain = elements.Count(e => !e.IsOptional);
        LocalizedText? expected = sized.MaximumCount < certain ? new($"a list of at most {sized.MaximumCount} element(s)", $"uma lista de no máximo {sized.MaximumCount} elemento(s)")
            : sized.MinimumCount > elements.Length ? new($"a list of at least {sized.MinimumCount} element(s)", $"uma lista de pelo menos {sized.MinimumCount} elemento(s)")
            : null;
        if (expected is not null)
        {
            diagnostics.Add(CompilerDiagnostics.ListBreaksPromise(source, span, elements.Length, expected));
        }
    }

    /// <summary>An element of a literal, as what is wanted instead of as what the literal's elements have in common.</summary>
    private IrExpression Element(IrExpression element, PffType target)
    {
        var own = element is IrCoerce { Coercion: CoercionKind.Widen } coerce ? coerce.Operand : element;
        return Convert(own, target, own.Span);
    }

    private IrMapEntry Entry(IrMapEntry entry, MapType target) =>
        entry with { Key = Element(entry.Key, target.Key), Value = Element(entry.Value, target.Value) };

    private IrExpression ConvertPlain(IrExpression expression, PffType target, TextSpan span)
    {
        var found = expression.Type;
        if (Literal(expression, target) is { } reread)
        {
            if (expression.Type.Equals(PffType.Duration) && TypeRelations.NotNull(target) is PrimitiveType { Constraint: { } constraint })
            {
                CheckConstants(reread, constraint);
            }

            return reread;
        }

        if (TypeRelations.NotNull(target) is EnumType named && TypeRelations.NotNull(found).Equals(PffType.Text))
        {
            return ToEnum(expression, named, target, span);
        }

        return Assignability.Relate(found, target) switch
        {
            Relation.Same => expression,
            Relation.Wider => Coerce(CoercionKind.Widen, expression, target),
            Relation.Unknown => Coerce(CoercionKind.Narrow, expression, target),
            Relation.IntToDouble => Numbers(CoercionKind.IntToDouble, PffType.Double, expression, target),
            Relation.IntToDecimal => Numbers(CoercionKind.IntToDecimal, PffType.Decimal, expression, target),
            Relation.MayBeNull => Report(
                CompilerDiagnostics.MayBeNull(
                    source, span, found, new("say what it is then: … ?? value", "diga o que vale nesse caso: … ?? valor"), null),
                span),
            _ => settings.IsUnchecked
                ? Coerce(CoercionKind.Widen, expression, PffType.Dyn)
                : Report(CompilerDiagnostics.TypeMismatch(source, span, target, found, HelpFor(found, target)), span),
        };
    }

    private static IrCoerce Coerce(CoercionKind kind, IrExpression expression, PffType type) => new(kind, expression, type, expression.Span);

    private static IrExpression Numbers(CoercionKind kind, PffType number, IrExpression expression, PffType target)
    {
        var coerced = Coerce(kind, expression, number);
        return target.Equals(number) ? coerced : Coerce(CoercionKind.Widen, coerced, target);
    }

    /// <summary>Whole numbers where a decimal is expected, of which <c>5m</c> is one there and five minutes elsewhere.</summary>
    private IrConstant? Literal(IrExpression expression, PffType target)
    {
        if (!TypeRelations.NotNull(target).Equals(PffType.Decimal) || expression is not IrConstant { Value: var value })
        {
            return null;
        }

        if (value.TryGetInt(out var whole))
        {
            return new IrConstant(Value.Of((decimal)whole), target, expression.Span);
        }

        var written = source.GetText(expression.Span);
        return value.Kind == ValueKind.Duration
            && written.EndsWith('m')
            && decimal.TryParse(written.AsSpan(0, written.Length - 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? new IrConstant(Value.Of(number), target, expression.Span)
            : null;
    }

    /// <summary>
    /// A constant is looked up now. Another text may be any of an open enum; of a closed one it is checked when it runs.
    /// </summary>
    private IrExpression ToEnum(IrExpression expression, EnumType named, PffType target, TextSpan span)
    {
        if (expression.Type is NullableType && target is not NullableType)
        {
            return Report(
                CompilerDiagnostics.MayBeNull(source, span, expression.Type, new("say what it is then: … ?? value", "diga o que vale nesse caso: … ?? valor"), null),
                span);
        }

        if (expression is not IrConstant { Value: { Kind: ValueKind.Text } value })
        {
            return Coerce(named.IsOpen ? CoercionKind.Widen : CoercionKind.Narrow, expression, target);
        }

        if (!named.Values.Contains(value.AsText))
        {
            diagnostics.Add(CompilerDiagnostics.UnknownEnumValue(source, expression.Span, value.AsText, named));
        }

        return new IrConstant(value, target, expression.Span);
    }

    private IrExpression ToSecret(IrExpression expression, SecretType target, TextSpan span)
    {
        if (expression.Type is not SecretType secret)
        {
            var converted = Convert(expression, target.Inner, span);
            return converted.Type.IsError ? converted : Coerce(CoercionKind.ToSecret, converted, target);
        }

        return Assignability.Relate(secret.Inner, target.Inner) is Relation.Same or Relation.Wider
            ? Coerce(CoercionKind.Widen, expression, target)
            : Report(CompilerDiagnostics.TypeMismatch(source, span, target, secret, null), span);
    }

    /// <summary>A map literal where an object is expected: each entry is one of its fields.</summary>
    private IrExpression ToObject(IrMap map, ObjectType target, TextSpan span)
    {
        var entries = ImmutableArray.CreateBuilder<IrMapEntry>();
        var given = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in map.Entries)
        {
            var name = ((IrConstant)entry.Key).Value.AsText;
            given.Add(name);
            var type = target.Find(name)?.Type ?? target.Additional;
            if (type is null)
            {
                diagnostics.Add(CompilerDiagnostics.UnknownField(source, entry.Key.Span, name, target, target.Fields.Select(f => f.Name)));
            }

            entries.Add(type is null || entry.IsOptional ? entry : entry with { Value = Element(entry.Value, type) });
        }

        foreach (var field in target.Fields.Where(f => f.IsRequired && !given.Contains(f.Name)))
        {
            diagnostics.Add(CompilerDiagnostics.MissingField(source, span, field.Name, target));
        }

        return Coerce(CoercionKind.Widen, map with { Entries = entries.ToImmutable(), Type = new MapType(PffType.Text, PffType.Dyn) }, target);
    }

    private static LocalizedText? HelpFor(PffType found, PffType target)
    {
        if (found.Equals(PffType.Null))
        {
            return null;
        }

        var name = TypeRelations.NotNull(target) switch
        {
            PrimitiveType { Kind: PrimitiveKind.Text } => "string",
            PrimitiveType { Kind: PrimitiveKind.Int } => "int",
            PrimitiveType { Kind: PrimitiveKind.Double } => "double",
            PrimitiveType { Kind: PrimitiveKind.Decimal } => "decimal",
            PrimitiveType { Kind: PrimitiveKind.Bool } => "bool",
            PrimitiveType { Kind: PrimitiveKind.Timestamp } => "timestamp",
            PrimitiveType { Kind: PrimitiveKind.Duration } => "duration",
            _ => null,
        };
        var isConvertible = name is not null && TypeRelations.NotNull(found) is PrimitiveType or EnumType;
        return isConvertible ? new($"convert it: {name}(…)", $"converta: {name}(…)") : null;
    }

    private IrConstant Report(Diagnostic diagnostic, TextSpan span)
    {
        diagnostics.Add(diagnostic);
        return new IrConstant(Value.Null, PffType.Error, span);
    }
}
