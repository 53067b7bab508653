using System.Globalization;
using Pff.Core.Ports;
using Pff.Hosting.Output;
using Pff.Runtime.Changes;
using Pff.Runtime.Journal;
using Pff.Runtime.Reports;

namespace Pff.Cli.Runtime.Commands;

/// <summary>The change plan that a run applies, as the run's folder keeps it.</summary>
internal static class ApprovedPlan
{
    public const string Sha256Key = RunLinks.ChangesSha256Key;
    public const string ApprovedByKey = "approved_by";
    public const string ApprovedAtKey = "approved_at";

    /// <summary>False where it is not the approved one any more, and that is said.</summary>
    /// <param name="plan">Null for a run that applies none.</param>
    public static bool TryOpen(RunFolder folder, RunHeader header, HostConsole console, out ChangePlanReader? plan)
    {
        plan = null;
        if (header.Settings.GetValueOrDefault(Sha256Key) is not { } approved)
        {
            return true;
        }

        if (!ChangePlanReader.Open(folder.ChangesPath).IsSuccess(out plan, out var failure))
        {
            RunLookup.Say(failure, console);
            return false;
        }

        if (plan.Sha256 == approved)
        {
            return true;
        }

        plan.Dispose();
        SayOther(folder.ChangesPath, console);
        return false;
    }

    /// <summary>Who approved what the run did; null for a run that applies no change plan.</summary>
    public static ReportApproval? ApprovalOf(RunHeader header) => header.Settings.GetValueOrDefault(Sha256Key) is { } sha256
        ? new ReportApproval(
            header.Settings.GetValueOrDefault(ApprovedByKey) ?? "",
            DateTimeOffset.TryParse(header.Settings.GetValueOrDefault(ApprovedAtKey), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null,
            sha256)
        : null;

    public static void SayOther(string path, HostConsole console) => console.Error.WriteLine(console.Say(
        $"PFF5111: {path} is not the change plan that was approved. Look at it with 'pff show' and approve it with 'pff approve'.",
        $"PFF5111: {path} não é o plano de mudanças aprovado. Veja-o com 'pff show' e aprove-o com 'pff approve'."));
}
