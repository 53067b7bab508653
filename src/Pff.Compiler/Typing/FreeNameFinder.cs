using System.Collections.Immutable;
using Pff.Compiler.Syntax;
using Pff.Core.Text;

namespace Pff.Compiler.Typing;

/// <summary>Collects the names that an expression takes from outside.</summary>
internal sealed class FreeNameFinder
{
    private static readonly ImmutableHashSet<string> Namespaces = ImmutableHashSet.Create(
        StringComparer.Ordinal, [.. SignaturesOfFunctions.Names.Where(n => n.Contains('.')).Select(n => n[..n.IndexOf('.')]), "cel"]);

    private readonly List<(string Name, TextSpan Span)> _names = [];

    public static IReadOnlyList<(string Name, TextSpan Span)> Find(ExpressionSyntax expression)
    {
        var finder = new FreeNameFinder();
        finder.Visit(expression, ImmutableHashSet.Create<string>(StringComparer.Ordinal));
        return finder._names;
    }

    private void Visit(ExpressionSyntax syntax, ImmutableHashSet<string> bound)
    {
        switch (syntax)
        {
            case NameSyntax name:
                if (name.IsRooted || (!bound.Contains(name.Name) && !Typer.TypeValueNames.Contains(name.Name) && name.Name != Typer.NowName))
                {
                    _names.Add((name.Name, name.Span));
                }

                break;
            case SelectSyntax select when IsTypeName(select):
                break;
            case LambdaSyntax lambda:
                Visit(lambda.Body, bound.Union(lambda.Parameters.Select(p => p.Name)));
                break;
            case ComprehensionSyntax comprehension:
                Visit(comprehension.Range, bound);
                var inner = bound.Add(comprehension.Variable.Name);
                VisitAll(comprehension.Children.Skip(1), inner);
                break;
            case MatchSyntax match:
                Visit(match.Value, bound);
                foreach (var arm in match.Arms)
                {
                    Visit(arm.Result, arm.Pattern is OtherPatternSyntax other ? bound.Add(other.Variable.Name) : bound);
                }

                break;
            case CallSyntax call:
                VisitCall(call, bound);
                break;
            default:
                VisitAll(syntax.Children, bound);
                break;
        }
    }

    private void VisitAll(IEnumerable<ExpressionSyntax> nodes, ImmutableHashSet<string> bound)
    {
        foreach (var node in nodes)
        {
            Visit(node, bound);
        }
    }

    private void VisitCall(CallSyntax call, ImmutableHashSet<string> bound)
    {
        var isNamespace = call.Receiver is NameSyntax space && Namespaces.Contains(space.Name) && !bound.Contains(space.Name);
        if (call.Receiver is not null && !isNamespace)
        {
            Visit(call.Receiver, bound);
        }

        var isBind = isNamespace && call.Function == "bind" && call.Arguments.Length == 3;
        if (isBind)
        {
            Visit(call.Arguments[1], bound);
        }

        var variables = isBind ? 1 : isNamespace || call.Receiver is null ? 0 : MacroTable.VariableCount(call.Function, call.Arguments.Length);
        var names = call.Arguments.Take(variables).OfType<NameSyntax>().Select(n => n.Name).ToList();
        if (call.Arguments.Any(a => a is LambdaSyntax) || names.Count < variables)
        {
            VisitAll(call.Arguments.Skip(isBind ? 2 : 0), bound);
            return;
        }

        VisitAll(call.Arguments.Skip(isBind ? 2 : variables), bound.Union(names));
    }

    private static bool IsTypeName(SelectSyntax select)
    {
        var name = select.Field;
        ExpressionSyntax syntax = select.Operand;
        while (syntax is SelectSyntax { Kind: SelectKind.Plain } inner)
        {
            name = $"{inner.Field}.{name}";
            syntax = inner.Operand;
        }

        return syntax is NameSyntax root && Typer.TypeValueNames.Contains($"{root.Name}.{name}");
    }
}
