using System.CommandLine;
using Pff.Compiler;
using Pff.Core.Diagnostics;
using Pff.Hosting;
using Pff.Hosting.Documentation;
using Pff.Hosting.Files;
using Pff.Hosting.Fixing;
using Pff.Hosting.Output;

namespace Pff.Cli.Compiler.Commands;

/// <summary><c>pffc fix PATH…</c>: applies the fixes that diagnostics carry, where the compiler then has less to say.</summary>
internal sealed class FixCommand
{
    private readonly Argument<string[]> _paths = ManifestArguments.Paths();

    private readonly Option<bool> _dryRun = new("--dry-run")
    {
        Description = "Write nothing; print what would change",
    };

    private readonly Option<string[]> _codes = new("--code")
    {
        Description = "Apply only fixes of this code; may be given several times",
        HelpName = "PFFnnnn",
    };

    private readonly Option<bool> _strict = new("--strict")
    {
        Description = "Fix what 'pffc check --strict' finds",
    };

    public static void AddTo(CommandLineHost host)
    {
        var fix = new FixCommand();
        var command = new Command("fix", "Apply the certain fixes of diagnostics, and language migrations");
        command.Arguments.Add(fix._paths);
        command.Options.Add(fix._dryRun);
        command.Options.Add(fix._codes);
        command.Options.Add(fix._strict);
        host.Add(command, (result, console, cancellation) => Task.FromResult(fix.Run(result, console, cancellation)));
    }

    private int Run(ParseResult result, HostConsole console, CancellationToken cancellation)
    {
        var codes = result.GetValue(_codes) ?? [];
        if (Array.Find(codes, c => ErrorPages.Find(c) is null) is { } unknown)
        {
            console.Error.WriteLine(console.Say(
                $"PFF5060: there is no code '{unknown}'; 'pffc explain' lists all codes.",
                $"PFF5060: não existe o código '{unknown}'; 'pffc explain' lista todos os códigos."));
            return ExitCodes.Usage;
        }

        if (!ManifestArguments.TryExpand(ManifestArguments.Given(result.GetValue(_paths)), console, out var manifests))
        {
            return ExitCodes.Usage;
        }

        var disk = new DiskFileSource(Directory.GetCurrentDirectory());
        var run = new FixRun(disk, manifests, new CompileSettings(result.GetValue(_strict)), [.. codes.Select(c => c.ToUpperInvariant())]);
        var outcome = run.Run(cancellation);
        foreach (var fix in outcome.Applied)
        {
            console.Out.WriteLine($"{fix.Path}:{fix.Line}: {(fix.Code is null ? string.Empty : fix.Code + " ")}{console.Say(fix.Title)}");
        }

        foreach (var file in outcome.Files)
        {
            if (result.GetValue(_dryRun))
            {
                console.Out.Write(UnifiedDiff.Of(file.Path, file.Before, file.After));
            }
            else
            {
                AtomicFile.Write(file.Path, file.After);
            }
        }

        var rest = new DiagnosticText(console.Language, new Ansi(console.UsesColor)).Summary(outcome.Remaining);
        console.Error.WriteLine(console.Say(
            $"{outcome.Applied.Length} fix(es) in {outcome.Files.Length} file(s); left: {rest}",
            $"{outcome.Applied.Length} conserto(s) em {outcome.Files.Length} arquivo(s); restam: {rest}"));
        return outcome.Remaining.Any(d => d.Severity == Severity.Error) ? ExitCodes.Problems : ExitCodes.Success;
    }
}
