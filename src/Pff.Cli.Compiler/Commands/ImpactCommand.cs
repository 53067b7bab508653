using System.Collections.Immutable;
using System.CommandLine;
using Pff.Cli.Compiler.Output;
using Pff.Compiler;
using Pff.Compiler.Impact;
using Pff.Core.Diagnostics;
using Pff.Core.Ports;
using Pff.Hosting;
using Pff.Hosting.Files;
using Pff.Hosting.Output;

namespace Pff.Cli.Compiler.Commands;

/// <summary><c>pffc impact OLD NEW [PATH…]</c>: which sequences a new version of an OpenAPI document breaks, and how.</summary>
internal sealed class ImpactCommand
{
    private readonly Argument<string> _old = new("OLD") { Description = "The OpenAPI document as it was" };

    private readonly Argument<string> _new = new("NEW") { Description = "The OpenAPI document as it is to be" };

    private readonly Argument<string[]> _paths = new("PATH")
    {
        Description = "Manifests, or folders to search for manifests (default: this folder)",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string[]> _manifests = new("--manifest")
    {
        Description = "A manifest to check; may be repeated, and added to PATH",
        HelpName = "PATH",
    };

    private readonly Option<string[]> _documents = new("--document")
    {
        Description = "The file that catalogues read the document from, where that is neither OLD nor NEW nor a copy of one",
        HelpName = "FILE",
    };

    private readonly Option<string> _format = new("--format")
    {
        Description = "How the impact is printed",
        DefaultValueFactory = _ => "text",
    };

    private readonly Option<bool> _strict = new("--strict") { Description = "Check strictly: a new warning breaks a sequence too" };

    private ImpactCommand()
    {
        _format.AcceptOnlyFromAmong("text", "json", "github");
    }

    public static void AddTo(CommandLineHost host)
    {
        var impact = new ImpactCommand();
        var command = new Command("impact", "Say which sequences a new version of an OpenAPI document breaks, and how");
        command.Arguments.Add(impact._old);
        command.Arguments.Add(impact._new);
        command.Arguments.Add(impact._paths);
        command.Options.Add(impact._manifests);
        command.Options.Add(impact._documents);
        command.Options.Add(impact._format);
        command.Options.Add(impact._strict);
        host.Add(command, (result, console, cancellation) => Task.FromResult(impact.Run(result, console, cancellation)));
    }

    private int Run(ParseResult result, HostConsole console, CancellationToken cancellation)
    {
        string[] given = [.. result.GetValue(_paths) ?? [], .. result.GetValue(_manifests) ?? []];
        var (manifests, missing) = ManifestFinder.Find(given.Length > 0 ? given : ["."]);
        foreach (var path in missing)
        {
            ManifestArguments.SayMissing(path, console);
        }

        var files = new DiskFileSource(Directory.GetCurrentDirectory());
        var old = Read(result.GetValue(_old)!, files, console);
        var @new = Read(result.GetValue(_new)!, files, console);
        if (missing.Length > 0 || old is null || @new is null)
        {
            return ExitCodes.Usage;
        }

        var analysis = new ImpactAnalysis(old, @new, Places(old, @new, result.GetValue(_documents) ?? []), files, new CompileSettings(result.GetValue(_strict)));
        var impacts = manifests.Select(m => analysis.Compare(m, cancellation)).ToImmutableArray();
        if (!impacts.Any(i => i.UsesDocument))
        {
            console.Error.WriteLine(console.Say(
                $"PFF5071: none of {impacts.Length} manifest(s) has a catalogue made from '{old.Path}' or '{@new.Path}'.",
                $"PFF5071: nenhum de {impacts.Length} manifesto(s) tem um catálogo feito de '{old.Path}' ou '{@new.Path}'."));
            console.Error.WriteLine(console.Say(
                "Say with --document which file of theirs the two are versions of.", "Diga com --document de qual arquivo deles os dois são versões."));
            return ExitCodes.Usage;
        }

        var report = ImpactReport.Of(impacts, analysis.CompareDocuments());
        Print(result.GetValue(_format)!, report, console);
        return report.Breaks ? ExitCodes.Problems : ExitCodes.Success;
    }

    private static DocumentVersion? Read(string path, DiskFileSource files, HostConsole console)
    {
        var read = files.Read(path);
        if (read is { Status: FileReadStatus.Found, Text: { } text, Sha256: { } hash })
        {
            return new DocumentVersion(path.Replace('\\', '/'), text, hash);
        }

        var reason = read.Status switch
        {
            FileReadStatus.NotFound => console.Say("it does not exist", "não existe"),
            FileReadStatus.TooLarge => console.Say("it is too large", "é grande demais"),
            FileReadStatus.NotText => console.Say("it is not UTF-8 text", "não é texto UTF-8"),
            _ => console.Say("it cannot be read", "não pode ser lido"),
        };
        console.Error.WriteLine(console.Say(
            $"PFF5070: '{path}' cannot be compared: {reason}.", $"PFF5070: '{path}' não pode ser comparado: {reason}."));
        return null;
    }

    /// <summary>Every way in which a catalogue may lead to the documents: as given, and as full paths.</summary>
    private static IEnumerable<string> Places(DocumentVersion old, DocumentVersion @new, string[] documents)
    {
        foreach (var path in documents.Append(old.Path).Append(@new.Path))
        {
            var full = Path.GetFullPath(path);
            yield return path.Replace('\\', '/');
            yield return full.Replace('\\', '/');
            yield return Path.GetRelativePath(Directory.GetCurrentDirectory(), full).Replace('\\', '/');
        }
    }

    private static void Print(string format, ImpactReport report, HostConsole console)
    {
        switch (format)
        {
            case "json":
                using (var output = Console.OpenStandardOutput())
                {
                    ImpactJson.Write(output, report, console.Language);
                    output.WriteByte((byte)'\n');
                }

                break;
            case "github":
                foreach (var change in report.Manifests.SelectMany(m => m.Sequences).SelectMany(s => s.Changes).Where(c => c.Kind != ImpactKind.Resolved))
                {
                    DiagnosticGitHub.Write(console.Out, AsDiagnostic(change), console.Language);
                }

                break;
            default:
                new ImpactText(console).Write(report);
                break;
        }
    }

    /// <summary>A change that the compiler has no code for, as an annotation: a notice, or an error where it breaks.</summary>
    private static Diagnostic AsDiagnostic(ImpactChange change) => change.Diagnostic ?? new Diagnostic(
        "pffc impact", change.Breaks ? Severity.Error : Severity.Information, change.Message, change.Source, change.Span);
}
