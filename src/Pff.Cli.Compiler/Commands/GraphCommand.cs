using System.CommandLine;
using Pff.Compiler.Graphs;
using Pff.Hosting;
using Pff.Hosting.Output;

namespace Pff.Cli.Compiler.Commands;

/// <summary><c>pffc graph MANIFEST</c>: the steps of a sequence as a flow graph.</summary>
internal sealed class GraphCommand
{
    private readonly Argument<string> _manifest = new("MANIFEST") { Description = "The manifest" };

    private readonly Option<string?> _sequence = ManifestArguments.Sequence();

    private readonly Option<string> _format = new("--format")
    {
        Description = "The language of the graph",
        DefaultValueFactory = _ => "mermaid",
    };

    private readonly Option<string?> _output = ResultFile.Option();

    private readonly Option<string?> _environment = ManifestArguments.Environment();

    private GraphCommand() => _format.AcceptOnlyFromAmong("mermaid", "dot", "svg");

    public static void AddTo(CommandLineHost host)
    {
        var graph = new GraphCommand();
        var command = new Command("graph", "Draw a sequence: its calls with their effects, branches, loops and handlers");
        command.Arguments.Add(graph._manifest);
        command.Options.Add(graph._sequence);
        command.Options.Add(graph._format);
        command.Options.Add(graph._output);
        command.Options.Add(graph._environment);
        host.Add(command, (result, console, cancellation) => Task.FromResult(graph.Run(result, console, cancellation)));
    }

    private int Run(ParseResult result, HostConsole console, CancellationToken cancellation)
    {
        if (!ManifestArguments.TryFindOne(result.GetValue(_manifest)!, console, out var manifest))
        {
            return ExitCodes.Usage;
        }

        if (ManifestArguments.Compile(manifest, result.GetValue(_environment), console, cancellation) is not { } program)
        {
            return ExitCodes.Problems;
        }

        if (!ManifestArguments.TryChoose(program, result.GetValue(_sequence), console, out var sequence))
        {
            return ExitCodes.Usage;
        }

        var graph = FlowGraphBuilder.Build(sequence);
        var format = result.GetValue(_format)!;
        if (format == "svg" && graph.Nodes.Length > SvgGraph.MaximumNodes)
        {
            console.Error.WriteLine(console.Say(
                $"PFF5052: the sequence has {graph.Nodes.Length} steps, and a picture can show {SvgGraph.MaximumNodes}; use --format mermaid or dot.",
                $"PFF5052: a sequência tem {graph.Nodes.Length} passos, e uma figura pode mostrar {SvgGraph.MaximumNodes}; use --format mermaid ou dot."));
            return ExitCodes.Problems;
        }

        var text = format switch
        {
            "svg" => SvgGraph.Write(graph),
            "dot" => DotGraph.Write(graph),
            _ => MermaidGraph.Write(graph),
        };
        return ResultFile.Write(text, result.GetValue(_output), console);
    }
}
