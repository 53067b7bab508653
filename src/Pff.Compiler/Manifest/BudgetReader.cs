using System.Collections.Immutable;
using Pff.Compiler.Catalogs;
using Pff.Compiler.Diagnostics;
using Pff.Core.Diagnostics;

namespace Pff.Compiler.Manifest;

/// <summary><c>budget: { reads, writes, attempts, time }</c> of a sequence.</summary>
internal static class BudgetReader
{
    internal static readonly ImmutableArray<string> Keys = ["reads", "writes", "attempts", "time"];

    public static BudgetSyntax? Read(YamlNode node, ShapeReader shape)
    {
        if (shape.Mapping(node, new("a mapping with 'reads', 'writes', 'attempts' or 'time'", "um mapeamento com 'reads', 'writes', 'attempts' ou 'time'")) is not { } mapping)
        {
            return null;
        }

        shape.RefuseOtherKeys(mapping, new("A budget", "Um orçamento"), Keys);
        return new BudgetSyntax(Limit(mapping, "reads", shape), Limit(mapping, "writes", shape), Limit(mapping, "attempts", shape), Time(mapping, shape));
    }

    private static BudgetLimitSyntax? Limit(YamlMapping mapping, string key, ShapeReader shape)
    {
        if (mapping.Find(key) is not { } entry || shape.Scalar(entry.Value, new("a whole number", "um número inteiro")) is not { } written)
        {
            return null;
        }

        if (written.TryGetInt(out var most) && most >= 0)
        {
            return new BudgetLimitSyntax(most, written.Span);
        }

        shape.Report(CompilerDiagnostics.BadBudgetNumber(written, key));
        return null;
    }

    private static int? Time(YamlMapping mapping, ShapeReader shape)
    {
        if (mapping.Find("time") is not { } entry || shape.Scalar(entry.Value, new("a time such as 30s", "um tempo como 30s")) is not { } written)
        {
            return null;
        }

        if (CatalogueValues.TryDuration(written.Text, out var milliseconds) && milliseconds > 0)
        {
            return milliseconds;
        }

        shape.Report(CompilerDiagnostics.BadBudgetTime(written));
        return null;
    }
}
