using Pff.Compiler.Binding;
using Pff.Compiler.Syntax;
using Pff.Compiler.Typing;
using Pff.Core.Diagnostics;
using Pff.Core.Ir;
using Pff.Core.Plan;
using Pff.Core.Text;
using Pff.Core.Types;

namespace Pff.Conformance;

/// <summary>A case after the front end: its expression and variables, or what is wrong with it.</summary>
internal sealed record CheckedCase(ConformanceCase Case, IrExpression? Expression, Frame Frame, string? Mistake)
{
    public static CheckedCase Check(ConformanceCase @case)
    {
        try
        {
            return CheckWhole(@case);
        }
        catch (Exception exception) when (exception is not InvalidDataException)
        {
            // A bug of the compiler; it fails this case, not the run.
            return new CheckedCase(@case, null, new Frame(0, default), $"{exception.GetType().Name}: {exception.Message}") { IsCrash = true };
        }
    }

    /// <summary>Whether the compiler threw, which no expectation covers.</summary>
    public bool IsCrash { get; private init; }

    private static CheckedCase CheckWhole(ConformanceCase @case)
    {
        var source = new SourceText($"{@case.File}.jsonl:{@case.Line}", @case.Expression);
        var (scope, frame) = Declare(@case);
        var parsed = ExpressionParser.Parse(EmbeddedText.Whole(source));
        var diagnostics = new DiagnosticBag();
        diagnostics.AddRange(parsed.Diagnostics);
        if (diagnostics.HasErrors)
        {
            return new CheckedCase(@case, null, frame, Show(diagnostics));
        }

        var settings = CheckSettings.Default with { IsUnchecked = @case.IsUnchecked };
        var expression = ExpressionChecker.Check(parsed.Root, source, scope, settings, diagnostics);
        return diagnostics.HasErrors
            ? new CheckedCase(@case, null, frame, Show(diagnostics))
            : new CheckedCase(@case, expression, frame, null);
    }

    private static (Scope Scope, Frame Frame) Declare(ConformanceCase @case)
    {
        var types = @case.Find("types")?.EnumerateObject().ToDictionary(type => type.Name, type => CaseType.Read(type.Value)) ?? [];
        var bindings = @case.Find("bindings")?.EnumerateObject().ToDictionary(binding => binding.Name, binding => CaseValue.Read(binding.Value)) ?? [];
        var names = types.Keys.Union(bindings.Keys).Order(StringComparer.Ordinal).ToList();
        var frame = new Frame(names.Count, new Timestamp(1_700_000_000, 0));
        var scope = Scope.Empty;
        for (var slot = 0; slot < names.Count; slot++)
        {
            scope = scope.With(new VariableSymbol(names[slot], types.GetValueOrDefault(names[slot], PffType.Dyn), slot));
            frame.Slots[slot] = bindings.GetValueOrDefault(names[slot]);
        }

        return (scope, frame);
    }

    private static string Show(DiagnosticBag diagnostics)
    {
        var first = diagnostics.ToSorted().First(diagnostic => diagnostic.Severity == Severity.Error);
        return $"{first.Code}: {first.Message.English}";
    }
}
