using System.CommandLine;
using Pff.Compiler;
using Pff.Core.Diagnostics;
using Pff.Hosting;
using Pff.Hosting.Output;
using Pff.Hosting.Plans;

namespace Pff.Cli.Compiler.Commands;

/// <summary><c>pffc compile MANIFEST -o PLAN</c>: a plan file that runs without the compiler.</summary>
internal sealed class CompileCommand
{
    private readonly Argument<string> _manifest = new("MANIFEST") { Description = "The manifest to compile" };

    private readonly Option<string?> _output = new("--output", "-o")
    {
        Description = "The plan file (default: the manifest's name with .pffplan, beside it)",
        HelpName = "PLAN",
    };

    private readonly Option<bool> _strict = new("--strict") { Description = "Warnings are errors" };

    private readonly Option<string?> _environment = new("--env")
    {
        Description = "Take hosts from this environment of config/api_hosts.yaml",
        HelpName = "NAME",
    };

    public static void AddTo(CommandLineHost host)
    {
        var compile = new CompileCommand();
        var command = new Command("compile", "Compile a manifest to a plan file for 'pff run PLAN'");
        command.Arguments.Add(compile._manifest);
        command.Options.Add(compile._output);
        command.Options.Add(compile._strict);
        command.Options.Add(compile._environment);
        host.Add(command, (result, console, cancellation) => Task.FromResult(compile.Run(result, console, cancellation)));
    }

    private int Run(ParseResult result, HostConsole console, CancellationToken cancellation)
    {
        var manifest = result.GetValue(_manifest)!;
        var output = result.GetValue(_output) ?? Path.ChangeExtension(manifest, ".pffplan");
        var settings = new CompileSettings(result.GetValue(_strict), result.GetValue(_environment));
        var prepared = new PlanPreparation(cache: null).Prepare(manifest, settings, cancellation);
        var text = new DiagnosticText(console.Language, new Ansi(console.UsesColor));
        foreach (var diagnostic in prepared.Diagnostics)
        {
            text.Write(console.Error, diagnostic);
        }

        if (prepared.Artifact is not { } artifact || (settings.IsStrict && !prepared.Diagnostics.IsEmpty))
        {
            console.Error.WriteLine($"{manifest}: {text.Summary(prepared.Diagnostics)}");
            return ExitCodes.Problems;
        }

        try
        {
            Store(artifact.Bytes.Span, output);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var problem = FileFault.Of(e);
            console.Error.WriteLine(console.Say(
                $"PFF5003: '{output}' cannot be written: {problem.English}.",
                $"PFF5003: não é possível gravar '{output}': {problem.Portuguese}."));
            return ExitCodes.Unfinished;
        }

        console.Out.WriteLine($"{output}  {artifact.Hash[..12]}  {artifact.Bytes.Length / 1024.0:F1} KiB");
        return ExitCodes.Success;
    }

    /// <summary>Whole or not at all: a plan half written must not lie where a run would take it.</summary>
    private static void Store(ReadOnlySpan<byte> bytes, string output)
    {
        var temporary = $"{output}.{Environment.ProcessId}.tmp";
        try
        {
            File.WriteAllBytes(temporary, bytes);
            File.Move(temporary, output, overwrite: true);
        }
        finally
        {
            // Where its folder is missing there is nothing to delete, and asking for it would be a failure of its own.
            if (File.Exists(temporary))
            {
                File.Delete(temporary);
            }
        }
    }
}
