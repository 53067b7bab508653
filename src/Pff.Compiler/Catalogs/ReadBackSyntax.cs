using System.Collections.Immutable;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Manifest;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Text;

namespace Pff.Compiler.Catalogs;

/// <summary>How to find out whether a write took effect: <c>settled_by: { method, args, when, within }</c>.</summary>
/// <param name="Method">The read.</param>
/// <param name="Condition">Over the write's parameters and <c>result</c>, what the read gave.</param>
/// <param name="WithinMs">For how long the read is repeated while the condition is false.</param>
/// <param name="Keyword">The key that says so.</param>
public sealed record ReadBackSyntax(
    ManifestName Method, ImmutableArray<ArgumentSyntax> Arguments, ValueSyntax Condition, int WithinMs, TextSpan Keyword)
{
    internal static ReadBackSyntax? Read(YamlEntry entry, DiagnosticBag diagnostics)
    {
        if (CatalogueSection.Open(entry.Value, new("'settled_by'", "'settled_by'"), diagnostics) is not { } section)
        {
            return null;
        }

        var shape = new ShapeReader(diagnostics, isComplete: true);
        var method = section.Text("method");
        var arguments = section.Find("args") is { } args ? shape.Arguments(args.Value, new("a mapping of arguments", "um mapeamento de argumentos")) : [];
        var condition = section.Find("when") is { } when ? shape.Value(when.Value, new("a condition", "uma condição")) : null;
        var within = section.Duration("within");
        section.Close();
        if (method is null || condition is null)
        {
            section.ReportMissing(method is null ? "method" : "when");
            return null;
        }

        if (within > ReadBackPlan.MaximumWithinMs)
        {
            diagnostics.Add(CompilerDiagnostics.BadSettlingTime(
                section.Map.Source, section.Map.Find("within")!.Value.Span, ReadBackPlan.MaximumWithinMs));
        }

        return new ReadBackSyntax(
            new ManifestName(method.Text, method.Span), arguments, condition, within ?? ReadBackPlan.DefaultWithinMs, entry.Key.Span);
    }
}
