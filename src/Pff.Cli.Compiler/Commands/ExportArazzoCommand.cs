using System.CommandLine;
using Pff.Cli.Compiler.Input;
using Pff.Cli.Compiler.Output;
using Pff.Compiler.Exporting.Arazzo;
using Pff.Core.Ports;
using Pff.Hosting;
using Pff.Hosting.Files;
using Pff.Hosting.Output;

namespace Pff.Cli.Compiler.Commands;

/// <summary><c>pffc export arazzo MANIFEST</c>: the sequences of a manifest as workflows.</summary>
internal sealed class ExportArazzoCommand
{
    private const string Standard = "-";

    private readonly Argument<string> _manifest = new("MANIFEST") { Description = "The manifest; '-' for standard input" };

    private readonly Option<string?> _output = new("--output", "-o")
    {
        Description = "The document (default: the manifest's name with .arazzo.yaml, beside it); '-' for standard output",
        HelpName = "FILE",
    };

    private readonly Option<bool> _force = new("--force") { Description = "Replace a file that is there" };

    private readonly Option<string> _format = new("--format") { Description = "How the report is printed", DefaultValueFactory = _ => "text" };

    private ExportArazzoCommand() => _format.AcceptOnlyFromAmong("text", "json");

    public static void AddTo(CommandLineHost host, Command parent)
    {
        var export = new ExportArazzoCommand();
        var command = new Command("arazzo", "Make an Arazzo 1.0.1 document with a workflow for each sequence");
        command.Arguments.Add(export._manifest);
        command.Options.Add(export._output);
        command.Options.Add(export._force);
        command.Options.Add(export._format);
        host.Add(parent, command, (result, console, cancellation) => Task.FromResult(export.Run(result, console, cancellation)));
    }

    private int Run(ParseResult result, HostConsole console, CancellationToken cancellation)
    {
        var manifest = GivenPath.Clean(result.GetValue(_manifest)!);
        if (manifest != Standard && !File.Exists(manifest))
        {
            ManifestArguments.SayMissing(manifest, console);
            return ExitCodes.Usage;
        }

        IFileSource files = new DiskFileSource(Directory.GetCurrentDirectory());
        var output = result.GetValue(_output) is { } given ? GivenPath.Clean(given) : manifest == Standard ? Standard : null;
        if (manifest == Standard)
        {
            files = StandardInputFile.Read(files);
            manifest = StandardInputFile.Path;
        }

        var beside = Path.ChangeExtension(manifest, ".arazzo.yaml");
        var exported = ArazzoExporter.Export(manifest, output is null or Standard ? beside : output, files, cancellation);
        return new GeneratedOutput(output == Standard, result.GetValue(_force), result.GetValue(_format)!, IsStrict: false, console).Finish(exported);
    }
}
