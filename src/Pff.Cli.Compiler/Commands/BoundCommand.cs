using System.Collections.Immutable;
using System.CommandLine;
using Pff.Core.Ir;
using Pff.Core.Ir.Bounds;
using Pff.Hosting;
using Pff.Hosting.Output;

namespace Pff.Cli.Compiler.Commands;

/// <summary><c>pffc bound PATH…</c>: the least and most calls that a row of each sequence can make.</summary>
internal sealed class BoundCommand
{
    private readonly Argument<string[]> _paths = ManifestArguments.Paths();

    private readonly Option<bool> _json = new("--json") { Description = "Print JSON" };

    private readonly Option<string?> _environment = ManifestArguments.Environment();

    public static void AddTo(CommandLineHost host)
    {
        var bound = new BoundCommand();
        var command = new Command("bound", "Show the least and most reads, writes and attempts that a row can make");
        command.Arguments.Add(bound._paths);
        command.Options.Add(bound._json);
        command.Options.Add(bound._environment);
        host.Add(command, (result, console, cancellation) => Task.FromResult(bound.Run(result, console, cancellation)));
    }

    private int Run(ParseResult result, HostConsole console, CancellationToken cancellation)
    {
        if (!ManifestArguments.TryFind(result.GetValue(_paths), console, out var manifests))
        {
            return ExitCodes.Usage;
        }

        var bounds = ImmutableArray.CreateBuilder<(string Manifest, ImmutableArray<(IrSequence, CallBound)> Sequences)>();
        foreach (var manifest in manifests)
        {
            if (ManifestArguments.Compile(manifest, result.GetValue(_environment), console, cancellation) is { } program)
            {
                var analysis = new BoundAnalysis(program);
                bounds.Add((manifest, [.. program.Sequences.Where(s => s.IsEntry).Select(s => (s, analysis.Of(s)))]));
            }
        }

        if (result.GetValue(_json))
        {
            BoundOutput.WriteJson(console.Out, bounds);
        }
        else
        {
            BoundOutput.WriteText(console, bounds);
        }

        return bounds.Count == manifests.Length ? ExitCodes.Success : ExitCodes.Problems;
    }
}
