using System.Runtime.InteropServices;
using Pff.Hosting;
using Pff.Hosting.Output;

namespace Pff.Cli.Compiler.Testing;

/// <summary>
/// Runs the tests again whenever a file that they read changes, appears or goes. It asks for the times of the files
/// instead of listening: editors replace files in too many ways to hear of all of them.
/// </summary>
internal static class TestWatch
{
    private const int MaximumNamed = 3;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    /// <summary>What a manifest, module, catalogue, document or mock may be called.</summary>
    private static readonly string[] Extensions = [".yaml", ".yml", ".pff", ".json"];

    private static readonly EnumerationOptions Beside = new() { IgnoreInaccessible = true };

    /// <returns>The exit code of the last run.</returns>
    public static async Task<int> RunAsync(TestSession session, HostConsole console, CancellationToken cancellation)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, end));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, end));
        var exitCode = ExitCodes.Success;
        try
        {
            while (true)
            {
                // What changes while the tests run was perhaps read before it changed.
                var seen = Stamps(session);
                exitCode = await session.RunAsync(end.Token);
                foreach (var (file, stamp) in Stamps(session))
                {
                    seen.TryAdd(file, stamp);
                }

                console.Error.WriteLine(console.Say("Waiting for changes; Ctrl-C ends.", "Aguardando mudanças; Ctrl-C encerra."));
                List<string> changed;
                do
                {
                    await Task.Delay(Pause, end.Token);
                    changed = Changes(seen, Stamps(session));
                }
                while (changed.Count == 0);

                var names = string.Join(", ", changed.Take(MaximumNamed)) + (changed.Count > MaximumNamed ? ", …" : string.Empty);
                console.Error.WriteLine(console.Say($"Changed: {names}", $"Mudou: {names}"));
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            return exitCode;
        }
    }

    private static void Stop(PosixSignalContext context, CancellationTokenSource end)
    {
        context.Cancel = true;
        end.Cancel();
    }

    private static List<string> Changes(Dictionary<string, string> before, Dictionary<string, string> now) =>
    [
        .. before.Keys.Union(now.Keys)
            .Where(file => before.GetValueOrDefault(file) != now.GetValueOrDefault(file))
            .Select(file => Path.GetRelativePath(Directory.GetCurrentDirectory(), file))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The files, with those that lie beside them and could be read too, and when each was changed.</summary>
    private static Dictionary<string, string> Stamps(TestSession session)
    {
        var folders = session.Files.Select(f => Path.GetDirectoryName(Path.GetFullPath(f))!).Concat(session.Paths.Select(Path.GetFullPath)).Distinct(StringComparer.Ordinal);
        var beside = folders.Where(Directory.Exists)
            .SelectMany(f => Directory.EnumerateFiles(f, "*", Beside))
            .Where(f => Extensions.Contains(Path.GetExtension(f), StringComparer.OrdinalIgnoreCase));
        return session.Files.Select(Path.GetFullPath).Concat(beside).Distinct(StringComparer.Ordinal)
            .ToDictionary(f => f, f => new FileInfo(f) is { Exists: true } i ? $"{i.LastWriteTimeUtc.Ticks} {i.Length}" : string.Empty, StringComparer.Ordinal);
    }
}
