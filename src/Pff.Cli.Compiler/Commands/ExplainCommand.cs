using System.CommandLine;
using Pff.Core.Diagnostics;
using Pff.Hosting;
using Pff.Hosting.Documentation;
using Pff.Hosting.Output;

namespace Pff.Cli.Compiler.Commands;

/// <summary><c>pffc explain CODE</c>: the page of a diagnostic code.</summary>
internal static class ExplainCommand
{
    public static void AddTo(CommandLineHost host)
    {
        var code = new Argument<string?>("CODE")
        {
            Description = "A code such as PFF1201; without one, all codes are listed",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("explain", "Explain a code: what it means, a bad example and a repaired one");
        command.Arguments.Add(code);
        host.Add(command, (result, console, _) => Task.FromResult(Run(result.GetValue(code), console)));
    }

    private static int Run(string? code, HostConsole console)
    {
        if (code is null)
        {
            foreach (var known in ErrorPages.Codes)
            {
                console.Out.WriteLine($"{known}  {ErrorPages.TitleOf(known)}");
            }

            return ExitCodes.Success;
        }

        if (ErrorPages.Find(code) is { } page)
        {
            console.Out.WriteLine(page.TrimEnd());
            return ExitCodes.Success;
        }

        console.Error.WriteLine(console.Say($"There is no code '{code}'.", $"Não existe o código '{code}'."));
        if (Suggestion.Nearest(code.ToUpperInvariant(), ErrorPages.Codes) is { } near)
        {
            console.Error.WriteLine(console.Say($"Did you mean {near}?", $"Você quis dizer {near}?"));
        }

        console.Error.WriteLine(console.Say("'pffc explain' lists all codes.", "'pffc explain' lista todos os códigos."));
        return ExitCodes.Usage;
    }
}
