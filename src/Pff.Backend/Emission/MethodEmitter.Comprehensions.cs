using Pff.Core.Ir;
using Pff.Core.Plan;
using Pff.Core.Types;

namespace Pff.Backend.Emission;

/// <content>Comprehensions: loops in line, left as soon as the result is known.</content>
internal sealed partial class MethodEmitter
{
    /// <summary>The names of a loop's locals: the elements' span and the index.</summary>
    private sealed record Loop(string List, string Span, string Index, string First);

    /// <summary>
    /// Evaluates the range and declares what the loop needs. A map, and JSON not yet decoded, give lists of their keys
    /// and values; a list is looped over as it is.
    /// </summary>
    private Loop PrepareLoop(IrExpression range, IrVariable first, IrVariable? second, FaultScope scope)
    {
        if (isQuick && second is null && range.Type is ListType)
        {
            return PrepareQuickLoop(range, first, scope);
        }

        var operand = EmitValue(range, scope);
        var (list, other, span, index, item) = (NewName("l"), NewName("t"), NewName("s"), NewName("i"), NewName("x"));
        if (second is null)
        {
            Line($"if (!{operand}.TryGet(out ListValue {list})) {{ Value {other} = Iteration.Firsts({operand});");
            Line($"if (!{other}.TryGet(out {list})) {scope.Jump(other)} }}");
            _bindings[first] = new Binding(item, Shape.Value, MayBeFault: true);
            Line($"var {span} = {list}.Items;");
            return new Loop(list, span, index, item);
        }

        var (keys, key) = (NewName("k"), NewName("x"));
        Line($"ListValue {keys} = null;");
        Line($"if (!{operand}.TryGet(out ListValue {list})) {{ Value {other} = Iteration.Seconds({operand}, out {keys});");
        Line($"if (!{other}.TryGet(out {list})) {scope.Jump(other)} }}");
        Line($"var {span} = {list}.Items;");
        _bindings[first] = new Binding(key, Shape.Value, MayBeFault: false);
        _bindings[second] = new Binding(item, Shape.Value, MayBeFault: true);
        _keysOfLoops[item] = keys;
        return new Loop(list, span, index, key);
    }

    private readonly Dictionary<string, string> _keysOfLoops = new(StringComparer.Ordinal);

    /// <summary>The loop's head and the values of its variables.</summary>
    private void OpenLoop(Loop loop, IrVariable first, IrVariable? second, FaultScope scope)
    {
        _known = _known.Remove(first);
        _known = second is null ? _known : _known.Remove(second);
        _usesSteps = true;
        CountQuickSteps(loop, scope);
        Line($"for (int {loop.Index} = 0; {loop.Index} < {loop.Span}.Length; {loop.Index}++) {{");
        CountStep(scope);
        var item = _bindings[second ?? first].Code;
        Line(isQuick ? $"ref readonly Value {item} = ref {loop.Span}[{loop.Index}];" : $"Value {item} = {loop.Span}[{loop.Index}];");
        if (second is not null)
        {
            var keys = _keysOfLoops[item];
            Line($"Value {loop.First} = {keys} == null ? Value.Of((long){loop.Index}) : {keys}[{loop.Index}];");
        }
    }

    private Operand EmitQuantifier(IrQuantifier quantifier, FaultScope scope)
    {
        var loop = PrepareLoop(quantifier.Range, quantifier.First, quantifier.Second, scope);
        var known = _known;
        if (quantifier.Kind == QuantifierKind.ExistsOne)
        {
            var count = NewName("n");
            Line($"int {count} = 0;");
            OpenLoop(loop, quantifier.First, quantifier.Second, scope);
            Line($"if ({EmitCondition(quantifier.Predicate, scope)}) {count}++;\n}}");
            _known = known;
            return new Operand($"({count} == 1)", Shape.Bool);
        }

        var decisive = quantifier.Kind == QuantifierKind.Exists;
        var (result, end, kept) = (NewName("r"), NewName("End"), NewName("f"));
        var inner = NewScope(scope);
        var head = Apart(() => OpenLoop(loop, quantifier.First, quantifier.Second, scope));
        var body = Apart(() =>
        {
            var test = (decisive ? "" : "!") + EmitCondition(quantifier.Predicate, inner);
            Line($"if ({test}) {{ {result} = {CSharpLiteral.Of(decisive)}; goto {end}; }}");
        });
        _known = known;
        Line($"bool {result};");
        Line(inner.KeepsFault ? $"Value {kept} = default;" : "");
        _code.Append(head);
        if (inner.KeepsFault)
        {
            Line($"Value {inner.Fault};\n{{\n{body}}}\ncontinue;");
            Line($"{inner.Label}: if ({kept}.IsAbsent) {kept} = {inner.Fault};\n}}");
            Line($"if (!{kept}.IsAbsent) {scope.Jump(kept)}");
        }
        else
        {
            Line($"{body}}}");
        }

        Line($"{result} = {CSharpLiteral.Of(!decisive)};\n{end}: ;");
        return new Operand(result, Shape.Bool);
    }

    private Operand EmitTransformList(IrTransformList transform, FaultScope scope)
    {
        var items = NewName("a");
        if (transform.Flattens)
        {
            EmitEach(transform, scope, _ => Line($"var {items} = new ListBuilder();"), value => Check($"{items}.AddAll({value.AsValue})", scope));
            return Local($"{items}.ToValue()", Shape.Value);
        }

        var count = NewName("n");
        EmitEach(
            transform, scope,
            loop => Line($"var {items} = new Value[{loop.Span}.Length];\nint {count} = 0;"),
            value =>
            {
                CheckElements($"{count} == Limits.MaxElements", scope);
                Line($"{items}[{count}++] = {value.AsValue};");
            });
        return Local(transform.Filter is null ? $"Value.Of(new ListValue({items}))" : $"Building.List({items}, {count})", Shape.Value);
    }

    /// <summary>The loop of a comprehension that makes a list, with something else done with each value that is kept.</summary>
    private void EmitEach(IrTransformList transform, FaultScope scope, Action<Loop> start, Action<Operand> write)
    {
        var loop = PrepareLoop(transform.Range, transform.First, transform.Second, scope);
        var known = _known;
        CheckQuickElements(loop, scope);
        start(loop);
        OpenLoop(loop, transform.First, transform.Second, scope);
        EmitFilter(transform.Filter, scope);

        // Without a projection the elements are passed on, not read: only whoever reads one checks its type.
        var first = _bindings[transform.First];
        write(transform.Projection is { } projection
            ? Emit(projection, scope)
            : Fit(new Operand(first.Code, first.Shape, first.MayBeFault), first.Shape, scope));
        Line("}");
        _known = known;
    }

    /// <summary>
    /// <c>size(xs.filter(…))</c> and <c>xs.map(…).sum()</c> of ints or doubles make no list. Every element is still
    /// looked at before the sum may overflow, because a fault of an element comes first.
    /// </summary>
    private Operand? EmitAggregate(IrCall call, FaultScope scope)
    {
        if (call.Arguments is not [IrTransformList { Flattens: false } list, ..] || outlined.Contains(list))
        {
            return null;
        }

        if (call is { Function: Builtin.Size or Builtin.Count, Arguments.Length: 1 })
        {
            var count = NewName("n");
            EmitEach(list, scope, _ => Line($"long {count} = 0;"), _ =>
            {
                Line($"{count}++;");
                CheckElements($"{count} > Limits.MaxElements", scope);
            });
            return new Operand(count, Shape.Int);
        }

        var shape = list.Projection is { } projection ? Shapes.Of(projection.Type) : Shape.Value;
        if (call is not { Function: Builtin.Sum, Arguments: [_, IrConstant { Value: var start }] }
            || shape is not (Shape.Int or Shape.Double) || EmitConstant(start).Shape != shape)
        {
            return null;
        }

        var (sum, isOver, kept) = (NewName("n"), NewName("r"), NewName("n"));
        EmitEach(
            list, scope,
            _ => Line($"{Shapes.TypeOf(shape)} {sum} = {EmitConstant(start).Code};\n{(isQuick ? $"long {isOver} = 0L;" : $"bool {isOver} = false;\nint {kept} = 0;")}"),
            value =>
            {
                CheckElements($"++{kept} > Limits.MaxElements", scope);
                Line(shape != Shape.Int ? $"{sum} += {value.Code};"
                    : isQuick ? $"{isOver} |= IntegerMath.AddTo(ref {sum}, {value.Code});"
                    : $"{isOver} |= !IntegerMath.TryAdd({sum}, {value.Code}, out {sum});");
            });
        Line($"if ({isOver}{(isQuick ? " < 0L" : "")}) {scope.Jump("Faults.Overflow(TypeNames.Int)")}");
        return new Operand(sum, shape);
    }

    private Operand EmitTransformMap(IrTransformMap transform, FaultScope scope)
    {
        var loop = PrepareLoop(transform.Range, transform.First, transform.Second, scope);
        var known = _known;
        var map = NewName("m");
        Line($"var {map} = new MapBuilder();");
        OpenLoop(loop, transform.First, transform.Second, scope);
        EmitFilter(transform.Filter, scope);
        var value = EmitValue(transform.Projection, scope);
        Check(transform.MakesEntries ? $"Building.AddAll({map}, {value})" : $"{map}.Add({loop.First}, {value})", scope);
        Line("}");
        _known = known;
        return Local($"{map}.Build()", Shape.Value);
    }

    private void EmitFilter(IrExpression? filter, FaultScope scope)
    {
        if (filter is not null)
        {
            Line($"if (!{EmitCondition(filter, scope)}) continue;");
        }
    }

    /// <summary>Sorting and grouping: the keys in line, the rest in the library.</summary>
    private Operand EmitByKey(string function, IrExpression range, IrVariable element, IrExpression key, FaultScope scope)
    {
        var loop = PrepareLoop(range, element, null, scope);
        var known = _known;
        var keys = NewName("a");
        Line($"var {keys} = new Value[{loop.Span}.Length];");
        OpenLoop(loop, element, null, scope);
        Line($"{keys}[{loop.Index}] = {EmitValue(key, scope)};\n}}");
        _known = known;
        return Loose($"{function}({keys}, {loop.Span}.ToArray())");
    }
}
