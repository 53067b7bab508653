using Pff.Core.Diagnostics;

using System.Collections.Immutable;

namespace Pff.Runtime.Diagnostics;

/// <summary>PFF3401 to PFF3419: reports.</summary>
public static partial class RuntimeFailures
{
    /// <param name="detail">What the system says, in its own words.</param>
    public static RuntimeFailure ReportNotWritten(string path, LocalizedText detail) =>
        new("PFF3401", new(
            $"The report '{path}' cannot be written: {detail.English}.",
            $"O relatório '{path}' não pode ser gravado: {detail.Portuguese}."))
        {
            Help = new(
                "The run itself is safe in its journal: 'pff report' writes the report again.",
                "A execução está salva no diário: 'pff report' grava o relatório de novo."),
        };

    public static RuntimeFailure UnsupportedReport(string path, ImmutableArray<string> supported)
    {
        var names = string.Join(", ", supported);
        return new("PFF3402", new(
            $"The report '{path}' has the extension '{Path.GetExtension(path)}', which cannot be written; {names} can.",
            $"O relatório '{path}' tem a extensão '{Path.GetExtension(path)}', que não pode ser gravada; {names} podem."));
    }

    public static RuntimeFailure InputChanged(string path) =>
        new("PFF3403", new(
            $"The input '{path}' is not the file that the run started with, so its columns are not in the report.",
            $"A entrada '{path}' não é o arquivo com que a execução começou, por isso as colunas dela não estão no relatório."));
}
