using Pff.Core.Ir;
using Pff.Core.Plan;

namespace Pff.Backend.Emission;

/// <content>Operators and functions: typed code where the shapes are known, else the library by number.</content>
internal sealed partial class MethodEmitter
{
    private const int MaximumTestsInLine = 32;

    private Operand EmitCall(IrCall call, FaultScope scope, string? missing)
    {
        if (call.Arguments.Length > Partition.ChunkLength)
        {
            var array = EmitArray(call.Arguments, scope);
            return Loose($"Library.Invoke(Builtin.{call.Function}, {array})");
        }

        if (call is { Function: Builtin.In, Arguments: [var element, var list] } && EmitInConstant(element, ConstantList(list), scope) is { } found)
        {
            return found;
        }

        if (call.Function == Builtin.Add && Shapes.Of(call.Type) == Shape.Text && call.Arguments.All(a => Shapes.Of(a.Type) == Shape.Text))
        {
            return EmitConcatenation(TextsOf(call), scope);
        }

        if (EmitAggregate(call, scope) is { } aggregate)
        {
            return aggregate;
        }

        if (isQuick && EmitQuickCall(call, scope, missing) is { } quick)
        {
            return quick;
        }

        if (call is { Function: Builtin.Index, Arguments: [var operand, var key] })
        {
            return EmitIndex(operand, key, scope, missing);
        }

        // Of the paths that ?? follows, this one goes on behind it.
        if (missing is not null && call is { Function: Builtin.OptionalIndex, Arguments: [var optional, var name] })
        {
            var operandOfPath = Emit(optional, scope, missing).AsValue;
            return Loose($"Library.Invoke(Builtin.OptionalIndex, {operandOfPath}, {EmitValue(name, scope)})");
        }

        var arguments = new Operand[call.Arguments.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = Emit(call.Arguments[i], scope);
        }

        return EmitTyped(call.Function, arguments, scope)
            ?? Loose($"Library.Invoke(Builtin.{call.Function}{string.Concat(arguments.Select(a => ", " + a.AsValue))})");
    }

    private Operand EmitIndex(IrExpression operand, IrExpression key, FaultScope scope, string? missing)
    {
        var container = Emit(operand, scope, missing).AsValue;
        var index = Emit(key, scope);
        return missing is not null ? OrMissing($"Fields.FindAt({container}, {(index.Shape == Shape.Int ? index.Code : index.AsValue)})", missing)
            : index.Shape == Shape.Int ? Loose($"Fields.At({container}, {index.Code})")
            : index.Shape == Shape.Text ? Loose($"Fields.At({container}, {index.Code})")
            : Loose($"Library.Invoke(Builtin.Index, {container}, {index.AsValue})");
    }

    /// <summary>Typed code for the function on operands of these shapes, or null where there is none.</summary>
    private Operand? EmitTyped(Builtin function, Operand[] arguments, FaultScope scope) => arguments switch
    {
        [var only] => EmitUnary(function, only, scope),
        [{ Shape: Shape.Int } left, { Shape: Shape.Int } right] => EmitIntegers(function, left.Code, right.Code, scope),
        [{ Shape: Shape.Double } left, { Shape: Shape.Double } right] => EmitDoubles(function, left.Code, right.Code),
        [{ Shape: Shape.Text } left, { Shape: Shape.Text } right] => EmitTexts(function, left.Code, right.Code),
        [{ Shape: Shape.Bool } left, { Shape: Shape.Bool } right] => EmitEquality(function, left.Code, right.Code),
        [{ Shape: Shape.Value }, _] or [_, { Shape: Shape.Value }] => EmitMixed(function, arguments[0], arguments[1], scope),
        _ => null,
    };

    private Operand? EmitUnary(Builtin function, Operand operand, FaultScope scope) => (function, operand.Shape) switch
    {
        (Builtin.Not, Shape.Bool) => new Operand($"(!{operand.Code})", Shape.Bool),
        (Builtin.Negate, Shape.Int) => EmitChecked("IntegerMath.TryNegate", operand.Code, "Faults.Overflow(TypeNames.Int)", scope),
        (Builtin.Negate, Shape.Double) => Local($"-({operand.Code})", Shape.Double),
        (Builtin.ToDouble, Shape.Int) => Local($"(double){operand.Code}", Shape.Double),
        (Builtin.ToBool, Shape.Bool) or (Builtin.ToInt, Shape.Int) or (Builtin.ToDouble, Shape.Double) or (Builtin.ToText, Shape.Text) => operand,
        (Builtin.ToDyn, _) => operand,
        (Builtin.Size, Shape.Text) => Local($"CodePoints.Count({operand.Code})", Shape.Int),
        (Builtin.Size, Shape.Value) => Loose($"Reading.Size({operand.Code})"),
        _ => null,
    };

    private Operand? EmitIntegers(Builtin function, string left, string right, FaultScope scope) => function switch
    {
        Builtin.Add => EmitChecked("IntegerMath.TryAdd", $"{left}, {right}", "Faults.Overflow(TypeNames.Int)", scope),
        Builtin.Subtract => EmitChecked("IntegerMath.TrySubtract", $"{left}, {right}", "Faults.Overflow(TypeNames.Int)", scope),
        Builtin.Multiply => EmitChecked(isQuick ? "IntegerMath.TryMultiplyShort" : "IntegerMath.TryMultiply", $"{left}, {right}", "Faults.Overflow(TypeNames.Int)", scope),
        Builtin.Divide => EmitChecked("IntegerMath.TryDivide", $"{left}, {right}", $"IntegerMath.Divide({left}, {right})", scope),
        Builtin.Modulo => EmitChecked("IntegerMath.TryModulo", $"{left}, {right}", "Faults.ModulusByZero", scope),
        _ => EmitComparison(function, left, right),
    };

    private Operand EmitChecked(string function, string arguments, string fault, FaultScope scope)
    {
        var result = NewName("t");
        Line($"if (!{function}({arguments}, out long {result})) {scope.Jump(fault)}");
        return new Operand(result, Shape.Int);
    }

    private Operand? EmitDoubles(Builtin function, string left, string right) => function switch
    {
        Builtin.Add => Local($"{left} + {right}", Shape.Double),
        Builtin.Subtract => Local($"{left} - {right}", Shape.Double),
        Builtin.Multiply => Local($"{left} * {right}", Shape.Double),
        Builtin.Divide => Local($"{left} / {right}", Shape.Double),
        _ => EmitComparison(function, left, right),
    };

    private Operand? EmitTexts(Builtin function, string left, string right) => function switch
    {
        Builtin.Contains => Local($"{left}.Contains({right}, StringComparison.Ordinal)", Shape.Bool),
        Builtin.StartsWith => Local($"{left}.StartsWith({right}, StringComparison.Ordinal)", Shape.Bool),
        Builtin.EndsWith => Local($"{left}.EndsWith({right}, StringComparison.Ordinal)", Shape.Bool),
        Builtin.Less or Builtin.LessOrEqual or Builtin.Greater or Builtin.GreaterOrEqual =>
            EmitComparison(function, $"Ordering.CompareText({left}, {right})", "0"),
        _ => EmitEquality(function, left, right),
    };

    private static Operand? EmitComparison(Builtin function, string left, string right) => function switch
    {
        Builtin.Less => new Operand($"({left} < {right})", Shape.Bool),
        Builtin.LessOrEqual => new Operand($"({left} <= {right})", Shape.Bool),
        Builtin.Greater => new Operand($"({left} > {right})", Shape.Bool),
        Builtin.GreaterOrEqual => new Operand($"({left} >= {right})", Shape.Bool),
        _ => EmitEquality(function, left, right),
    };

    private static Operand? EmitEquality(Builtin function, string left, string right) => function switch
    {
        Builtin.Equal => new Operand($"({left} == {right})", Shape.Bool),
        Builtin.NotEqual => new Operand($"({left} != {right})", Shape.Bool),
        _ => null,
    };

    /// <summary>One operand is a Value: equality and order look at its kind in line.</summary>
    private Operand? EmitMixed(Builtin function, Operand left, Operand right, FaultScope scope) => function switch
    {
        Builtin.Equal => FitSure($"Reading.Equal({left.AsValue}, {right.AsValue})", Shape.Bool, scope),
        Builtin.In when left.Shape is Shape.Text or Shape.Int => FitSure($"Reading.In({left.Code}, {right.AsValue})", Shape.Bool, scope),
        Builtin.NotEqual => new Operand(
            $"(!{FitSure($"Reading.Equal({left.AsValue}, {right.AsValue})", Shape.Bool, scope).Code})", Shape.Bool),
        _ => null,
    };

    /// <summary><c>x in ["a", "b"]</c> of a short constant list of one type, as tests.</summary>
    private Operand? EmitInConstant(IrExpression element, ListValue? list, FaultScope scope)
    {
        var shape = Shapes.Of(element.Type);
        if (shape is not (Shape.Int or Shape.Text) || list is not { Count: > 0 and <= MaximumTestsInLine })
        {
            return null;
        }

        var tests = new List<string>();
        foreach (var item in list.Items)
        {
            var constant = EmitConstant(item);
            if (constant.Shape != shape)
            {
                return null;
            }

            tests.Add(constant.Code);
        }

        return new Operand($"({Emit(element, scope).Code} is {string.Join(" or ", tests.Distinct())})", Shape.Bool);
    }

    private Operand EmitInterpolation(IrInterpolation interpolation, FaultScope scope)
    {
        if (interpolation.Parts.Length > Partition.ChunkLength)
        {
            return FitSure($"Building.ConcatenateValues({EmitArray(interpolation.Parts, scope)})", Shape.Text, scope);
        }

        if (interpolation.Parts.All(p => Shapes.Of(p.Type) == Shape.Text))
        {
            return interpolation.Parts.IsEmpty ? new Operand("\"\"", Shape.Text) : EmitConcatenation(interpolation.Parts, scope);
        }

        var parts = interpolation.Parts.Select(p => EmitValue(p, scope)).ToList();
        return Loose($"Building.ConcatenateValues([{string.Join(", ", parts)}])");
    }

    /// <summary>The operands of <c>a + b + c</c>, as long as they are in this method.</summary>
    private List<IrExpression> TextsOf(IrCall sum)
    {
        var texts = new List<IrExpression>();
        IrExpression rest = sum;
        while (rest is IrCall { Function: Builtin.Add, Arguments: [var left, var right] } && Shapes.Of(left.Type) == Shape.Text
            && Shapes.Of(right.Type) == Shape.Text && (ReferenceEquals(rest, sum) || !outlined.Contains(rest)))
        {
            texts.Add(right);
            rest = left;
        }

        texts.Add(rest);
        texts.Reverse();
        return texts;
    }

    /// <summary>One text of several, which is refused as soon as it would be too long: before the next part is evaluated.</summary>
    private Operand EmitConcatenation(IReadOnlyList<IrExpression> texts, FaultScope scope)
    {
        var parts = new List<string> { Emit(texts[0], scope).Code };
        var length = NewName("n");
        Line($"long {length} = {parts[0]}.Length;");
        foreach (var text in texts.Skip(1))
        {
            parts.Add(Emit(text, scope).Code);
            Line($"if (({length} += {parts[^1]}.Length) > Limits.MaxTextLength) {scope.Jump("Faults.TextTooLong")}");
        }

        var all = string.Join(", ", parts);
        return Local(parts.Count == 1 ? all : $"string.Concat({(parts.Count > 4 ? $"[{all}]" : all)})", Shape.Text);
    }
}
