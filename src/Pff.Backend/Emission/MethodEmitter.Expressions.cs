using Pff.Core.Ir;
using Pff.Core.Plan;

namespace Pff.Backend.Emission;

/// <content>One case for each node, and how values change their shape.</content>
internal sealed partial class MethodEmitter
{
    /// <summary>
    /// The statements of an expression. The operand is no fault, and of the shape of the static type or, where that is
    /// no more than a Value, perhaps of a better one.
    /// </summary>
    /// <param name="missing">
    /// Where to jump when the path that the expression is ends in a field or key that is not there, instead of making
    /// a fault of it; null where that is a fault like others.
    /// </param>
    private Operand Emit(IrExpression expression, FaultScope scope, string? missing = null)
    {
        var operand = EmitOperand(expression, scope, missing);
        return operand.MayBeFault ? Fit(operand, operand.Shape, scope) : operand;
    }

    /// <summary>As <see cref="Emit"/>, as a <c>Value</c> that is no fault.</summary>
    private string EmitValue(IrExpression expression, FaultScope scope) => Emit(expression, scope).AsValue;

    /// <summary>As <see cref="Emit"/>, but where the static type is no more than a Value, the operand may be a fault.</summary>
    private Operand EmitOperand(IrExpression expression, FaultScope scope, string? missing = null, bool isTakenOut = false)
    {
        if (_known.TryGetValue(KeyOf(expression), out var known))
        {
            return known;
        }

        var shape = Shapes.Of(expression.Type);
        var operand = shape != Shape.Value && expression is IrSlot slot
            ? EmitTypedSlot(slot, shape, scope)
            : EmitLoose(expression, scope, missing, isTakenOut);
        operand = shape == Shape.Value ? operand : Fit(operand, shape, scope);
        if (expression is IrSlot or IrLocal)
        {
            _known = _known.SetItem(KeyOf(expression), operand);
        }

        return operand;
    }

    /// <summary>What a variable is known by; anything else is known by itself, which is never found.</summary>
    private static object KeyOf(IrExpression expression) => expression switch
    {
        IrSlot slot => slot.Slot,
        IrLocal local => local.Variable,
        _ => expression,
    };

    /// <summary>As <see cref="Emit"/>, but the operand may be a fault, and of shape Value whatever the static type.</summary>
    private Operand EmitLoose(IrExpression expression, FaultScope scope, string? missing = null, bool isTakenOut = false) =>
        !isTakenOut && outlined.Contains(expression) ? EmitOutlined(expression) : expression switch
        {
            IrConstant constant => EmitConstant(constant.Value),
            IrSlot slot => EmitSlot(slot, scope),
            IrNow => new Operand("Value.Of(frame.Now)", Shape.Value),
            IrLocal local => EmitLocal(local, scope),
            IrFault fault => EmitFault(fault, scope),
            IrSelect select => EmitSelect(select, scope, missing),
            IrHas has => EmitHas(has, scope),
            IrSafeSelect select => EmitAccess("Access.SafeSelect", select.Operand, select.Name, scope, missing),
            IrOptionalSelect select => EmitAccess("Access.OptionalSelect", select.Operand, select.Name, scope, missing),
            IrCall call => EmitCall(call, scope, missing),
            IrAnd and => EmitLogic(and.Left, and.Right, decisive: false, scope),
            IrOr or => EmitLogic(or.Left, or.Right, decisive: true, scope),
            IrConditional conditional => EmitConditional(conditional, scope),
            IrCoalesce coalesce => EmitCoalesce(coalesce, scope, missing),
            IrLet let => EmitLet(let, scope),
            IrMatch match => EmitMatch(match, scope),
            IrInterpolation interpolation => EmitInterpolation(interpolation, scope),
            IrCoerce coerce => EmitCoerce(coerce, scope, missing),
            IrList list => EmitList(list, scope),
            IrMap map => EmitMap(map, scope),
            IrQuantifier quantifier => EmitQuantifier(quantifier, scope),
            IrTransformList transform => EmitTransformList(transform, scope),
            IrTransformMap transform => EmitTransformMap(transform, scope),
            IrSortBy sort => EmitByKey("Sorting.SortBy", sort.Range, sort.Element, sort.Key, scope),
            IrGroupBy group => EmitByKey("Grouping.GroupBy", group.Range, group.Element, group.Key, scope),
            _ => throw new InvalidOperationException($"no code for {expression.GetType().Name}"),
        };

    /// <summary>The operand in a shape, and no fault.</summary>
    private Operand Fit(Operand operand, Shape shape, FaultScope scope)
    {
        if (operand.Shape == shape)
        {
            if (operand.MayBeFault)
            {
                Line($"if ({operand.Code}.IsFault) {scope.Jump(operand.Code)}");
            }

            return operand with { MayBeFault = false };
        }

        if (shape == Shape.Value)
        {
            return new Operand(operand.AsValue, Shape.Value);
        }

        if (operand.Shape != Shape.Value)
        {
            // Data that lies about its type, or an int where a double is expected.
            operand = Local(operand.AsValue, Shape.Value);
        }

        return Narrowed(operand.Code, $"Reading.Expect({operand.Code}, ValueKind.{Shapes.KindOf(shape)})", shape, scope);
    }

    /// <summary>The content of a value; where it is of another kind, that of what the second code makes of it, or its fault.</summary>
    private Operand Narrowed(string value, string otherwise, Shape shape, FaultScope scope)
    {
        var kind = Shapes.KindOf(shape);
        var (result, other) = (NewName("t"), NewName("t"));
        if (isQuick)
        {
            Line($"if (!{value}.TryGet{kind}(out {Shapes.TypeOf(shape)} {result})) {scope.Jump(otherwise)}");
            return new Operand(result, shape);
        }

        Line($"if (!{value}.TryGet{kind}(out {Shapes.TypeOf(shape)} {result})) {{");
        Line($"Value {other} = {otherwise};");
        Line($"if (!{other}.TryGet{kind}(out {result})) {scope.Jump(other)} }}");
        return new Operand(result, shape);
    }

    /// <summary>A local that holds the code's value, which is of the shape or a fault, and jumps with the fault.</summary>
    private Operand FitSure(string code, Shape shape, FaultScope scope)
    {
        var (value, result) = (NewName("t"), NewName("t"));
        Line($"Value {value} = {code};");
        Line($"if (!{value}.TryGet{Shapes.KindOf(shape)}(out {Shapes.TypeOf(shape)} {result})) {scope.Jump(value)}");
        return new Operand(result, shape);
    }

    /// <summary>A local for a value that may be a fault.</summary>
    private Operand Loose(string code)
    {
        var result = NewName("t");
        Line($"Value {result} = {code};");
        return new Operand(result, Shape.Value, MayBeFault: true);
    }

    private Operand Local(string code, Shape shape)
    {
        var result = NewName("t");
        Line($"{Shapes.TypeOf(shape)} {result} = {code};");
        return new Operand(result, shape);
    }

    private Operand EmitConstant(in Value value) => value.Kind switch
    {
        ValueKind.Null => new Operand("Value.Null", Shape.Value),
        ValueKind.Bool => new Operand(CSharpLiteral.Of(value.AsBool), Shape.Bool),
        ValueKind.Int => new Operand(CSharpLiteral.Of(value.AsInt), Shape.Int),
        ValueKind.Double => new Operand(CSharpLiteral.Of(value.AsDouble), Shape.Double),
        ValueKind.Text => new Operand(CSharpLiteral.Of(value.AsText), Shape.Text),
        var kind => new Operand(owner.Constant(value), Shape.Value, MayBeFault: kind == ValueKind.Fault),
    };

    private Operand EmitSlot(IrSlot slot, FaultScope scope)
    {
        _usesSlots = true;
        var value = LooseElement($"slots[{Number(slot.Slot)}]");
        Line($"if ({value.Code}.IsAbsent) {scope.Jump($"Faults.NoSuchVariable({CSharpLiteral.Of(slot.Name)})")}");
        return value;
    }

    /// <summary>A slot that is absent has no kind either, so one test finds both troubles.</summary>
    private Operand EmitTypedSlot(IrSlot slot, Shape shape, FaultScope scope)
    {
        _usesSlots = true;
        var (value, kind) = (LooseElement($"slots[{Number(slot.Slot)}]").Code, Shapes.KindOf(shape));
        return Narrowed(value, $"Reading.Slot({value}, ValueKind.{kind}, {CSharpLiteral.Of(slot.Name)})", shape, scope);
    }

    private Operand EmitLocal(IrLocal local, FaultScope scope)
    {
        var binding = Lookup(local.Variable);
        if (binding.Fault is { } fault)
        {
            Line($"if (!{fault}.IsAbsent) {scope.Jump(fault)}");
        }

        return new Operand(binding.Code, binding.Shape, binding.MayBeFault);
    }

    private Operand EmitFault(IrFault fault, FaultScope scope)
    {
        var value = Value.Of(new Fault(fault.Reason, new Core.Diagnostics.LocalizedText(fault.Detail, fault.Detail)));
        Line($"if (true) {scope.Jump(owner.Constant(value))}");
        return Operand.Unreachable(Shape.Value);
    }

    private Operand EmitSelect(IrSelect select, FaultScope scope, string? missing)
    {
        if (isQuick)
        {
            return EmitQuickSelect(select, scope, missing);
        }

        if (missing is null)
        {
            return EmitAccess("Fields.Select", select.Operand, select.Name, scope, missing);
        }

        var operand = Emit(select.Operand, scope, missing).AsValue;
        return OrMissing($"Fields.Find({operand}, {CSharpLiteral.Of(select.Name)})", missing);
    }

    // A fault among the operands of a selection is its result, so that only the end of a path has to be looked at.
    private Operand EmitAccess(string function, IrExpression operand, string name, FaultScope scope, string? missing)
    {
        var value = missing is null ? EmitOperand(operand, scope) : Emit(operand, scope, missing);
        return Loose($"{function}({value.AsValue}, {CSharpLiteral.Of(name)})");
    }

    private Operand EmitHas(IrHas has, FaultScope scope) =>
        isQuick ? EmitQuickHas(has, scope) : FitSure($"Fields.Has({EmitOperand(has.Operand, scope).AsValue}, {CSharpLiteral.Of(has.Name)})", Shape.Bool, scope);

    /// <summary>Code that gives absent where a path ends.</summary>
    private Operand OrMissing(string code, string missing)
    {
        var value = Loose(code);
        Line($"if ({value.Code}.IsAbsent) goto {missing};");
        return value;
    }
}
