using System.CommandLine;
using Pff.Compiler.Schemas;
using Pff.Hosting;
using Pff.Hosting.Output;

namespace Pff.Cli.Compiler.Commands;

/// <summary><c>pffc export schema manifest</c>, <c>catalogue</c> and <c>inputs MANIFEST</c>: JSON Schema, draft 2020-12.</summary>
internal sealed class ExportSchemaCommand
{
    private readonly Argument<string> _manifest = new("MANIFEST") { Description = "The manifest" };

    private readonly Option<string?> _sequence = ManifestArguments.Sequence();

    private readonly Option<string?> _environment = ManifestArguments.Environment();

    private readonly Option<string?> _output = ResultFile.Option();

    public static void AddTo(CommandLineHost host, Command export)
    {
        var schema = new Command("schema", "Write a JSON Schema");
        export.Subcommands.Add(schema);
        var written = new ExportSchemaCommand();
        var manifest = new Command("manifest", "The schema of manifests, for editors that complete and check YAML");
        manifest.Options.Add(written._output);
        host.Add(schema, manifest, (result, console, _) =>
            Task.FromResult(ResultFile.Write(SchemaText.Of(ManifestSchema.Build()), result.GetValue(written._output), console)));

        var catalogue = new Command("catalogue", "The schema of catalogues, for editors that complete and check YAML");
        catalogue.Options.Add(written._output);
        host.Add(schema, catalogue, (result, console, _) =>
            Task.FromResult(ResultFile.Write(SchemaText.Of(CatalogueSchema.Build()), result.GetValue(written._output), console)));

        var inputs = new Command("inputs", "The schema of the inputs of a sequence: one row as an object");
        inputs.Arguments.Add(written._manifest);
        inputs.Options.Add(written._sequence);
        inputs.Options.Add(written._output);
        inputs.Options.Add(written._environment);
        host.Add(schema, inputs, (result, console, cancellation) => Task.FromResult(written.Inputs(result, console, cancellation)));
    }

    private int Inputs(ParseResult result, HostConsole console, CancellationToken cancellation)
    {
        if (!ManifestArguments.TryFindOne(result.GetValue(_manifest)!, console, out var manifest))
        {
            return ExitCodes.Usage;
        }

        if (ManifestArguments.Compile(manifest, result.GetValue(_environment), console, cancellation) is not { } program)
        {
            return ExitCodes.Problems;
        }

        return ManifestArguments.TryChoose(program, result.GetValue(_sequence), console, out var sequence)
            ? ResultFile.Write(SchemaText.Of(InputSchema.Build(sequence)), result.GetValue(_output), console)
            : ExitCodes.Usage;
    }
}
