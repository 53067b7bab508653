using Pff.Core.Ir;
using Pff.Core.Types;

namespace Pff.Backend.Emission;

/// <content>Nodes that do not evaluate all their parts.</content>
internal sealed partial class MethodEmitter
{
    /// <summary>The code of a bool that decides where to go.</summary>
    private string EmitCondition(IrExpression condition, FaultScope scope)
    {
        var operand = Emit(condition, scope);
        return operand.Shape == Shape.Bool ? operand.Code : FitSure($"Operands.AsCondition({operand.AsValue})", Shape.Bool, scope).Code;
    }

    /// <summary>
    /// <c>left &amp;&amp; right</c> (decisive false) becomes, where the left may have a fault:
    /// <code>
    /// bool r; Value f = default;
    /// …left…; if (!left) { r = false; goto End; }      // a fault: f = …; goto L
    /// L: …right…; if (!right) { r = false; goto End; } // a fault: g = …; goto M
    /// r = true; if (f.IsAbsent) goto End;
    /// fault = f; goto Fail;
    /// M: fault = f.IsAbsent ? g : f; goto Fail;
    /// End: ;
    /// </code>
    /// and the plain thing where it may not.
    /// </summary>
    private Operand EmitLogic(IrExpression left, IrExpression right, bool decisive, FaultScope scope)
    {
        var result = NewName("r");
        var end = NewName("End");
        var leftScope = NewScope(scope);
        var not = decisive ? "" : "!";
        var decide = $"{{ {result} = {CSharpLiteral.Of(decisive)}; goto {end}; }}";
        var known = _known;
        var leftCode = Apart(() => Line($"if ({not}{EmitCondition(left, leftScope)}) {decide}"));
        known = _known = leftScope.KeepsFault ? known : _known;

        Line($"bool {result};");
        if (!leftScope.KeepsFault)
        {
            _code.Append(leftCode);
            Line($"{result} = {EmitCondition(right, scope)};");
            Line($"{end}: ;");
            _known = known;
            return new Operand(result, Shape.Bool);
        }

        var rightScope = NewScope(scope);
        var rightCode = Apart(() => Line($"if ({not}{EmitCondition(right, rightScope)}) {decide}"));
        Line($"Value {leftScope.Fault} = default;");
        _code.Append(leftCode);
        Line($"{leftScope.Label}: ;");
        _code.Append(rightScope.IsUsed ? $"Value {rightScope.Fault};\n{rightCode}" : rightCode);
        Line($"{result} = {CSharpLiteral.Of(!decisive)};");
        Line($"if ({leftScope.Fault}.IsAbsent) goto {end};");
        Line(scope.Jump(leftScope.Fault));
        if (rightScope.IsUsed)
        {
            Line($"{rightScope.Label}: {scope.Jump($"{leftScope.Fault}.IsAbsent ? {rightScope.Fault} : {leftScope.Fault}")}");
        }

        Line($"{end}: ;");
        _known = known;
        return new Operand(result, Shape.Bool);
    }

    private Operand EmitConditional(IrConditional conditional, FaultScope scope)
    {
        var shape = Shapes.Of(conditional.Type);
        var result = NewName("r");
        Line($"{Shapes.TypeOf(shape)} {result};");
        Line($"if ({EmitCondition(conditional.Condition, scope)}) {{");
        var known = _known;
        Assign(result, shape, conditional.Then, scope);
        Line("} else {");
        _known = known;
        Assign(result, shape, conditional.Else, scope);
        Line("}");
        _known = known;
        return new Operand(result, shape);
    }

    private void Assign(string result, Shape shape, IrExpression expression, FaultScope scope, string? missing = null) =>
        Line($"{result} = {Fit(Emit(expression, scope, missing), shape, scope).Code};");

    /// <summary>A path on the left jumps straight to the right where it ends; no fault is made.</summary>
    private Operand EmitCoalesce(IrCoalesce coalesce, FaultScope scope, string? outerMissing)
    {
        var shape = Shapes.Of(coalesce.Type);
        var (result, missing, end) = (NewName("r"), NewName("Missing"), NewName("End"));
        Line($"{Shapes.TypeOf(shape)} {result};");
        var known = _known;
        var left = Emit(coalesce.Left, scope, missing);
        if (left.Shape == Shape.Value)
        {
            Line($"if (Operands.IsNothing({left.Code})) goto {missing};");
            left = coalesce.Left.Type is OptionalType ? Loose($"Operands.Unwrap({left.Code})") : left;
        }

        Line($"{result} = {Fit(left, shape, scope).Code};");
        Line($"goto {end};\n{missing}: ;");
        _known = known;
        Assign(result, shape, coalesce.Right, scope, outerMissing);
        Line($"{end}: ;");
        _known = known;
        return new Operand(result, shape);
    }

    /// <summary>The value first, in a scope of its own; its fault counts only where the body reads the variable.</summary>
    private Operand EmitLet(IrLet let, FaultScope scope)
    {
        var shape = Shapes.Of(let.Variable.Type);
        var result = NewName("v");
        var valueScope = NewScope(scope);
        var known = _known;
        var code = Apart(() => Assign(result, shape, let.Value, valueScope));
        _known = (valueScope.KeepsFault ? known : _known).Remove(let.Variable);
        if (!valueScope.KeepsFault)
        {
            _code.Append($"{Shapes.TypeOf(shape)} {result};\n{code}");
            _bindings[let.Variable] = new Binding(result, shape, MayBeFault: false);
        }
        else
        {
            _code.Append($"{Shapes.TypeOf(shape)} {result} = default;\nValue {valueScope.Fault} = default;\n{code}");
            Line($"{valueScope.Label}: ;");
            _bindings[let.Variable] = new Binding(result, shape, MayBeFault: false, valueScope.Fault);
        }

        return EmitOperand(let.Body, scope);
    }

    private Operand EmitMatch(IrMatch match, FaultScope scope)
    {
        var shape = Shapes.Of(match.Type);
        var (result, end) = (NewName("r"), NewName("End"));
        var subject = Emit(match.Value, scope);
        _known = _known.Remove(match.Subject);
        _bindings[match.Subject] = new Binding(subject.Code, subject.Shape, MayBeFault: false);
        Line($"{Shapes.TypeOf(shape)} {result};");
        if (match.Arms.Length <= Partition.ChunkLength)
        {
            EmitArms(match, 0, match.Arms.Length, scope, arm =>
            {
                Assign(result, shape, arm.Result, scope);
                Line($"goto {end};");
            });
        }
        else
        {
            for (var from = 0; from < match.Arms.Length; from += Partition.ChunkLength)
            {
                var start = from;
                var found = EmitPart("", "", (part, partScope) =>
                {
                    part.EmitArms(
                        match, start, Math.Min(start + Partition.ChunkLength, match.Arms.Length), partScope,
                        arm => part.Line($"return {part.EmitOperand(arm.Result, partScope).AsValue};"));
                    part.Line("return default;");
                });
                Line($"if (!{found}.IsAbsent) {{");
                Line($"{result} = {Fit(new Operand(found, Shape.Value, MayBeFault: true), shape, scope).Code};");
                Line($"goto {end};\n}}");
            }
        }

        if (match.Arms.IsEmpty || match.Arms[^1].Pattern is not null)
        {
            Line(scope.Jump("Faults.NoMatchingArm"));
        }

        Line($"{end}: ;");
        return new Operand(result, shape);
    }

    private void EmitArms(IrMatch match, int from, int to, FaultScope scope, Action<IrMatchArm> write)
    {
        var known = _known;
        foreach (var arm in match.Arms.AsSpan()[from..to])
        {
            _known = known;
            if (arm.Pattern is null)
            {
                Line("{");
                write(arm);
                Line("}");
                _known = known;
                return;
            }

            Line("{");
            var subject = Lookup(match.Subject);
            var pattern = Emit(arm.Pattern, scope);
            var equal = EmitTyped(Core.Plan.Builtin.Equal, [new Operand(subject.Code, subject.Shape), pattern], scope)
                ?? FitSure($"Library.Invoke(Builtin.Equal, {new Operand(subject.Code, subject.Shape).AsValue}, {pattern.AsValue})", Shape.Bool, scope);
            Line($"if ({equal.Code}) {{");
            write(arm);
            Line("}\n}");
        }

        _known = known;
    }
}
