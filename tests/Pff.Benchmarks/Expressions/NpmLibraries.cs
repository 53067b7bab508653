using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pff.Benchmarks.Processes;
using Pff.Core.Plan;

namespace Pff.Benchmarks.Expressions;

/// <summary>What a library of npm made of a text: nanoseconds a call, or why it could not.</summary>
internal sealed record NpmResult(int Index, string Library, double Least, double Median, string? Error);

/// <summary>CEL libraries of npm in a temporary folder, at fixed versions, and node to run them.</summary>
internal sealed class NpmLibraries : IDisposable
{
    public const string MarcBachmann = "@marcbachmann/cel-js";
    public const string Bufbuild = "@bufbuild/cel";

    private const string Package = """
        {
          "private": true,
          "type": "module",
          "dependencies": {
            "@bufbuild/cel": "0.6.1",
            "@bufbuild/cel-spec": "0.6.1",
            "@bufbuild/protobuf": "2.6.3",
            "@bufbuild/re2": "0.6.1",
            "@marcbachmann/cel-js": "8.0.0"
          }
        }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pff-npm-");

    private NpmLibraries()
    {
    }

    /// <summary>Null, and why on the console, where node or npm is missing or the packages cannot be had.</summary>
    public static async Task<NpmLibraries?> InstallAsync()
    {
        var libraries = new NpmLibraries();
        try
        {
            await File.WriteAllTextAsync(Path.Combine(libraries._folder.FullName, "package.json"), Package);
            File.Copy(Path.Combine(AppContext.BaseDirectory, "Expressions", "cel.mjs"), Path.Combine(libraries._folder.FullName, "cel.mjs"));
            var install = await ChildProcess.MeasureAsync("npm", libraries._folder.FullName, "install", "--ignore-scripts", "--no-audit", "--no-fund");
            var node = await ChildProcess.MeasureAsync("node", libraries._folder.FullName, "--version");
            if (install.ExitCode == 0 && node.ExitCode == 0)
            {
                Console.WriteLine($"node {node.Output.Trim()}; {MarcBachmann} 8.0.0, {Bufbuild} 0.6.1");
                return libraries;
            }

            Console.WriteLine($"npm cannot install the libraries, so only C# is compared with: {install.Output.Trim()}");
        }
        catch (Win32Exception missing)
        {
            Console.WriteLine($"node or npm is not here, so only C# is compared with: {missing.Message}");
        }

        libraries.Dispose();
        return null;
    }

    /// <summary>Every text in both libraries, over the variables of a frame.</summary>
    public async Task<IReadOnlyList<NpmResult>> RunAsync(IReadOnlyList<string> texts, IEnumerable<(string Name, Value Value)> variables, IEnumerable<string> doubles)
    {
        var data = new JsonObject(variables.Select(variable => KeyValuePair.Create(variable.Name, JsonOf(variable.Value))));
        var input = new JsonObject
        {
            ["data"] = data,
            ["doubles"] = new JsonArray([.. doubles.Select(name => (JsonNode)name)]),
            ["texts"] = new JsonArray([.. texts.Select(text => (JsonNode)text)]),
        };
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "input.json"), input.ToJsonString());
        var run = await ChildProcess.MeasureAsync("node", _folder.FullName, "cel.mjs", "input.json");
        return run.ExitCode == 0
            ? [.. run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Read)]
            : throw new InvalidOperationException(run.Output);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static NpmResult Read(string line)
    {
        var result = JsonNode.Parse(line)!;
        return new NpmResult(
            (int)result["index"]!,
            (string)result["library"]!,
            (double?)result["least"] ?? double.NaN,
            (double?)result["median"] ?? double.NaN,
            (string?)result["error"]);
    }

    private static JsonNode? JsonOf(in Value value) => value.Kind switch
    {
        ValueKind.Bool => value.AsBool,
        ValueKind.Int => value.AsInt,
        ValueKind.Double => value.AsDouble,
        ValueKind.Text => value.AsText,
        ValueKind.List => new JsonArray([.. value.AsList.Items.ToArray().Select(item => JsonOf(item))]),
        ValueKind.Map => new JsonObject(Entries(value.AsMap)),
        _ => throw new JsonException($"the data has no {value.Kind}"),
    };

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Entries(MapValue map) =>
        Enumerable.Range(0, map.Count).Select(i => KeyValuePair.Create(map.KeyAt(i).AsText, JsonOf(map.ValueAt(i))));
}
