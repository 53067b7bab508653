using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text.Json;
using Pff.Hosting;
using Pff.Hosting.Output;
using Pff.Runtime.Execution;

namespace Pff.Cli.Runtime.Commands;

/// <summary><c>pff hardware</c>: what PFF sees of the machine, and the defaults that follow.</summary>
internal static class HardwareCommand
{
    public static void AddTo(CommandLineHost host)
    {
        var json = new Option<bool>("--json") { Description = "Print one JSON object" };
        var command = new Command("hardware", "Show what PFF sees of this machine, and the defaults that follow");
        command.Options.Add(json);
        host.Add(command, (result, console, _) => Task.FromResult(Run(result.GetValue(json), console)));
    }

    private static int Run(bool isJson, HostConsole console)
    {
        var profile = HardwareProfile.Detect();
        if (isJson)
        {
            using var stream = new MemoryStream();
            using (var json = new Utf8JsonWriter(stream))
            {
                json.WriteStartObject();
                json.WriteNumber("cores", profile.Cores);
                json.WriteNumber("memory_bytes", profile.MemoryBytes);
                json.WriteString("architecture", RuntimeInformation.ProcessArchitecture.ToString());
                json.WriteString("runtime", RuntimeInformation.FrameworkDescription);
                json.WriteNumber("workers", profile.RecommendedWorkers);
                json.WriteNumber("cache_bytes", profile.RecommendedCacheBytes);
                json.WriteEndObject();
            }

            console.Out.WriteLine(System.Text.Encoding.UTF8.GetString(stream.ToArray()));
            return ExitCodes.Success;
        }

        Line(console, "cores", "núcleos", $"{profile.Cores} ({RuntimeInformation.ProcessArchitecture})");
        Line(console, "memory", "memória", $"{profile.MemoryBytes / (1024.0 * 1024 * 1024):F1} GiB");
        Line(console, "runtime", "runtime", RuntimeInformation.FrameworkDescription);
        Line(console, "default workers", "workers padrão", $"{profile.RecommendedWorkers} (--workers)");
        Line(console, "response cache", "cache de respostas", $"{profile.RecommendedCacheBytes / (1024.0 * 1024):F0} MiB");
        return ExitCodes.Success;
    }

    private static void Line(HostConsole console, string english, string portuguese, string value) =>
        console.Out.WriteLine($"{console.Say(english, portuguese),-20}{value}");
}
