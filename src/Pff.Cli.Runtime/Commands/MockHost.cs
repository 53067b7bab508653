using System.Collections.Immutable;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Hosting;
using Pff.Hosting.Files;
using Pff.Hosting.Output;
using Pff.Server.Mocking;

namespace Pff.Cli.Runtime.Commands;

/// <summary>Starts the mock server of a mock file, saying what is wrong with the file where something is.</summary>
internal static class MockHost
{
    /// <summary>The server, or the exit code with everything already said.</summary>
    public static async Task<(MockServer? Server, int ExitCode)> StartAsync(
        string path, MockOptions options, ImmutableArray<ApiDescriptor> apis, HostConsole console, CancellationToken cancellation)
    {
        var files = new DiskFileSource(Directory.GetCurrentDirectory());
        var read = files.Read(path);
        if (read.Text is null)
        {
            var reason = FileProblem.Describe(read.Status);
            console.Error.WriteLine(console.Say($"PFF5004: '{path}' {reason.English}.", $"PFF5004: '{path}' {reason.Portuguese}."));
            return (null, ExitCodes.Usage);
        }

        var reading = MockFile.Read(read.Text, files);
        var diagnostics = reading.Definition is { } known && !apis.IsDefault
            ? reading.Diagnostics.AddRange(MockFile.CheckAgainst(known, apis))
            : reading.Diagnostics;
        var text = new DiagnosticText(console.Language, new Ansi(console.UsesColor));
        foreach (var diagnostic in diagnostics)
        {
            text.Write(console.Error, diagnostic);
        }

        if (reading.Definition is not { } definition || diagnostics.Any(d => d.Severity == Severity.Error))
        {
            return (null, ExitCodes.Problems);
        }

        var start = await MockServer.StartAsync(definition, options, cancellation);
        if (start.Failure is { } failure)
        {
            console.Error.WriteLine($"{failure.Code}: {console.Say(failure.Message)}");
        }

        return (start.Server, start.Failure is null ? ExitCodes.Success : ExitCodes.Unfinished);
    }
}
