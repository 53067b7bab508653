using Pff.Core.Diagnostics;
using Pff.Hosting.Output;
using Pff.Runtime.Diagnostics;
using Pff.Runtime.Journal;

namespace Pff.Cli.Runtime.Commands;

/// <summary>A change plan is applied once, however often and by however many processes that is asked for.</summary>
internal static class AppliedOnce
{
    /// <summary>Until it is disposed nobody else begins to apply the plan. Null where it may not be applied now, and that is said.</summary>
    /// <param name="sha256">Of the plan.</param>
    /// <param name="isAgain">Whether it may have been applied already.</param>
    public static ChangePlanHold? Hold(string sha256, bool isAgain, HostConsole console)
    {
        if (!RunLookup.Store().HoldChanges(sha256, InUse).IsSuccess(out var hold, out var failure))
        {
            RunLookup.Say(failure, console);
            return null;
        }

        // Looked for under the hold, so that no run is missed that somebody has begun meanwhile.
        if (isAgain || RunOf(sha256) is not { } run)
        {
            return hold;
        }

        hold.Dispose();
        console.Error.WriteLine(console.Say(
            $"PFF5134: run {run.RunId} has applied this change plan already, so nothing was sent. If that run was interrupted, go on with it: pff resume {run.RunId}. Else plan anew with 'pff plan'; 'pff apply --again' sends the same writes once more.",
            $"PFF5134: a execução {run.RunId} já aplicou este plano de mudanças, e nada foi enviado. Se ela foi interrompida, continue-a: pff resume {run.RunId}. Senão, planeje de novo com 'pff plan'; 'pff apply --again' envia as mesmas escritas mais uma vez."));
        return null;
    }

    /// <summary>The newest that has sent something of the plan, or may have: one that was never started has not.</summary>
    private static RunListing? RunOf(string sha256)
    {
        var runs = RunLookup.Store().List(links => links.ChangesSha256 == sha256).Where(run => run.State != RunState.NeverStarted).ToList();
        return runs.Find(run => run.Links.RedriveOf is null) ?? runs.FirstOrDefault();
    }

    private static RuntimeFailure InUse(string processId) => new("PFF5135", new LocalizedText(
        $"Process {processId} is just beginning to apply this change plan. Nothing was done here; look with 'pff runs' at what it has begun.",
        $"O processo {processId} está começando a aplicar este plano de mudanças. Nada foi feito aqui; veja com 'pff runs' o que ele começou."));
}
