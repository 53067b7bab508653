using System.Collections.Immutable;
using System.CommandLine;
using System.Reflection;
using Pff.Compiler;
using Pff.Core.Diagnostics;
using Pff.Core.Ports;
using Pff.Core.Text;
using Pff.Hosting;
using Pff.Hosting.Files;
using Pff.Hosting.Output;

namespace Pff.Cli.Compiler.Commands;

/// <summary><c>pffc check PATH…</c>: everything that can be known about manifests before they run.</summary>
internal sealed class CheckCommand
{
    private readonly Argument<string[]> _paths =
        ManifestArguments.Paths("Manifests, or folders to search for manifests (default: this folder); - reads one from standard input");

    private readonly Option<string> _format = new("--format")
    {
        Description = "How diagnostics are printed",
        DefaultValueFactory = _ => "text",
    };

    private readonly Option<bool> _strict = new("--strict")
    {
        Description = "Unguarded optional fields and dyn are errors; any warning gives exit code 1",
    };

    private readonly Option<string?> _environment = ManifestArguments.Environment();

    private CheckCommand()
    {
        _format.AcceptOnlyFromAmong("text", "json", "sarif", "github");
    }

    public static void AddTo(CommandLineHost host)
    {
        var check = new CheckCommand();
        var command = new Command("check", "Check manifests against the documents of the APIs that they call");
        command.Arguments.Add(check._paths);
        command.Options.Add(check._format);
        command.Options.Add(check._strict);
        command.Options.Add(check._environment);
        host.Add(command, (result, console, cancellation) => Task.FromResult(check.Run(result, console, cancellation)));
    }

    private int Run(ParseResult result, HostConsole console, CancellationToken cancellation)
    {
        var paths = ManifestArguments.Given(result.GetValue(_paths));
        var readsInput = paths.Contains(StandardInput.Argument);
        if (!ManifestArguments.TryExpand(paths.Where(p => p != StandardInput.Argument), console, out var manifests))
        {
            return ExitCodes.Usage;
        }

        manifests = readsInput ? manifests.Add(StandardInput.Name) : manifests;
        if (!ManifestArguments.HasAny(manifests, paths, console))
        {
            return ExitCodes.Usage;
        }

        var settings = new CompileSettings(result.GetValue(_strict), result.GetValue(_environment));
        var files = new OverlayFileSource(new DiskFileSource(Directory.GetCurrentDirectory()));
        if (readsInput)
        {
            files.Set(StandardInput.Name, StandardInput.Read());
        }

        var bag = new DiagnosticBag();
        var allowed = new DiagnosticBag();
        var dynPlaces = new HashSet<(string, TextSpan)>();

        // A manifest is read again for each file of its tests, and its mistakes are said once.
        var seen = new HashSet<(string, string, TextSpan)>();
        foreach (var compiled in CheckAll(manifests, files, settings, cancellation))
        {
            bag.AddRange(compiled.Diagnostics.Where(d => seen.Add((d.Code, d.Source.Path, d.Span))));
            allowed.AddRange(compiled.Allowed);
            dynPlaces.UnionWith(compiled.DynPlaces.Select(d => (d.Source.Path, d.Span)));
        }

        var diagnostics = bag.ToSorted();
        Print(result.GetValue(_format)!, diagnostics, allowed.ToSorted(), manifests.Length, dynPlaces.Count, console);
        var failing = settings.IsStrict ? Severity.Warning : Severity.Error;
        return diagnostics.Any(d => d.Severity >= failing) ? ExitCodes.Problems : ExitCodes.Success;
    }

    /// <summary>What is wrong with each manifest, in their order, whichever is checked first.</summary>
    private static CheckResult[] CheckAll(ImmutableArray<string> manifests, IFileSource files, CompileSettings settings, CancellationToken cancellation)
    {
        // Catalogues that several manifests use are loaded once. No manifest is checked twice, so none need be remembered.
        var session = new CompilerSession(settings, maximumManifests: 1);
        if (manifests is [var only])
        {
            return [session.Check(only, files, cancellation)];
        }

        var results = new CheckResult[manifests.Length];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation };
        Parallel.For(0, manifests.Length, options, i => results[i] = session.Check(manifests[i], files, cancellation));
        return results;
    }

    private static void Print(
        string format, ImmutableArray<Diagnostic> diagnostics, ImmutableArray<Diagnostic> allowed, int manifestCount, int dynCount, HostConsole console)
    {
        switch (format)
        {
            case "json":
                WriteToStandardOutput(stream => DiagnosticJson.Write(stream, diagnostics, allowed, manifestCount, console.Language, dynCount: dynCount));
                break;
            case "sarif":
                WriteToStandardOutput(stream => DiagnosticSarif.Write(stream, diagnostics, allowed, Version, console.Language));
                break;
            case "github":
                foreach (var diagnostic in diagnostics)
                {
                    DiagnosticGitHub.Write(console.Out, diagnostic, console.Language);
                }

                break;
            default:
                PrintText(diagnostics, manifestCount, dynCount, console);
                break;
        }
    }

    private static void PrintText(ImmutableArray<Diagnostic> diagnostics, int manifestCount, int dynCount, HostConsole console)
    {
        var text = new DiagnosticText(console.Language, new Ansi(console.UsesColor));
        foreach (var diagnostic in diagnostics)
        {
            text.Write(console.Out, diagnostic);
        }

        var manifests = console.Say(
            manifestCount == 1 ? "1 manifest" : $"{manifestCount} manifests",
            manifestCount == 1 ? "1 manifesto" : $"{manifestCount} manifestos");
        console.Out.WriteLine($"{manifests}: {text.Summary(diagnostics)}");
        if (dynCount > 0)
        {
            console.Out.WriteLine(console.Say(
                $"{dynCount} {(dynCount == 1 ? "place is" : "places are")} dyn and checked only at run time; --strict names {(dynCount == 1 ? "it" : "them")}.",
                $"{dynCount} {(dynCount == 1 ? "lugar é" : "lugares são")} dyn e {(dynCount == 1 ? "verificado" : "verificados")} só na execução; --strict diz {(dynCount == 1 ? "qual" : "quais")}."));
        }

        if (diagnostics.Length > 0)
        {
            console.Out.WriteLine(console.Say(
                $"'pffc explain {diagnostics[0].Code}' explains a code.",
                $"'pffc explain {diagnostics[0].Code}' explica um código."));
        }
    }

    private static string Version => typeof(CheckCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private static void WriteToStandardOutput(Action<Stream> write)
    {
        using var output = Console.OpenStandardOutput();
        write(output);
        output.WriteByte((byte)'\n');
    }
}
