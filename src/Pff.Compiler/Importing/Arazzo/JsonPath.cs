using System.Collections.Immutable;
using Pff.Core.Diagnostics;
using Pff.Core.Text;

namespace Pff.Compiler.Importing.Arazzo;

/// <summary>
/// JSONPath criteria (RFC 9535) of the forms that conditions of a manifest have: a path whose end must be there, and a
/// filter of a list, of which one element must pass.
/// </summary>
internal static class JsonPath
{
    private const string Item = "item";

    /// <param name="condition">The JSONPath expression.</param>
    /// <param name="root">The expression of what it is applied to.</param>
    /// <returns>Null where it cannot be carried; nothing is said of it here.</returns>
    public static string? Translate(string condition, string root, TextSpan span, ExpressionScope scope)
    {
        // What is no simple condition inside of it makes the whole one that cannot be carried.
        scope = scope with { Report = new DocumentReport(scope.Report.File, new DiagnosticBag()) };
        var text = condition.Trim();
        if (text.Length == 0 || text[0] != '$')
        {
            return null;
        }

        var at = 1;
        var path = Names(text, ref at);
        if (at == text.Length)
        {
            return Exists(root, path);
        }

        // Many write what Arazzo calls simple: a path that is compared.
        if (text[at] is ' ' or '=' or '!' or '<' or '>')
        {
            return SimpleCondition.Translate("@" + text[1..], span, scope, status: null, root)?.Text;
        }

        var isFilter = string.CompareOrdinal(text, at, "[?", 0, 2) == 0 && text[^1] == ']';
        if (!isFilter)
        {
            return null;
        }

        var filter = text[(at + 2)..^1].Trim();
        if (filter.Contains("[?", StringComparison.Ordinal) || filter.Contains('*', StringComparison.Ordinal))
        {
            return null;
        }

        // A path by itself asks whether there is something.
        var start = filter.StartsWith('(') && filter.EndsWith(')') ? 1 : 0;
        var inner = filter[start..(filter.Length - start)].Trim();
        var list = CelWriter.Path(root, path);
        if (inner.StartsWith('@'))
        {
            var end = 1;
            var names = Names(inner, ref end);
            if (end == inner.Length)
            {
                return names.IsEmpty ? null : $"{list}.exists({Item}, {Exists(Item, names)})";
            }
        }

        return SimpleCondition.Translate(filter, span, scope, status: null, Item) is { } term ? $"{list}.exists({Item}, {term.Text})" : null;
    }

    /// <summary>The names and indices from a place on, which is then behind them.</summary>
    public static ImmutableArray<string> Names(string text, ref int at)
    {
        var names = ImmutableArray.CreateBuilder<string>();
        while (at < text.Length)
        {
            var start = at;
            if (text[at] == '.' && at + 1 < text.Length && (char.IsAsciiLetter(text[at + 1]) || text[at + 1] == '_'))
            {
                for (at++; at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '_' or '-');)
                {
                    at++;
                }

                names.Add(text[(start + 1)..at]);
            }
            else if (text[at] == '[' && text.IndexOf(']', at) is > 0 and var close && Bracketed(text[(at + 1)..close]) is { } name)
            {
                names.Add(name);
                at = close + 1;
            }
            else
            {
                break;
            }
        }

        return names.ToImmutable();
    }

    private static string? Bracketed(string text) =>
        text.Length > 0 && text.All(char.IsAsciiDigit) ? text
        : text.Length > 2 && text[0] is '\'' or '"' && text[^1] == text[0] && !text.Contains('\\', StringComparison.Ordinal) ? text[1..^1]
        : null;

    private static string Exists(string root, ImmutableArray<string> path) =>
        path.IsEmpty ? $"{root} != null"
        : path[^1].All(char.IsAsciiDigit) ? $"size({CelWriter.Path(root, path[..^1])}) > {path[^1]}"
        : $"has({CelWriter.Path(root, path)})";
}
