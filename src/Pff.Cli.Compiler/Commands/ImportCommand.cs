using System.CommandLine;
using Pff.Cli.Compiler.Input;
using Pff.Cli.Compiler.Output;
using Pff.Compiler.Importing;
using Pff.Compiler.Importing.Arazzo;
using Pff.Compiler.Importing.OpenApi;
using Pff.Compiler.Importing.Postman;
using Pff.Core.Ports;
using Pff.Hosting;
using Pff.Hosting.Files;
using Pff.Hosting.Output;

namespace Pff.Cli.Compiler.Commands;

/// <summary><c>pffc import KIND FILE</c>: catalogues and manifests from documents of other formats.</summary>
internal sealed class ImportCommand
{
    private const string Standard = "-";

    private delegate ImportResult Import(string path, string? output, IFileSource files, ParseResult result, CancellationToken cancellation);

    private readonly Argument<string> _file = new("FILE") { Description = "The document, in JSON or YAML; '-' for standard input" };

    private readonly Option<string?> _output = new("--output", "-o");

    private readonly Option<string?> _name = new("--name") { Description = "The API's name (default: from the file's name)", HelpName = "NAME" };

    private readonly Option<bool> _force = new("--force") { Description = "Replace files that are there" };

    private readonly Option<bool> _strict = new("--strict") { Description = "Unguarded optional fields are errors; any warning gives exit code 1" };

    private readonly Option<string> _format = new("--format") { Description = "How the report is printed", DefaultValueFactory = _ => "text" };

    private ImportCommand() => _format.AcceptOnlyFromAmong("text", "json");

    public static void AddTo(CommandLineHost host)
    {
        var parent = host.AddGroup("import", "Make catalogues and manifests from documents of other formats");
        new ImportCommand().Add(
            host, parent, "openapi", "Make a catalogue from an OpenAPI 2.0, 3.0 or 3.1 document", "The catalogue (default: apis/NAME.yaml); '-' for standard output", "apis/NAME.yaml",
            (import, path, output, files, result, _) => OpenApiImporter.Import(path, output, result.GetValue(import._name), path == StandardInputFile.Path, files));
        new ImportCommand().Add(
            host, parent, "arazzo", "Make a manifest and catalogues from an Arazzo 1.0 or 1.1 document", "The folder (default: this one); '-' for standard output", "FOLDER",
            (import, path, output, files, result, cancellation) => ArazzoImporter.Import(path, output ?? string.Empty, result.GetValue(import._strict), files, cancellation));
        new ImportCommand().Add(
            host, parent, "postman", "Make a manifest and catalogues from a Postman collection 2.0 or 2.1", "The folder (default: this one); '-' for standard output", "FOLDER",
            (import, path, output, files, result, cancellation) => PostmanImporter.Import(path, output ?? string.Empty, result.GetValue(import._strict), files, cancellation));
    }

    private void Add(
        CommandLineHost host, Command parent, string kind, string description, string outputDescription, string outputName,
        Func<ImportCommand, string, string?, IFileSource, ParseResult, CancellationToken, ImportResult> import)
    {
        _output.Description = outputDescription;
        _output.HelpName = outputName;
        var command = new Command(kind, description);
        command.Arguments.Add(_file);
        command.Options.Add(_output);
        if (kind == "openapi")
        {
            command.Options.Add(_name);
        }

        command.Options.Add(_force);
        command.Options.Add(_strict);
        command.Options.Add(_format);
        host.Add(parent, command, (result, console, cancellation) => Task.FromResult(
            Run(result, console, (path, output, files, parsed, token) => import(this, path, output, files, parsed, token), cancellation)));
    }

    private int Run(ParseResult result, HostConsole console, Import import, CancellationToken cancellation)
    {
        var path = GivenPath.Clean(result.GetValue(_file)!);
        if (path != Standard && !File.Exists(path))
        {
            ManifestArguments.SayMissing(path, console);
            return ExitCodes.Usage;
        }

        IFileSource files = new DiskFileSource(Directory.GetCurrentDirectory());
        if (path == Standard)
        {
            files = StandardInputFile.Read(files);
            path = StandardInputFile.Path;
        }

        var output = result.GetValue(_output) is { } given ? GivenPath.Clean(given) : null;
        var generated = import(path, output == Standard ? null : output, files, result, cancellation);
        return new GeneratedOutput(output == Standard, result.GetValue(_force), result.GetValue(_format)!, result.GetValue(_strict), console).Finish(generated);
    }
}
