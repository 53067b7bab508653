using System.Collections.Immutable;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Syntax;
using Pff.Core.Diagnostics;
using Pff.Core.Ir;
using Pff.Core.Plan;
using Pff.Core.Text;
using Pff.Core.Types;

namespace Pff.Compiler.Typing;

// Calls: macros first, then functions with a namespace, then by the receiver's type.
internal sealed partial class Typer
{
    private IrExpression Call(CallSyntax syntax, TypingEnvironment environment)
    {
        if (syntax.Receiver is null)
        {
            return syntax.Function == "has" ? Has(syntax, environment) : Global(syntax, syntax.Function, environment);
        }

        if (TryGetQualifiedName(syntax.Receiver, environment, out var space, out _)
            && !environment.Scope.TryFind(space, out _))
        {
            var name = $"{space}.{syntax.Function}";
            if (space == "cel" && CelMacro(syntax, environment) is { } macro)
            {
                return macro;
            }

            if (SignaturesOfFunctions.Find(name) is not null || settings.Functions.Find(name) is not null)
            {
                return Global(syntax, name, environment);
            }
        }

        return Method(syntax, environment);
    }

    private IrExpression Global(CallSyntax syntax, string name, TypingEnvironment environment)
    {
        if (SignaturesOfFunctions.Find(name) is null && settings.Functions.Find(name) is { } function)
        {
            return CallFunction(function, syntax, environment);
        }

        var arguments = Arguments(syntax, environment);
        if (arguments is null)
        {
            return Bad(syntax.Span);
        }

        if (SignaturesOfFunctions.Find(name) is { } overloads)
        {
            return Invoke(overloads, arguments.Value, syntax);
        }

        if (IsUnchecked)
        {
            return new IrFault(FaultKind.NoSuchOverload, name, syntax.Span);
        }

        var diagnostic = CompilerDiagnostics.UnknownFunction(source, syntax.FunctionSpan, name, SignaturesOfFunctions.Names.Concat(settings.Functions.Names), null);
        return Bad(MacroTable.Methods.Contains(name) ? diagnostic with { Help = CalledOnReceiver(name), Fix = null } : diagnostic, syntax.Span);
    }

    private static LocalizedText CalledOnReceiver(string name) =>
        new($"it is called on its first argument: x.{name}(…)", $"ela é chamada no primeiro argumento: x.{name}(…)");

    /// <summary>The arguments, checked; null where one was reported.</summary>
    private ImmutableArray<IrExpression>? Arguments(CallSyntax syntax, TypingEnvironment environment)
    {
        var arguments = syntax.Arguments.Select(a => a is LambdaSyntax lambda ? UnexpectedLambda(lambda, syntax.Function) : Check(a, environment)).ToImmutableArray();
        return arguments.Any(IsBad) ? null : arguments;
    }

    private IrConstant UnexpectedLambda(LambdaSyntax lambda, string function) => Bad(
        CompilerDiagnostics.LambdaMismatch(source, lambda.Span, function, new("no lambda here", "nenhuma lambda aqui")), lambda.Span);

    private IrConstant StrayLambda(LambdaSyntax lambda) => Bad(
        CompilerDiagnostics.UnexpectedToken(
            source, lambda.Span, new("a value (a lambda can only be an argument of a function)", "um valor (uma lambda só pode ser argumento de uma função)"), "=>"),
        lambda.Span);

    private IrExpression Invoke(Overloads overloads, ImmutableArray<IrExpression> arguments, CallSyntax syntax)
    {
        if (OverloadResolution.Resolve(overloads, arguments) is { } call)
        {
            if (overloads.Name == "dyn")
            {
                NoteDyn(PffType.Dyn, syntax.FunctionSpan, new("dyn(…) makes it so", "dyn(…) o torna assim"));
            }

            // A dyn may be a number of another type than the one beside it, and the greatest.
            var isOpen = overloads.Name is "math.greatest" or "math.least" && arguments.Any(a => TypeRelations.IsOpen(a.Type));
            return WithLazyAlternative(new IrCall(call.Function, arguments, isOpen ? PffType.Dyn : call.Result, syntax.Span));
        }

        if (IsUnchecked)
        {
            return overloads.Signatures.FirstOrDefault(s => s.Takes(arguments.Length)) is { } signature
                ? WithLazyAlternative(new IrCall(signature.Function, [.. arguments.Select(AsDyn)], PffType.Dyn, syntax.Span))
                : new IrFault(FaultKind.NoSuchOverload, overloads.Name, syntax.Span);
        }

        // Numbers of different types: only the values tell which is the greatest, and so the type.
        if (overloads.Name is "math.greatest" or "math.least" && arguments.Length > 0 && arguments.All(a => TypeRelations.IsNumber(a.Type) || a.Type.IsDyn))
        {
            return new IrCall(overloads.Signatures[0].Function, [.. arguments.Select(AsDyn)], PffType.Dyn, syntax.Span);
        }

        return Bad(DescribeMismatch(overloads, arguments, syntax), syntax.Span);
    }

    /// <summary>
    /// <c>o.orValue(e)</c> becomes <c>let v = o in v.hasValue() ? v.value() : e</c>, because CEL looks at the alternative
    /// only where it is needed; <c>o.or(e)</c> does without the <c>value()</c>.
    /// </summary>
    private static IrExpression WithLazyAlternative(IrCall call)
    {
        if (call.Function is not (Builtin.OptionalOr or Builtin.OptionalOrValue))
        {
            return call;
        }

        var span = call.Span;
        var optional = new IrVariable("@optional", call.Arguments[0].Type);
        var local = new IrLocal(optional, span);
        IrExpression found = call.Function == Builtin.OptionalOr ? local : new IrCall(Builtin.OptionalGetValue, [local], call.Type, span);
        var hasValue = new IrCall(Builtin.OptionalHasValue, [local], PffType.Bool, span);
        return new IrLet(optional, call.Arguments[0], new IrConditional(hasValue, found, call.Arguments[1], call.Type, span), span);
    }

    private Diagnostic DescribeMismatch(Overloads overloads, ImmutableArray<IrExpression> arguments, CallSyntax syntax)
    {
        var receivers = arguments.Length - syntax.Arguments.Length;
        var candidates = overloads.Signatures.Where(s => s.Takes(arguments.Length)).ToList();
        if (candidates.Count == 0)
        {
            var counts = overloads.Signatures.Select(s => s.Parameters.Length - receivers).Distinct().Order();
            return CompilerDiagnostics.ArgumentCount(
                source, syntax.FunctionSpan, overloads.Name, string.Join(" or ", counts), syntax.Arguments.Length);
        }

        var given = new LocalizedText("given to a function", "dado a uma função");
        if (arguments.FirstOrDefault(a => SecretTypes.IsSecret(a.Type)) is { } secret)
        {
            return CompilerDiagnostics.SecretUsed(source, secret.Span, given);
        }

        if (overloads.Name is "dyn" or "format" && arguments.FirstOrDefault(a => SecretTypes.PathTo(a.Type) is not null) is { } holder)
        {
            return CompilerDiagnostics.SecretInside(source, holder.Span, SecretTypes.PathTo(holder.Type)!, given);
        }

        if (OverloadResolution.Resolve(overloads, arguments, ignoreNull: true) is not null)
        {
            return MayBeNull(arguments.First(a => a.Type is NullableType));
        }

        // The argument that is wrong in every overload is the one to show.
        var wrong = Enumerable.Range(0, arguments.Length)
            .FirstOrDefault(i => candidates.All(s => !new Unifier().Match(s.ParameterAt(i), TypeRelations.NotNull(arguments[i].Type))), -1);
        if (wrong < 0)
        {
            var span = syntax.Arguments.IsEmpty ? syntax.FunctionSpan : syntax.Arguments[0].Span.Union(syntax.Arguments[^1].Span);
            return CompilerDiagnostics.ArgumentMismatch(
                source, span, overloads.Name, Describe(candidates), $"({string.Join(", ", arguments.Select(a => a.Type))})", null);
        }

        var expected = string.Join(" or ", candidates.Select(s => s.ParameterAt(wrong)).Distinct());
        return CompilerDiagnostics.ArgumentMismatch(
            source, arguments[wrong].Span, overloads.Name, expected, arguments[wrong].Type.ToString(), null);
    }

    private static string Describe(IEnumerable<Signature> candidates) =>
        string.Join(" or ", candidates.Select(s => $"({string.Join(", ", s.Parameters)})"));

    /// <summary><c>has(a.b)</c></summary>
    private IrExpression Has(CallSyntax syntax, TypingEnvironment environment)
    {
        if (syntax.Arguments is not [SelectSyntax { Field.Length: > 0 } field])
        {
            return Bad(CompilerDiagnostics.HasNeedsField(source, syntax.Arguments.Length == 1 ? syntax.Arguments[0].Span : syntax.FunctionSpan), syntax.Span);
        }

        var operand = Operand(field.Operand, environment, isAbsenceHandled: false);
        if (IsBad(operand) || (!IsUnchecked && RejectSecret(operand, ReadingSecret)))
        {
            return Bad(syntax.Span);
        }

        var type = operand.Type is OptionalType optional ? optional.Inner : operand.Type;
        if (type is NullableType && !IsUnchecked)
        {
            return Bad(NullOperand(field, operand), syntax.Span);
        }

        return FieldOf(type, field) is null ? Bad(syntax.Span) : new IrHas(operand, field.Field, syntax.Span);
    }

    private IrExpression Method(CallSyntax syntax, TypingEnvironment environment)
    {
        var receiver = Operand(syntax.Receiver!, environment, isAbsenceHandled: false);
        if (IsBad(receiver) || (!IsUnchecked && receiver.Type is SecretType && RejectSecret(receiver, new("called on", "usado como receptor"))))
        {
            return Bad(syntax.Span);
        }

        if (syntax.IsSafe && receiver.Type is NullableType nullable)
        {
            return SafeMethod(syntax, receiver, nullable.Inner, environment);
        }

        return MethodOn(receiver, syntax, environment);
    }

    /// <summary><c>r?.f(x)</c> becomes <c>let v = r in v == null ? null : v.f(x)</c>.</summary>
    private IrExpression SafeMethod(CallSyntax syntax, IrExpression receiver, PffType inner, TypingEnvironment environment)
    {
        var span = receiver.Span;
        var variable = new IrVariable("", receiver.Type);
        var call = MethodOn(new IrCoerce(CoercionKind.Narrow, new IrLocal(variable, span), inner, span), syntax, environment);
        if (IsBad(call))
        {
            return call;
        }

        var type = TypeRelations.Nullable(call.Type);
        var nothing = new IrConstant(Value.Null, PffType.Null, span);
        var test = new IrCall(Builtin.Equal, [new IrLocal(variable, span), nothing], PffType.Bool, span);
        return new IrLet(variable, receiver, new IrConditional(test, Widen(nothing, type), Widen(call, type), type, syntax.Span), syntax.Span);
    }

    private IrExpression MethodOn(IrExpression receiver, CallSyntax syntax, TypingEnvironment environment)
    {
        if (Macro(receiver, syntax, environment) is { } macro)
        {
            return macro;
        }

        if (ListFunction(receiver, syntax, environment) is { } function)
        {
            return function;
        }

        if (Arguments(syntax, environment) is not { } arguments)
        {
            return Bad(syntax.Span);
        }

        if (SignaturesOfMethods.Find(syntax.Function) is { } overloads)
        {
            var call = Invoke(overloads, [receiver, .. arguments], syntax);

            // Of a list whose elements may be null, the first may be null although there is one.
            return receiver.Type is ListType { Element: not NullableType } ? Narrowed(call, AccessPath.Of(syntax), environment) : call;
        }

        return IsUnchecked
            ? new IrFault(FaultKind.NoSuchOverload, syntax.Function, syntax.Span)
            : Bad(CompilerDiagnostics.UnknownFunction(source, syntax.FunctionSpan, syntax.Function, MacroTable.Methods, receiver.Type), syntax.Span);
    }
}
