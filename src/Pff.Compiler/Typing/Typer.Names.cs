using System.Collections.Immutable;
using Pff.Compiler.Binding;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Syntax;
using Pff.Core.Ir;
using Pff.Core.Plan;
using Pff.Core.Plan.Library;
using Pff.Core.Text;
using Pff.Core.Types;

namespace Pff.Compiler.Typing;

// Names: variables of lambdas and macros, then those of the scope, the longest qualified name first, then CEL's type names.
internal sealed partial class Typer
{
    /// <summary>The run's fixed moment.</summary>
    internal const string NowName = "now";

    /// <summary>The names of types, which are values (<c>type(x) == int</c>), and of CEL's constants.</summary>
    internal static readonly ImmutableHashSet<string> TypeValueNames = ImmutableHashSet.Create(
        StringComparer.Ordinal,
        TypeNames.Bool, TypeNames.Int, TypeNames.Double, TypeNames.Decimal, TypeNames.Text, TypeNames.Null, TypeNames.Timestamp,
        TypeNames.Duration, TypeNames.List, TypeNames.Map, TypeNames.Type, TypeNames.Optional);

    private IrExpression Name(NameSyntax syntax, TypingEnvironment environment) =>
        FindName(syntax.Name, syntax.IsRooted, syntax.Span, environment) ?? UnknownName(syntax, environment);

    private IrExpression? FindName(string name, bool isRooted, TextSpan span, TypingEnvironment environment)
    {
        if (!isRooted && environment.Locals.TryGetValue(name, out var local))
        {
            return Narrowed(new IrLocal(local, span), name, environment);
        }

        if (environment.Scope.TryFind(name, out var variable))
        {
            NoteDyn(variable.Type, span, new($"nothing says what '{name}' is", $"nada diz o que '{name}' é"));
            var slot = new IrSlot(variable.Slot, name, IsUnchecked ? PffType.Dyn : variable.Type, span);
            return isRooted ? slot : Narrowed(slot, name, environment);
        }

        if (TypeValueNames.Contains(name))
        {
            return new IrConstant(Value.Of(new TypeValue(name)), PffType.Type, span);
        }

        return name == NowName ? new IrNow(span) : null;
    }

    /// <summary>
    /// The expression as what conditions have shown it to be: without its null, and of a union the case whose tag it has.
    /// </summary>
    private static IrExpression Narrowed(IrExpression expression, string? path, TypingEnvironment environment)
    {
        if (path is null)
        {
            return expression;
        }

        if (expression.Type is NullableType nullable && environment.Facts.IsNotNull(path))
        {
            expression = new IrCoerce(CoercionKind.Narrow, expression, nullable.Inner, expression.Span);
        }

        return expression.Type is UnionType { Discriminator: { } discriminator } union
            && environment.Facts.TextOf(AccessPath.Field(path, discriminator)) is { } tag
            && union.Cases.FirstOrDefault(c => c.Tag == tag) is { } only
            ? new IrCoerce(CoercionKind.Narrow, expression, only.Type, expression.Span)
            : expression;
    }

    private IrExpression UnknownName(NameSyntax syntax, TypingEnvironment environment)
    {
        if (IsUnchecked)
        {
            return new IrFault(FaultKind.NoSuchVariable, syntax.Name, syntax.Span);
        }

        if (settings.LaterNames.TryGetValue(syntax.Name, out var saved))
        {
            return Bad(CompilerDiagnostics.UsedBeforeSaved(source, syntax.Span, syntax.Name, saved), syntax.Span);
        }

        if (ColumnsOf(syntax, environment).Count > 0)
        {
            return Bad(CompilerDiagnostics.RowIsNoValue(source, syntax.Span, syntax.Name), syntax.Span);
        }

        var known = environment.Locals.Keys.Where(n => n.Length > 0 && n[0] != '@').Concat(environment.Scope.Names).Append(NowName);
        return Bad(CompilerDiagnostics.UnknownName(source, syntax.Span, syntax.Name, known), syntax.Span);
    }

    /// <summary>The columns where the name is the row's.</summary>
    private List<string> ColumnsOf(NameSyntax name, TypingEnvironment environment) =>
        name.Name != settings.RowName || environment.Locals.ContainsKey(name.Name) || environment.Scope.TryFind(name.Name, out _)
            ? []
            : [.. environment.Scope.Names.Where(n => n.StartsWith(name.Name + ".", StringComparison.Ordinal)).Select(n => n[(name.Name.Length + 1)..])];

    /// <summary>
    /// What <c>a.b.c</c> means as one name, or null. A variable that a lambda or macro binds as <c>a</c> hides it.
    /// </summary>
    private IrExpression? QualifiedName(SelectSyntax syntax, TypingEnvironment environment) =>
        TryGetQualifiedName(syntax, environment, out var name, out var isRooted)
        && (environment.Scope.TryFind(name, out _) || TypeValueNames.Contains(name))
            ? FindName(name, isRooted, syntax.Span, environment)
            : null;

    private static bool TryGetQualifiedName(ExpressionSyntax syntax, TypingEnvironment environment, out string name, out bool isRooted)
    {
        var parts = new Stack<string>();
        while (syntax is SelectSyntax { Kind: SelectKind.Plain } select)
        {
            parts.Push(select.Field);
            syntax = select.Operand;
        }

        if (syntax is not NameSyntax root || (!root.IsRooted && environment.Locals.ContainsKey(root.Name)))
        {
            (name, isRooted) = ("", false);
            return false;
        }

        parts.Push(root.Name);
        (name, isRooted) = (string.Join('.', parts), root.IsRooted);
        return true;
    }
}
