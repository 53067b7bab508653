using System.CommandLine;
using Pff.Hosting;
using Pff.Hosting.Output;
using Pff.Runtime.Changes;

namespace Pff.Cli.Runtime.Commands;

/// <summary><c>pff approve CHANGES --by NAME</c></summary>
internal sealed class ApproveCommand
{
    private readonly Argument<string> _plan = new("CHANGES") { Description = "A change plan that 'pff plan' wrote" };

    private readonly Option<string> _by = new("--by") { Description = "Who approves it", HelpName = "NAME", Required = true };

    public static void AddTo(CommandLineHost host)
    {
        var approve = new ApproveCommand();
        var command = new Command("approve", "Approve the changes of a change plan, so that 'pff apply' makes them");
        command.Arguments.Add(approve._plan);
        command.Options.Add(approve._by);
        host.Add(command, (result, console, _) => Task.FromResult(approve.Run(result, console)));
    }

    private int Run(ParseResult result, HostConsole console)
    {
        var path = result.GetValue(_plan)!;
        if (!ChangePlanReader.Open(path).IsSuccess(out var plan, out var failure))
        {
            RunLookup.Say(failure, console);
            return ExitCodes.Usage;
        }

        using (plan)
        {
            var by = result.GetValue(_by)!.Trim();
            if (by.Length == 0)
            {
                console.Error.WriteLine(console.Say("PFF5110: an approval needs a name: --by NAME.", "PFF5110: uma aprovação precisa de um nome: --by NOME."));
                return ExitCodes.Usage;
            }

            new Approval(by, TimeProvider.System.GetUtcNow(), plan.Sha256).Write(path);
            console.Out.WriteLine(ChangeText.Totals(plan.Totals, failed: 0, console));
            console.Out.WriteLine(console.Say($"Approved by {by}: sha256 {plan.Sha256}", $"Aprovado por {by}: sha256 {plan.Sha256}"));
            return ExitCodes.Success;
        }
    }
}
