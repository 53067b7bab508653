using System.CommandLine;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pff.Core.Ir.Hashing;
using Pff.Hosting;
using Pff.Hosting.Output;

namespace Pff.Cli.Compiler.Commands;

/// <summary><c>pffc hash PATH…</c>: what manifests mean, as numbers that formatting and local names do not change.</summary>
internal sealed class HashCommand
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Argument<string[]> _paths = ManifestArguments.Paths();

    private readonly Option<bool> _json = new("--json") { Description = "Print JSON" };

    private readonly Option<string?> _environment = ManifestArguments.Environment();

    public static void AddTo(CommandLineHost host)
    {
        var hash = new HashCommand();
        var command = new Command("hash", "Print the semantic hash of manifests and their sequences");
        command.Arguments.Add(hash._paths);
        command.Options.Add(hash._json);
        command.Options.Add(hash._environment);
        host.Add(command, (result, console, cancellation) => Task.FromResult(hash.Run(result, console, cancellation)));
    }

    private int Run(ParseResult result, HostConsole console, CancellationToken cancellation)
    {
        if (!ManifestArguments.TryFind(result.GetValue(_paths), console, out var manifests))
        {
            return ExitCodes.Usage;
        }

        var hashes = new List<(string Manifest, SemanticHash Hash)>();
        foreach (var manifest in manifests)
        {
            if (ManifestArguments.Compile(manifest, result.GetValue(_environment), console, cancellation) is { } program)
            {
                hashes.Add((manifest, SemanticHash.Of(program)));
            }
        }

        if (result.GetValue(_json))
        {
            WriteJson(console.Out, hashes);
        }
        else
        {
            WriteText(console.Out, hashes);
        }

        return hashes.Count == manifests.Length ? ExitCodes.Success : ExitCodes.Problems;
    }

    /// <summary>As <c>sha256sum</c> writes it, a sequence behind a colon.</summary>
    private static void WriteText(TextWriter output, List<(string Manifest, SemanticHash Hash)> hashes)
    {
        foreach (var (manifest, hash) in hashes)
        {
            output.WriteLine($"{hash.Program}  {manifest}");
            foreach (var (name, sequence) in hash.Sequences)
            {
                output.WriteLine($"{sequence}  {manifest}:{name}");
            }
        }
    }

    private static void WriteJson(TextWriter output, List<(string Manifest, SemanticHash Hash)> hashes)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            json.WriteStartArray("manifests");
            foreach (var (manifest, hash) in hashes)
            {
                json.WriteStartObject();
                json.WriteString("path", manifest);
                json.WriteString("hash", hash.Program);
                json.WriteStartObject("sequences");
                foreach (var (name, sequence) in hash.Sequences)
                {
                    json.WriteString(name, sequence);
                }

                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.WriteLine(Encoding.UTF8.GetString(stream.ToArray()));
    }
}
