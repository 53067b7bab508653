using System.Globalization;
using Pff.Compiler.Impact;
using Pff.Hosting.Output;

namespace Pff.Cli.Compiler.Output;

/// <summary>The impact of a document for a person: what breaks first, and what breaks nobody last.</summary>
internal sealed class ImpactText(HostConsole console)
{
    private const int MaximumHarmlessLines = 30;

    private readonly Ansi _ansi = new(console.UsesColor);

    public void Write(ImpactReport report)
    {
        foreach (var manifest in report.Manifests)
        {
            foreach (var sequence in manifest.Sequences)
            {
                WriteSequence(manifest, sequence);
            }
        }

        WriteHarmless(report);
        console.Out.WriteLine(console.Say(
            $"{report.BrokenCount} of {Count(report.SequenceCount, "sequence", "sequences")} in {Count(report.Manifests.Length, "manifest", "manifests")} would break.",
            $"{report.BrokenCount} de {Count(report.SequenceCount, "sequência", "sequências")} em {Count(report.Manifests.Length, "manifesto", "manifestos")} quebrariam."));
        if (report.UnrelatedCount > 0)
        {
            console.Out.WriteLine(console.Say(
                $"{Count(report.UnrelatedCount, "manifest does", "manifests do")} not use the document.",
                $"{Count(report.UnrelatedCount, "manifesto não usa", "manifestos não usam")} o documento."));
        }
    }

    private static string Count(int count, string one, string many) =>
        $"{count.ToString(CultureInfo.InvariantCulture)} {(count == 1 ? one : many)}";

    private void WriteSequence(ManifestImpact manifest, SequenceImpact sequence)
    {
        var name = sequence.Sequence ?? console.Say("(catalogue)", "(catálogo)");
        var verdict = sequence.Breaks
            ? _ansi.Error(console.Say("breaks", "quebra"))
            : _ansi.Warning(console.Say("changes", "muda"));
        console.Out.WriteLine($"{_ansi.Strong($"{manifest.Manifest}: {name}")} {verdict}");
        foreach (var change in sequence.Changes)
        {
            var line = change.Source.GetPosition(change.Span.Start).Line + 1;
            var text = $"  {change.Source.Path}:{line.ToString(CultureInfo.InvariantCulture)}: {Label(change)}: {console.Say(change.Message)}";
            console.Out.WriteLine(text);
            if (change.Kind != ImpactKind.Resolved && change.Diagnostic?.Help is { } help)
            {
                console.Out.WriteLine($"    {_ansi.Faint("=")} {console.Say(help)}");
            }
        }

        console.Out.WriteLine();
    }

    private string Label(ImpactChange change)
    {
        var label = change.Kind switch
        {
            ImpactKind.Error => console.Say("error", "erro"),
            ImpactKind.Warning => console.Say("warning", "aviso"),
            ImpactKind.Operation => console.Say("operation", "operação"),
            ImpactKind.Effect => console.Say("effect", "efeito"),
            ImpactKind.Bound => console.Say("loop", "laço"),
            ImpactKind.Optionality => console.Say("presence", "presença"),
            ImpactKind.Type => console.Say("type", "tipo"),
            ImpactKind.Resolved => console.Say("resolved", "resolvido"),
            _ => throw new ArgumentOutOfRangeException(nameof(change)),
        };
        var full = change.Diagnostic is { } diagnostic ? $"{label} {diagnostic.Code}" : label;
        return change.Breaks ? _ansi.Error(full) : _ansi.Information(full);
    }

    private void WriteHarmless(ImpactReport report)
    {
        if (report.Harmless.IsEmpty)
        {
            return;
        }

        console.Out.WriteLine(console.Say(
            $"{Count(report.Harmless.Length, "change breaks", "changes break")} nobody here:",
            $"{Count(report.Harmless.Length, "mudança não quebra", "mudanças não quebram")} nada aqui:"));
        foreach (var change in report.Harmless.Take(MaximumHarmlessLines))
        {
            console.Out.WriteLine($"  {change.Operation}: {console.Say(change.Message)}");
        }

        if (report.Harmless.Length > MaximumHarmlessLines)
        {
            var more = report.Harmless.Length - MaximumHarmlessLines;
            console.Out.WriteLine(console.Say($"  … and {more} more (--format json has all)", $"  … e mais {more} (--format json tem todas)"));
        }

        console.Out.WriteLine();
    }
}
