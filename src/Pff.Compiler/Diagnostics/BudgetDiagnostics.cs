using Pff.Compiler.Manifest;
using Pff.Core.Diagnostics;
using Pff.Core.Ir;
using Pff.Core.Ir.Bounds;
using Pff.Core.Text;

namespace Pff.Compiler.Diagnostics;

/// <summary>PFF1800 to PFF1803: what a row may cost.</summary>
public static partial class CompilerDiagnostics
{
    /// <param name="source">The manifest.</param>
    /// <param name="limit">The limit and its place.</param>
    /// <param name="kind">What it counts.</param>
    /// <param name="most">What a row can make.</param>
    /// <param name="largest">The step that can make the most of it.</param>
    public static Diagnostic BudgetExceeded(SourceText source, IrLimit limit, CallKind kind, CallCount most, CallContributor largest) => Error(
        "PFF1800", source, limit.Span,
        $"A row can make up to {Counted(most, kind).English}, and the budget allows {limit.Most}; {LargestIs(largest, source).English}.",
        $"Uma linha pode fazer até {Counted(most, kind).Portuguese}, e o orçamento permite {limit.Most}; {LargestIs(largest, source).Portuguese}.");

    /// <param name="source">The manifest.</param>
    /// <param name="limit">The limit and its place.</param>
    /// <param name="kind">What it counts.</param>
    /// <param name="largest">The step that can make the most of it.</param>
    public static Diagnostic BudgetWithoutBound(SourceText source, IrLimit limit, CallKind kind, CallContributor largest) => Error(
        "PFF1801", source, limit.Span,
        $"A row can make more {NameOf(kind).English} than can be counted, so no budget holds; {LargestIs(largest, source).English}.",
        $"Uma linha pode fazer mais {NameOf(kind).Portuguese} do que se pode contar, então nenhum orçamento vale; {LargestIs(largest, source).Portuguese}.");

    public static Diagnostic BadBudgetNumber(YamlScalar number, string key) => Error(
        "PFF1802", number.Source, number.Span,
        $"'{key}' must be a whole number of at least 0, found '{Shorten(number.Text)}'.",
        $"'{key}' deve ser um número inteiro de pelo menos 0, encontrei '{Shorten(number.Text)}'.");

    public static Diagnostic BadBudgetTime(YamlScalar time) => Error(
        "PFF1803", time.Source, time.Span,
        $"'time' must be a time such as 500ms, 30s or 1m30s, found '{Shorten(time.Text)}'.",
        $"'time' deve ser um tempo como 500ms, 30s ou 1m30s, encontrei '{Shorten(time.Text)}'.");

    private static LocalizedText Counted(CallCount count, CallKind kind) => count == CallCount.One
        ? kind switch
        {
            CallKind.Reads => new("1 read", "1 leitura"),
            CallKind.Writes => new("1 write", "1 escrita"),
            _ => new("1 attempt", "1 tentativa"),
        }
        : new($"{count} {NameOf(kind).English}", $"{count} {NameOf(kind).Portuguese}");

    private static LocalizedText NameOf(CallKind kind) => kind switch
    {
        CallKind.Reads => new("reads", "leituras"),
        CallKind.Writes => new("writes", "escritas"),
        CallKind.Attempts => new("attempts", "tentativas"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    private static LocalizedText LargestIs(CallContributor largest, SourceText source)
    {
        var path = largest.Sequence.Source.Path;
        var (inEnglish, inPortuguese) = path == source.Path ? ("", "") : ($" of {path}", $" de {path}");
        var line = largest.Sequence.Source.GetPosition(largest.Step.Span.Start).Line + 1;
        var method = largest.Step.Method.Name;
        if (largest.Undoes)
        {
            return new(
                $"most of them undo '{method}' on line {line}{inEnglish}, up to {largest.Most}",
                $"a maior parte desfaz '{method}' na linha {line}{inPortuguese}, até {largest.Most}");
        }

        return new(
            $"most of them are by '{method}' on line {line}{inEnglish}, up to {largest.Most}",
            $"a maior parte é de '{method}' na linha {line}{inPortuguese}, até {largest.Most}");
    }
}
