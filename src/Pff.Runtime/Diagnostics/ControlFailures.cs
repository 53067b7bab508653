using System.Globalization;
using Pff.Core.Diagnostics;
using Pff.Runtime.Control;

namespace Pff.Runtime.Diagnostics;

/// <summary>PFF3501 to PFF3519: a run that was stopped before its end.</summary>
public static partial class RuntimeFailures
{
    /// <summary>PFF3501.</summary>
    public static RuntimeFailure TooManyFailures(long failures, long most) => new("PFF3501", new(
        $"Stopped: {failures} rows have failed, and at most {most} may.",
        $"Parada: {failures} linhas falharam, e no máximo {most} podem falhar."));

    /// <summary>PFF3502.</summary>
    public static RuntimeFailure FailureRateTooHigh(long failures, long rows, double highest) => new("PFF3502", new(
        $"Stopped: {failures} of {rows} rows have failed, and at most {Percent(highest)} may.",
        $"Parada: {failures} de {rows} linhas falharam, e no máximo {Percent(highest).Replace('.', ',')} podem falhar."));

    /// <summary>PFF3503.</summary>
    public static RuntimeFailure TooManyOfCode(string code, long failures, long most) => new("PFF3503", new(
        $"Stopped: {failures} rows have failed with {code}, and at most {most} may.",
        $"Parada: {failures} linhas falharam com {code}, e no máximo {most} podem."));

    /// <summary>PFF3504.</summary>
    public static RuntimeFailure RingIsBad(CanaryRing ring, long failures, long rows) => new("PFF3504", new(
        $"Stopped in ring {ring.Number} ({Percent(ring.To)} of the rows): {failures} of {rows} rows have failed, which is too many.",
        $"Parada no anel {ring.Number} ({Percent(ring.To).Replace('.', ',')} das linhas): {failures} de {rows} linhas falharam, o que é demais."));

    /// <summary>PFF3505.</summary>
    public static RuntimeFailure RingNotWidened(GateReport gate) => new("PFF3505", new(
        $"Ring {gate.Ring.Number} ({Percent(gate.Ring.To)} of the rows) is done: {gate.Rows} rows, {gate.Failures} failed. It was not widened to {Percent(gate.Next.To)}.",
        $"O anel {gate.Ring.Number} ({Percent(gate.Ring.To).Replace('.', ',')} das linhas) terminou: {gate.Rows} linhas, {gate.Failures} falharam. Não foi ampliado para {Percent(gate.Next.To).Replace('.', ',')}."))
    {
        Help = gate.Verdict == TestVerdict.Undecided
            ? new(
                $"The ring is too small to decide by itself (it takes at least {gate.FewestRows} rows). Look at the report, and widen with: pff resume RUN --widen",
                $"O anel é pequeno demais para decidir sozinho (são precisas pelo menos {gate.FewestRows} linhas). Veja o relatório e amplie com: pff resume EXECUÇÃO --widen")
            : new("Look at the report, and widen with: pff resume RUN --widen", "Veja o relatório e amplie com: pff resume EXECUÇÃO --widen"),
    };

    /// <summary>PFF3506.</summary>
    public static RuntimeFailure Cancelled { get; } = new("PFF3506", new(
        "Stopped by 'pff cancel'; rows in work are left as the journal has them.",
        "Parada por 'pff cancel'; linhas em andamento ficam como o diário as tem."));

    private static string Percent(double share) => (share * 100).ToString("0.##", CultureInfo.InvariantCulture) + " %";
}
