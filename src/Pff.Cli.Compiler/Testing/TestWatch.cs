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
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

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
                exitCode = await session.RunAsync(end.Token);
                var seen = Stamp(session);
                console.Error.WriteLine(console.Say("Waiting for changes; Ctrl-C ends.", "Aguardando mudanças; Ctrl-C encerra."));
                do
                {
                    await Task.Delay(Pause, end.Token);
                }
                while (Stamp(session) == seen);
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

    /// <summary>The files, with those that lie beside them and could be read too, and when each was changed.</summary>
    private static string Stamp(TestSession session)
    {
        var folders = session.Files.Select(f => Path.GetDirectoryName(Path.GetFullPath(f))!).Distinct(StringComparer.Ordinal);
        var beside = folders.Where(Directory.Exists).SelectMany(f => Directory.EnumerateFiles(f, "*.y*ml"));
        var files = session.Files.Select(Path.GetFullPath).Concat(beside).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return string.Join('\n', files.Select(f => new FileInfo(f) is { Exists: true } i ? $"{f} {i.LastWriteTimeUtc.Ticks} {i.Length}" : f));
    }
}
