using Pff.Compiler.Diagnostics;
using Pff.Compiler.Syntax;
using Pff.Core.Ir;
using Pff.Core.Plan;
using Pff.Core.Text;
using Pff.Core.Types;

namespace Pff.Compiler.Typing;

// CEL's macros over lists and maps, whose first arguments are names: xs.all(x, p), xs.transformList(i, x, e), o.optMap(x, e).
internal sealed partial class Typer
{
    /// <summary>The call as a macro, or null where it is none.</summary>
    private IrExpression? Macro(IrExpression receiver, CallSyntax syntax, TypingEnvironment environment)
    {
        var arguments = syntax.Arguments;
        if (arguments.Any(a => a is LambdaSyntax) || !MacroTable.Macros.Contains(syntax.Function))
        {
            return null;
        }

        switch (syntax.Function, arguments.Length)
        {
            case ("all", 2 or 3):
                return Quantifier(QuantifierKind.All, receiver, syntax, environment);
            case ("exists", 2 or 3):
                return Quantifier(QuantifierKind.Exists, receiver, syntax, environment);
            case ("exists_one" or "existsOne", 2 or 3):
                return Quantifier(QuantifierKind.ExistsOne, receiver, syntax, environment);
            case ("map", 2):
                return TransformList(receiver, syntax, 1, null, arguments[1], environment);
            case ("map", 3):
                return TransformList(receiver, syntax, 1, arguments[1], arguments[2], environment);
            case ("filter", 2):
                return TransformList(receiver, syntax, 1, arguments[1], null, environment);
            case ("transformList", 3):
                return TransformList(receiver, syntax, 2, null, arguments[2], environment);
            case ("transformList", 4):
                return TransformList(receiver, syntax, 2, arguments[2], arguments[3], environment);
            case ("transformMap" or "transformMapEntry", 3):
                return TransformMap(receiver, syntax, null, arguments[2], environment);
            case ("transformMap" or "transformMapEntry", 4):
                return TransformMap(receiver, syntax, arguments[2], arguments[3], environment);
            case ("optMap" or "optFlatMap", 2):
                return OptionalMap(receiver, syntax, environment);
            case ("sortBy", 2):
                return Bind(receiver, syntax, 1, environment) is { } bound ? SortBy(receiver, bound, arguments[1], syntax.Span) : Bad(syntax.Span);
            default:
                return null;
        }
    }

    /// <summary>The variables of a macro, and what is known in its body.</summary>
    private sealed record BoundRange(IrVariable First, IrVariable? Second, TypingEnvironment Environment);

    /// <summary>Binds the first one or two arguments as variables over a list or map; null where that was reported.</summary>
    private BoundRange? Bind(IrExpression range, CallSyntax syntax, int count, TypingEnvironment environment)
    {
        if (VariablesOf(range, count) is not { } types)
        {
            return null;
        }

        var names = new List<string>();
        foreach (var argument in syntax.Arguments.Take(count))
        {
            if (VariableName(argument, environment) is not { } name)
            {
                diagnostics.Add(CompilerDiagnostics.MacroNeedsName(source, argument.Span, syntax.Function));
                return null;
            }

            names.Add(name);
        }

        var first = new IrVariable(names[0], types.First);
        var second = count == 2 ? new IrVariable(names[1], types.Second) : null;
        var inner = environment.With(first);
        inner = second is null ? inner : inner.With(second);
        return new(first, second, KnowingElements(inner, range, syntax.Receiver!, second ?? first));
    }

    /// <summary>A name, or CEL's name for a variable of a rewritten expression (<c>cel.iterVar(0, 1)</c>).</summary>
    private static string? VariableName(ExpressionSyntax syntax, TypingEnvironment environment) => syntax switch
    {
        NameSyntax { IsRooted: false } name => name.Name,
        CallSyntax call when TryGetQualifiedName(call, environment, out var name) => name,
        _ => null,
    };

    /// <summary>What one or two variables over the range are; null where it cannot be ranged over, which is then reported.</summary>
    private (PffType First, PffType Second)? VariablesOf(IrExpression range, int count)
    {
        switch (range.Type)
        {
            case ListType list:
                return count == 1 ? (list.Element, PffType.Dyn) : (PffType.Int, list.Element);
            case MapType map:
                return (map.Key, map.Value);
            case ObjectType or UnionType:
                return (PffType.Text, PffType.Dyn);
            case { } type when TypeRelations.IsOpen(type):
                var element = type.Equals(TypeRelations.Hole) ? type : PffType.Dyn;
                return (element, element);
        }

        if (IsUnchecked)
        {
            return (PffType.Dyn, PffType.Dyn);
        }

        diagnostics.Add(range.Type is NullableType
            ? MayBeNull(range)
            : CompilerDiagnostics.NotIterable(source, range.Span, range.Type));
        return null;
    }

    private IrExpression Quantifier(QuantifierKind kind, IrExpression range, CallSyntax syntax, TypingEnvironment environment)
    {
        if (Bind(range, syntax, syntax.Arguments.Length - 1, environment) is not { } bound)
        {
            return Bad(syntax.Span);
        }

        return Quantifier(kind, range, bound, syntax.Arguments[^1], syntax.Span);
    }

    private IrExpression Quantifier(QuantifierKind kind, IrExpression range, BoundRange bound, ExpressionSyntax predicate, TextSpan span)
    {
        var condition = Condition(predicate, bound.Environment);
        return IsBad(condition) ? Bad(span) : new IrQuantifier(kind, range, bound.First, bound.Second, condition, span);
    }

    private IrExpression TransformList(
        IrExpression range, CallSyntax syntax, int variables, ExpressionSyntax? filter, ExpressionSyntax? projection, TypingEnvironment environment) =>
        Bind(range, syntax, variables, environment) is { } bound
            ? TransformList(range, bound, filter, projection, flattens: false, syntax.Span)
            : Bad(syntax.Span);

    private IrExpression TransformList(
        IrExpression range, BoundRange bound, ExpressionSyntax? filter, ExpressionSyntax? projection, bool flattens, TextSpan span)
    {
        var condition = filter is null ? null : Condition(filter, bound.Environment);
        var inner = filter is null ? bound.Environment : bound.Environment.Knowing(FactFinder.When(filter, isTrue: true));
        var result = projection is null ? null : Check(projection, inner);
        if ((condition is not null && IsBad(condition)) || (result is not null && (IsBad(result) || RejectSecret(result, Containing))))
        {
            return Bad(span);
        }

        // With an index beside it, the element is not what the loop's first variable is.
        if (result is null && bound.Second is not null)
        {
            result = new IrLocal(range.Type is MapType or ObjectType or UnionType ? bound.First : bound.Second, span);
        }

        var element = result?.Type ?? bound.First.Type;
        if (flattens && result is not null)
        {
            if (FlattenedType(result) is not { } flat)
            {
                return Bad(CompilerDiagnostics.NotIterable(source, result.Span, result.Type), span);
            }

            element = flat;
        }

        // No more elements come out than went in.
        var type = new ListType(element) { MaximumCount = flattens ? null : (range.Type as ListType)?.MaximumCount };
        return new IrTransformList(range, bound.First, bound.Second, condition, result, flattens, type, span);
    }

    private PffType? FlattenedType(IrExpression result) => result.Type switch
    {
        ListType list => list.Element,
        { } type when TypeRelations.IsOpen(type) || IsUnchecked => PffType.Dyn,
        _ => null,
    };

    private IrExpression TransformMap(
        IrExpression range, CallSyntax syntax, ExpressionSyntax? filter, ExpressionSyntax projection, TypingEnvironment environment)
    {
        if (Bind(range, syntax, 2, environment) is not { } bound)
        {
            return Bad(syntax.Span);
        }

        var makesEntries = syntax.Function == "transformMapEntry";
        var condition = filter is null ? null : Condition(filter, bound.Environment);
        var inner = filter is null ? bound.Environment : bound.Environment.Knowing(FactFinder.When(filter, isTrue: true));
        var result = Check(projection, inner);
        if ((condition is not null && IsBad(condition)) || IsBad(result) || RejectSecret(result, Containing))
        {
            return Bad(syntax.Span);
        }

        if (makesEntries && result.Type is not MapType && !TypeRelations.IsOpen(result.Type) && !IsUnchecked)
        {
            return Bad(CompilerDiagnostics.TypeMismatch(
                source, result.Span, new MapType(PffType.Dyn, PffType.Dyn), result.Type, null), syntax.Span);
        }

        PffType type = makesEntries
            ? result.Type as MapType ?? new MapType(PffType.Dyn, PffType.Dyn)
            : new MapType(bound.First.Type, result.Type);
        return new IrTransformMap(range, bound.First, bound.Second!, condition, result, makesEntries, type, syntax.Span);
    }

    /// <summary>
    /// <c>o.optMap(x, e)</c> becomes <c>let v = o in v.hasValue() ? optional.of(let x = v.value() in e) : optional.none()</c>;
    /// optFlatMap does without the <c>optional.of</c>.
    /// </summary>
    private IrExpression OptionalMap(IrExpression receiver, CallSyntax syntax, TypingEnvironment environment)
    {
        var span = syntax.Span;
        if (VariableName(syntax.Arguments[0], environment) is not { } name)
        {
            return Bad(CompilerDiagnostics.MacroNeedsName(source, syntax.Arguments[0].Span, syntax.Function), span);
        }

        PffType? inner = receiver.Type is OptionalType optional ? optional.Inner : TypeRelations.IsOpen(receiver.Type) || IsUnchecked ? PffType.Dyn : null;
        if (inner is null)
        {
            return Bad(CompilerDiagnostics.ArgumentMismatch(source, receiver.Span, syntax.Function, "optional<A>", receiver.Type.ToString(), null), span);
        }

        var whole = new IrVariable("", receiver.Type);
        var variable = new IrVariable(name, inner);
        var body = Check(syntax.Arguments[1], environment.With(variable));
        var flattens = syntax.Function == "optFlatMap";
        if (IsBad(body))
        {
            return body;
        }

        if (flattens && body.Type is not OptionalType && !TypeRelations.IsOpen(body.Type) && !IsUnchecked)
        {
            return Bad(CompilerDiagnostics.TypeMismatch(source, body.Span, new OptionalType(body.Type), body.Type, null), span);
        }

        var type = flattens ? body.Type : new OptionalType(body.Type);
        var value = new IrCall(Builtin.OptionalGetValue, [new IrLocal(whole, receiver.Span)], inner, receiver.Span);
        IrExpression some = new IrLet(variable, value, body, span);
        some = flattens ? some : new IrCall(Builtin.OptionalOf, [some], type, span);
        var test = new IrCall(Builtin.OptionalHasValue, [new IrLocal(whole, receiver.Span)], PffType.Bool, receiver.Span);
        var none = new IrCall(Builtin.OptionalNone, [], type, span);
        return new IrLet(whole, receiver, new IrConditional(test, some, none, type, span), span);
    }
}
