using System.CommandLine;
using Pff.Compiler.Formatting;
using Pff.Core.Diagnostics;
using Pff.Core.Ports;
using Pff.Core.Text;
using Pff.Hosting;
using Pff.Hosting.Files;
using Pff.Hosting.Output;

namespace Pff.Cli.Compiler.Commands;

/// <summary><c>pffc fmt PATH…</c>: one way of writing manifests, modules and catalogues, so that reviews show only what changed.</summary>
internal sealed class FmtCommand
{
    private readonly Argument<string[]> _paths = ManifestArguments.Paths(
        "Manifests, modules, catalogues, or folders to search for them (default: this folder); - formats standard input to standard output");

    private readonly Option<bool> _check = new("--check")
    {
        Description = "Write nothing; name the files that are not formatted, and exit with 1 where there are any",
    };

    private readonly Option<bool> _diff = new("--diff")
    {
        Description = "Write nothing; print what would change",
    };

    public static void AddTo(CommandLineHost host)
    {
        var fmt = new FmtCommand();
        var command = new Command("fmt", "Format manifests, modules and catalogues");
        command.Arguments.Add(fmt._paths);
        command.Options.Add(fmt._check);
        command.Options.Add(fmt._diff);
        host.Add(command, (result, console, cancellation) => Task.FromResult(fmt.Run(result, console, cancellation)));
    }

    private int Run(ParseResult result, HostConsole console, CancellationToken cancellation)
    {
        var paths = ManifestArguments.Given(result.GetValue(_paths));
        var (isCheck, isDiff) = (result.GetValue(_check), result.GetValue(_diff));
        if (paths is [StandardInput.Argument])
        {
            return FormatInput(isCheck, isDiff, console);
        }

        if (!ManifestArguments.TryExpand(paths, console, out var files, withCatalogues: true))
        {
            return ExitCodes.Usage;
        }

        var source = new DiskFileSource(Directory.GetCurrentDirectory());
        var (changed, refused) = (0, 0);
        foreach (var path in files)
        {
            cancellation.ThrowIfCancellationRequested();
            if (Format(path, source.Read(path), console) is not { } formatted)
            {
                refused++;
                continue;
            }

            if (formatted.Before == formatted.After)
            {
                continue;
            }

            changed++;
            SayChanged(path, formatted, isDiff, console);
            if (!isCheck && !isDiff)
            {
                AtomicFile.Write(path, formatted.After);
            }
        }

        console.Error.WriteLine(Summary(files.Length, changed, isCheck || isDiff, console));
        return refused > 0 || (isCheck && changed > 0) ? ExitCodes.Problems : ExitCodes.Success;
    }

    /// <summary>A file that cannot be formatted is named with what is wrong in it, and left as it is.</summary>
    private static (string Before, string After)? Format(string path, FileReadResult read, HostConsole console)
    {
        if (read.Text is not { } text)
        {
            var problem = console.Say(FileProblem.Describe(read.Status));
            console.Error.WriteLine($"PFF5003: '{path}' {problem}.");
            return null;
        }

        var formatted = IsModule(path, text) ? ModuleFormatter.Format(text) : YamlFormatter.Format(text);
        ManifestArguments.Print(formatted.Diagnostics, console);
        return formatted.Text is { } after ? (text.Content, after) : null;
    }

    /// <summary>Standard input has no name that says it, but a module says it in its first word.</summary>
    private static bool IsModule(string path, SourceText text) => path == StandardInput.Name
        ? text.Content.Split('\n').Select(line => line.TrimStart('\uFEFF', ' ', '\t')).FirstOrDefault(line => line.Trim().Length > 0 && !line.StartsWith("//", StringComparison.Ordinal))?.StartsWith("language ", StringComparison.Ordinal) == true
        : Path.GetExtension(path).Equals(".pff", StringComparison.OrdinalIgnoreCase);

    private static void SayChanged(string path, (string Before, string After) formatted, bool isDiff, HostConsole console)
    {
        if (isDiff)
        {
            console.Out.Write(UnifiedDiff.Of(path, formatted.Before, formatted.After));
        }
        else
        {
            console.Out.WriteLine(path);
        }
    }

    private static int FormatInput(bool isCheck, bool isDiff, HostConsole console)
    {
        if (Format(StandardInput.Name, StandardInput.Read(), console) is not { } formatted)
        {
            return ExitCodes.Problems;
        }

        var isChanged = formatted.Before != formatted.After;
        if (!isCheck && !isDiff)
        {
            console.Out.Write(formatted.After);
        }
        else if (isChanged)
        {
            SayChanged(StandardInput.Name, formatted, isDiff, console);
        }

        return isCheck && isChanged ? ExitCodes.Problems : ExitCodes.Success;
    }

    private static string Summary(int files, int changed, bool isDry, HostConsole console) => isDry
        ? console.Say($"{files} file(s), {changed} not formatted", $"{files} arquivo(s), {changed} sem formatação")
        : console.Say($"{files} file(s), {changed} formatted", $"{files} arquivo(s), {changed} formatado(s)");
}
