using Pff.Hosting;

namespace Pff.Cli.Compiler.Commands;

/// <summary><c>pffc export …</c>: what PFF knows, in other programs' formats; each subcommand is a file of its own.</summary>
internal static class ExportCommand
{
    public static void AddTo(CommandLineHost host)
    {
        var export = host.AddGroup("export", "Write what PFF knows in the formats of other programs");
        ExportSchemaCommand.AddTo(host, export);
        ExportArazzoCommand.AddTo(host, export);
    }
}
