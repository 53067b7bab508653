using System.CommandLine;
using Pff.Cli.Compiler.Input;
using Pff.Cli.Compiler.Output;
using Pff.Compiler.Converting;
using Pff.Core.Ports;
using Pff.Hosting;
using Pff.Hosting.Files;
using Pff.Hosting.Output;

namespace Pff.Cli.Compiler.Commands;

/// <summary><c>pffc convert FILE</c>: a module of a manifest, or a manifest of a module, that means the same.</summary>
internal sealed class ConvertCommand
{
    private const string Module = "pff";

    private const string Manifest = "yaml";

    private readonly Argument<string> _file = new("FILE") { Description = "A manifest or a module; '-' for standard input, which --to says the form of" };

    private readonly Option<string?> _output = new("--output", "-o") { Description = "The file to write (default: FILE with the other extension); '-' for standard output", HelpName = "FILE" };

    private readonly Option<string?> _to = new("--to") { Description = "What to make (default: what FILE is not)" };

    private readonly Option<bool> _force = new("--force") { Description = "Replace files that are there" };

    private readonly Option<string?> _environment = ManifestArguments.Environment();

    private readonly Option<string> _format = new("--format") { Description = "How the report is printed", DefaultValueFactory = _ => "text" };

    private ConvertCommand()
    {
        _to.AcceptOnlyFromAmong(Module, Manifest);
        _format.AcceptOnlyFromAmong("text", "json");
    }

    public static void AddTo(CommandLineHost host)
    {
        var convert = new ConvertCommand();
        var command = new Command("convert", "Make a module of a manifest, or a manifest of a module, that means the same");
        command.Arguments.Add(convert._file);
        command.Options.Add(convert._output);
        command.Options.Add(convert._to);
        command.Options.Add(convert._force);
        command.Options.Add(convert._environment);
        command.Options.Add(convert._format);
        host.Add(command, (result, console, cancellation) => Task.FromResult(convert.Run(result, console, cancellation)));
    }

    private int Run(ParseResult result, HostConsole console, CancellationToken cancellation)
    {
        var path = GivenPath.Clean(result.GetValue(_file)!);
        var isInput = path == StandardInput.Argument;
        if (!isInput && !File.Exists(path))
        {
            ManifestArguments.SayMissing(path, console);
            return ExitCodes.Usage;
        }

        var isModule = Path.GetExtension(path).Equals(".pff", StringComparison.OrdinalIgnoreCase);
        var target = result.GetValue(_to) ?? (isInput ? null : isModule ? Manifest : Module);
        if (target is null)
        {
            console.Error.WriteLine(console.Say(
                "PFF5080: say what to make of standard input: --to pff or --to yaml.",
                "PFF5080: diga o que fazer da entrada padrão: --to pff ou --to yaml."));
            return ExitCodes.Usage;
        }

        if (!isInput && isModule == (target == Module))
        {
            console.Error.WriteLine(console.Say(
                $"PFF5081: '{path}' is {(isModule ? "a module" : "a manifest")} already.",
                $"PFF5081: '{path}' já é {(isModule ? "um módulo" : "um manifesto")}."));
            return ExitCodes.Usage;
        }

        IFileSource files = new DiskFileSource(Directory.GetCurrentDirectory());
        if (isInput)
        {
            // The form of a text is known by the name of its file.
            path = $"{StandardInputFile.Path}.{(target == Module ? Manifest : Module)}";
            files = StandardInputFile.Read(files, path);
        }

        var output = result.GetValue(_output) is { } given ? GivenPath.Clean(given) : isInput ? StandardInput.Argument : null;
        var isPrinted = output == StandardInput.Argument;
        var written = isPrinted || output is null ? Path.ChangeExtension(path, target) : output;
        var converted = SurfaceConverter.Convert(path, written.Replace('\\', '/'), files, result.GetValue(_environment), cancellation);
        return new GeneratedOutput(isPrinted, result.GetValue(_force), result.GetValue(_format)!, IsStrict: false, console).Finish(converted);
    }
}
