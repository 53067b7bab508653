using System.Collections.Immutable;
using Pff.Hosting.Output;
using Pff.Runtime.Reports;

namespace Pff.Cli.Runtime.Output;

/// <summary>What a replay is asked for.</summary>
/// <param name="Row">The only row; null for all.</param>
/// <param name="Requests">Where the requests go; null for nowhere.</param>
/// <param name="Compared">Reports that the run wrote; empty for the one in its folder.</param>
internal sealed record ReplayOutput(long? Row, string? Requests, ImmutableArray<string> Reports, ImmutableArray<string> Compared, bool IsJson)
{
    public const string StandardOutput = "-";

    /// <summary>The files that are written.</summary>
    public IEnumerable<string> Written => Requests is null or StandardOutput ? Reports : [Requests, .. Reports];

    /// <summary>Whether the options contradict one another, or name what cannot be; which is said.</summary>
    public bool FindProblem(HostConsole console)
    {
        if (Row is not null && !(Reports.IsEmpty && Compared.IsEmpty))
        {
            console.Error.WriteLine(console.Say(
                "PFF5164: a report is of all rows; leave --row or --report and --compare out.",
                "PFF5164: um relatório é de todas as linhas; retire --row ou --report e --compare."));
            return true;
        }

        if (Reports.Concat(Compared).FirstOrDefault(path => ReportWriter.FormatOf(path) is null) is { } wrong)
        {
            var extensions = string.Join(", ", ReportWriter.SupportedExtensions);
            console.Error.WriteLine(console.Say(
                $"PFF5015: '{wrong}' is no report that can be written; its name ends in {extensions}.",
                $"PFF5015: '{wrong}' não é um relatório que se possa gravar; o nome termina em {extensions}."));
            return true;
        }

        if (Compared.FirstOrDefault(path => !File.Exists(path)) is { } missing)
        {
            console.Error.WriteLine(console.Say($"PFF5004: '{missing}' cannot be read: it is not there", $"PFF5004: '{missing}' não pode ser lido: não existe"));
            return true;
        }

        return false;
    }
}
