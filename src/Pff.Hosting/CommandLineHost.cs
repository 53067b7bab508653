using System.CommandLine;
using Pff.Core.Diagnostics;
using Pff.Hosting.Output;

namespace Pff.Hosting;

/// <summary>
/// What both command lines do around their commands: the options that every command has, exit code 2 for a wrong
/// command line, and one line with a code instead of a stack trace for a bug.
/// </summary>
public sealed class CommandLineHost
{
    private const string DebugVariable = "PFF_DEBUG";

    private readonly Option<string?> _language = new("--lang")
    {
        Description = "Language of messages: en or pt (default: PFF_LANG, then LANG)",
        Recursive = true,
        HelpName = "en|pt",
    };

    private readonly Option<bool> _noColor = new("--no-color")
    {
        Description = "No colours (also: the environment variable NO_COLOR)",
        Recursive = true,
    };

    private readonly RootCommand _root;

    public CommandLineHost(string description)
    {
        _root = new RootCommand(description);
        _language.AcceptOnlyFromAmong("en", "pt", "pt-BR");
        _root.Options.Add(_language);
        _root.Options.Add(_noColor);
    }

    /// <summary>Adds a command; <paramref name="action"/> gives the exit code.</summary>
    public void Add(Command command, Func<ParseResult, HostConsole, CancellationToken, Task<int>> action) => Add(_root, command, action);

    /// <summary>Adds a command below another one.</summary>
    public void Add(Command parent, Command command, Func<ParseResult, HostConsole, CancellationToken, Task<int>> action)
    {
        command.SetAction((result, cancellation) => action(result, ConsoleFor(result), cancellation));
        parent.Subcommands.Add(command);
    }

    /// <summary>Adds a command that does nothing but hold others.</summary>
    public Command AddGroup(string name, string description)
    {
        var group = new Command(name, description);
        _root.Subcommands.Add(group);
        return group;
    }

    public async Task<int> InvokeAsync(string[] arguments)
    {
        // Help is printed while the line is parsed, so its language must be known before.
        if (HostConsole.LanguageOf(LanguageIn(arguments)) == Language.Portuguese)
        {
            HelpInPortuguese.Apply(_root);
        }

        var result = _root.Parse(arguments);
        if (result.Errors.Count > 0)
        {
            UsageErrors.Print(ConsoleFor(result), _root, result);
            return ExitCodes.Usage;
        }

        try
        {
            // Commands decide themselves what an interrupt means, so no termination timeout.
            return await result.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (OperationCanceledException) when (!WantsDetail)
        {
            var console = ConsoleFor(result);
            console.Error.WriteLine(console.Say("PFF5019: interrupted before the end.", "PFF5019: interrompido antes do fim."));
            return ExitCodes.Unfinished;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            ConsoleFor(result).SayFileFault(e);
            return ExitCodes.Unfinished;
        }
        catch (Exception e)
        {
            var console = ConsoleFor(result);
            console.Error.WriteLine(WantsDetail
                ? $"PFF5099: {e}"
                : console.Say(
                    $"PFF5099: internal error: {e.GetType().Name}: {FirstLine(e.Message)} (set {DebugVariable}=1 for details; please report it)",
                    $"PFF5099: erro interno: {e.GetType().Name}: {FirstLine(e.Message)} (use {DebugVariable}=1 para detalhes; por favor relate)"));
            return ExitCodes.Unfinished;
        }
    }

    private static bool WantsDetail => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(DebugVariable));

    private string? LanguageIn(string[] arguments)
    {
        var at = Array.FindIndex(arguments, a => a == _language.Name || a.StartsWith(_language.Name + "=", StringComparison.Ordinal));
        return at < 0 ? null
            : arguments[at].Length > _language.Name.Length ? arguments[at][(_language.Name.Length + 1)..]
            : at + 1 < arguments.Length ? arguments[at + 1] : null;
    }

    private static string FirstLine(string text) => text.Split('\n', 2)[0].TrimEnd('\r');

    private HostConsole ConsoleFor(ParseResult result) =>
        HostConsole.OfProcess(result.GetValue(_language), result.GetValue(_noColor));
}
