using Pff.Core.Ir;
using Pff.Core.Plan;
using Pff.Core.Types;

namespace Pff.Backend.Emission;

/// <content>
/// Quick methods: what an expression does where nothing is out of the ordinary. Expressions have no effects, so that at
/// the first fault, at a value of another kind than most, or near a limit, a quick method may leave for the exact method
/// of the same expression, which begins anew. It never gives anything that the exact method would not give.
/// </content>
internal sealed partial class MethodEmitter
{
    /// <summary>The quick method, and whether there is a way out of it, so that the exact method is needed.</summary>
    public (string Text, bool MayLeave) WriteQuick(string name, string exactName, IrExpression expression)
    {
        var scope = new FaultScope(fault: null, "Leave");
        EmitWhole(expression, scope);
        var text = $"    private Value {name}(Frame frame)\n    {{\n{(_usesSteps ? "int steps = 0;\n" : "")}"
            + $"{(_usesSlots ? "var slots = frame.Slots;\n" : "")}{_code}{(scope.IsUsed ? $"Leave: return {exactName}(frame);\n" : "")}    }}\n\n";
        return (text, scope.IsUsed);
    }

    /// <summary>A local for an element of an array or span, which is not copied in a quick method.</summary>
    private Operand LooseElement(string element)
    {
        if (!isQuick)
        {
            return Loose(element);
        }

        var result = NewName("t");
        Line($"ref readonly Value {result} = ref {element};");
        return new Operand(result, Shape.Value, MayBeFault: true);
    }

    private Operand EmitQuickSelect(IrSelect select, FaultScope scope, string? missing) =>
        EmitQuickField(
            EmitOperand(select.Operand, scope, missing), CSharpLiteral.Of(select.Name), scope, missing,
            isLookedAt: Shapes.Of(select.Type) != Shape.Value);

    /// <summary>A field of a record, which is not copied.</summary>
    /// <param name="isLookedAt">Whether who reads the field finds out by its kind that it is not there.</param>
    private Operand EmitQuickField(Operand container, string name, FaultScope scope, string? missing, bool isLookedAt)
    {
        var field = LooseElement($"{EmitQuickContainer(container, "RecordValue", scope)}.Field({name}, ref {owner.NextPlaceName()})");
        if (missing is not null)
        {
            Line($"if ({field.Code}.IsAbsent) goto {missing};");
        }
        else if (!isLookedAt)
        {
            Line($"if ({field.Code}.IsAbsent) {scope.Jump("")}");
        }

        return field;
    }

    /// <summary>A local for the record or list that a value is; leaves where it is anything else, so also where it is a fault.</summary>
    private string EmitQuickContainer(Operand container, string type, FaultScope scope)
    {
        var result = NewName("c");
        Line($"if (!{(container.Shape == Shape.Value ? container.Code : $"({container.AsValue})")}.TryGet(out {type} {result})) {scope.Jump("")}");
        return result;
    }

    private Operand EmitQuickHas(IrHas has, FaultScope scope)
    {
        var record = EmitQuickContainer(EmitOperand(has.Operand, scope), "RecordValue", scope);
        return Local($"!{record}.Field({CSharpLiteral.Of(has.Name)}, ref {owner.NextPlaceName()}).IsAbsent", Shape.Bool);
    }

    /// <summary>Indexes, sizes and searches of what the types say is a list or an object; null for other calls.</summary>
    private Operand? EmitQuickCall(IrCall call, FaultScope scope, string? missing) => call switch
    {
        { Function: Builtin.Index, Arguments: [{ Type: ListType } list, var index] } when Shapes.Of(index.Type) == Shape.Int =>
            EmitQuickElement(EmitOperand(list, scope, missing), Emit(index, scope).Code, scope),
        { Function: Builtin.Index, Arguments: [{ Type: MapType or ObjectType } map and not IrMap and not IrTransformMap, IrConstant { Value.Kind: ValueKind.Text } key] } =>
            EmitQuickField(
                EmitOperand(map, scope, missing), EmitConstant(key.Value).Code, scope, missing, isLookedAt: Shapes.Of(call.Type) != Shape.Value),
        { Function: Builtin.Size, Arguments: [{ Type: ListType } list] } =>
            Local($"{EmitQuickContainer(EmitOperand(list, scope), "ListValue", scope)}.Count", Shape.Int),
        { Function: Builtin.In, Arguments: [var element, { Type: ListType } list] } when Shapes.Of(element.Type) is Shape.Text or Shape.Int =>
            EmitQuickSearch(Emit(element, scope), EmitOperand(list, scope), scope),
        _ => null,
    };

    private Operand EmitQuickElement(Operand container, string index, FaultScope scope)
    {
        var list = EmitQuickContainer(container, "ListValue", scope);
        Line($"if (unchecked((ulong)({index})) >= (ulong){list}.Count) {scope.Jump("")}");
        return Loose($"{list}[unchecked((int)({index}))]");
    }

    private Operand EmitQuickSearch(Operand sought, Operand container, FaultScope scope)
    {
        var list = EmitQuickContainer(container, "ListValue", scope);
        var (found, item) = (NewName("r"), NewName("x"));
        Line($"bool {found} = false;\nforeach (ref readonly Value {item} in {list}.Items) {{");
        var content = Narrowed(item, "", sought.Shape, scope);
        Line($"if ({content.Code} == {sought.Code}) {{ {found} = true; break; }}\n}}");
        return new Operand(found, Shape.Bool);
    }

    private Loop PrepareQuickLoop(IrExpression range, IrVariable first, FaultScope scope)
    {
        var list = EmitQuickContainer(EmitOperand(range, scope), "ListValue", scope);
        var (span, index, item) = (NewName("s"), NewName("i"), NewName("x"));
        _bindings[first] = new Binding(item, Shape.Value, MayBeFault: true);
        Line($"var {span} = {list}.Items;");
        return new Loop(list, span, index, item);
    }

    /// <summary>All steps of a loop before its first, as if it never ended early.</summary>
    private void CountQuickSteps(Loop loop, FaultScope scope)
    {
        if (isQuick)
        {
            Line($"if ({loop.Span}.Length > Limits.MaxSteps - steps) {scope.Jump("")}\nsteps += {loop.Span}.Length;");
        }
    }

    private void CountStep(FaultScope scope) => Line(isQuick ? "" : $"if (++steps > Limits.MaxSteps) {scope.Jump("Faults.TooManySteps")}");

    /// <summary>As if every element were kept.</summary>
    private void CheckQuickElements(Loop loop, FaultScope scope) =>
        Line(isQuick ? $"if ({loop.Span}.Length > Limits.MaxElements) {scope.Jump("")}" : "");

    private void CheckElements(string areTooMany, FaultScope scope) =>
        Line(isQuick ? "" : $"if ({areTooMany}) {scope.Jump("Faults.TooManyElements")}");
}
