using Pff.Compiler.Diagnostics;
using Pff.Compiler.Syntax;
using Pff.Core.Ir;
using Pff.Core.Plan;
using Pff.Core.Text;
using Pff.Core.Types;

namespace Pff.Compiler.Typing;

// PFF's functions of collections with lambdas: xs.sum(x => x.amount), xs.first(x => x.open). Those without one are in the
// signature tables, but for sum, which needs a start of the right type.
internal sealed partial class Typer
{
    private IrExpression? ListFunction(IrExpression receiver, CallSyntax syntax, TypingEnvironment environment)
    {
        if (!MacroTable.ListFunctions.Contains(syntax.Function))
        {
            return null;
        }

        if (syntax.Arguments.IsEmpty)
        {
            return syntax.Function == "sum" ? Sum(receiver, syntax) : null;
        }

        if (syntax.Arguments is not [LambdaSyntax lambda])
        {
            return IsUnchecked || syntax.Function is "all" or "map" or "filter" && !syntax.Arguments.Any(a => a is LambdaSyntax)
                ? null
                : Bad(CompilerDiagnostics.LambdaMismatch(
                    source, syntax.FunctionSpan, syntax.Function, new("one lambda, like x => …", "uma lambda, como x => …")), syntax.Span);
        }

        return BindLambda(receiver, lambda, syntax, environment) is { } bound
            ? WithLambda(receiver, bound, lambda.Body, syntax)
            : Bad(syntax.Span);
    }

    private BoundRange? BindLambda(IrExpression range, LambdaSyntax lambda, CallSyntax syntax, TypingEnvironment environment)
    {
        var takesTwo = syntax.Function is "map" or "filter" or "any" or "all" or "flat_map";
        var count = lambda.Parameters.Length;
        if (count == 0 || count > (takesTwo ? 2 : 1))
        {
            diagnostics.Add(CompilerDiagnostics.LambdaMismatch(
                source,
                lambda.Span,
                syntax.Function,
                takesTwo
                    ? new("a lambda of one or two parameters", "uma lambda de um ou dois parâmetros")
                    : new("a lambda of one parameter", "uma lambda de um parâmetro")));
            return null;
        }

        if (VariablesOf(range, count) is not { } types)
        {
            return null;
        }

        var first = new IrVariable(lambda.Parameters[0].Name, types.First);
        var second = count == 2 ? new IrVariable(lambda.Parameters[1].Name, types.Second) : null;
        var inner = environment.With(first);
        inner = second is null ? inner : inner.With(second);
        return new(first, second, KnowingElements(inner, range, syntax.Receiver!, second ?? first));
    }

    /// <summary>What a filter before it has shown of every element, said of the variable.</summary>
    private static TypingEnvironment KnowingElements(
        TypingEnvironment environment, IrExpression range, ExpressionSyntax rangeSyntax, IrVariable element) =>
        range.Type is ListType ? environment.Knowing(FactFinder.OfElements(rangeSyntax, element.Name)) : environment;

    private IrExpression WithLambda(IrExpression range, BoundRange bound, ExpressionSyntax body, CallSyntax syntax)
    {
        var span = syntax.Span;
        switch (syntax.Function)
        {
            case "map":
                return TransformList(range, bound, null, body, flattens: false, span);
            case "flat_map":
                return TransformList(range, bound, null, body, flattens: true, span);
            case "filter":
                return TransformList(range, bound, body, null, flattens: false, span);
            case "any":
                return Quantifier(QuantifierKind.Exists, range, bound, body, span);
            case "all":
                return Quantifier(QuantifierKind.All, range, bound, body, span);
            case "sort_by":
                return SortBy(range, bound, body, span);
            case "group_by":
                return GroupBy(range, bound, body, span);
            case "distinct":
                return DistinctBy(range, bound, body, span);
            case "sum":
                return Sum(TransformList(range, bound, null, body, flattens: false, span), syntax);
            case "min" or "max":
                return OfList(TransformList(range, bound, null, body, flattens: false, span), syntax);
            default:
                return OfList(TransformList(range, bound, body, null, flattens: false, span), syntax);
        }
    }

    private IrExpression OfList(IrExpression list, CallSyntax syntax)
    {
        if (IsBad(list))
        {
            return list;
        }

        var overloads = SignaturesOfMethods.Find(syntax.Function)!;
        return Invoke(overloads, [list], syntax with { Arguments = [] });
    }

    private IrExpression Sum(IrExpression list, CallSyntax syntax)
    {
        if (IsBad(list))
        {
            return list;
        }

        var element = list.Type switch
        {
            ListType typed => typed.Element,
            _ when TypeRelations.IsOpen(list.Type) || IsUnchecked => PffType.Dyn,
            _ => null,
        };
        if (element is null)
        {
            return Bad(list.Type is NullableType ? MayBeNull(list) : CompilerDiagnostics.NotIterable(source, list.Span, list.Type), syntax.Span);
        }

        if (TypeRelations.IsOpen(element))
        {
            return new IrCall(Builtin.Sum, [list], element.Equals(TypeRelations.Hole) ? PffType.Int : PffType.Dyn, syntax.Span);
        }

        if (ZeroOf(element) is not { } zero)
        {
            return IsUnchecked
                ? new IrCall(Builtin.Sum, [AsDyn(list)], PffType.Dyn, syntax.Span)
                : Bad(
                    element is NullableType
                        ? CompilerDiagnostics.MayBeNull(
                            source, syntax.FunctionSpan, element, new("say what counts then: sum(x => x ?? 0)", "diga o que vale nesse caso: sum(x => x ?? 0)"), null)
                        : CompilerDiagnostics.ArgumentMismatch(source, syntax.FunctionSpan, "sum", "numbers or durations", element.ToString(), null),
                    syntax.Span);
        }

        return new IrCall(Builtin.Sum, [list, new IrConstant(zero, element, syntax.Span)], element, syntax.Span);
    }

    private static Value? ZeroOf(PffType element) => element is PrimitiveType primitive
        ? primitive.Kind switch
        {
            PrimitiveKind.Int => Value.Of(0L),
            PrimitiveKind.Double => Value.Of(0.0),
            PrimitiveKind.Decimal => Value.Of(0m),
            PrimitiveKind.Duration => Value.Of(default(Duration)),
            _ => null,
        }
        : null;

    private IrExpression SortBy(IrExpression range, BoundRange bound, ExpressionSyntax body, TextSpan span)
    {
        var key = Check(body, bound.Environment);
        if (IsBad(key) || RejectSecret(key, Comparing))
        {
            return Bad(span);
        }

        if (key.Type is NullableType && !IsUnchecked)
        {
            return Bad(MayBeNull(key), span);
        }

        var type = new ListType(bound.First.Type) { MaximumCount = (range.Type as ListType)?.MaximumCount };
        return new IrSortBy(range, bound.First, key, type, span);
    }

    private IrExpression GroupBy(IrExpression range, BoundRange bound, ExpressionSyntax body, TextSpan span)
    {
        var key = Key(body, bound.Environment);
        return IsBad(key)
            ? Bad(span)
            : new IrGroupBy(range, bound.First, key, new MapType(key.Type, new ListType(bound.First.Type)), span);
    }

    /// <summary><c>xs.distinct(x => k)</c>: the first element of each group.</summary>
    private IrExpression DistinctBy(IrExpression range, BoundRange bound, ExpressionSyntax body, TextSpan span)
    {
        var groups = GroupBy(range, bound, body, span);
        if (groups is not IrGroupBy { Type: MapType map })
        {
            return groups;
        }

        var lists = new IrCall(Builtin.Values, [groups], new ListType(map.Value), span);
        var group = new IrVariable("", map.Value);
        var head = new IrCall(Builtin.Index, [new IrLocal(group, span), new IrConstant(Value.Of(0L), PffType.Int, span)], bound.First.Type, span);
        return new IrTransformList(lists, group, null, null, head, Flattens: false, new ListType(bound.First.Type), span);
    }

    private IrExpression Comprehension(ComprehensionSyntax syntax, TypingEnvironment environment)
    {
        var range = Check(syntax.Range, environment);
        if (IsBad(range) || VariablesOf(range, 1) is not { } types)
        {
            return Bad(syntax.Span);
        }

        var variable = new IrVariable(syntax.Variable.Name, types.First);
        var bound = new BoundRange(variable, null, KnowingElements(environment.With(variable), range, syntax.Range, variable));
        return TransformList(range, bound, syntax.Filter, syntax.Projection, flattens: false, syntax.Span);
    }
}
