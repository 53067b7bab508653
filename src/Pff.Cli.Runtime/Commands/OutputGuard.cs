using Pff.Hosting.Output;
using Pff.Runtime.Journal;

namespace Pff.Cli.Runtime.Commands;

/// <summary>What a command reads is never what it writes: the input of a run has to be there when it is resumed or reported.</summary>
internal static class OutputGuard
{
    /// <summary>What lies beside a journal and belongs to it, by the ends of the names.</summary>
    private static readonly string[] JournalEndings = ["", "-wal", "-shm", "-journal", ".mark", ".lock", ".pid"];

    private static StringComparison Comparison =>
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    /// <summary>Whether the file is one of those that are read, which is said.</summary>
    public static bool Overwrites(string output, IEnumerable<string> read, HostConsole console)
    {
        var target = RealPath(output);
        if (read.FirstOrDefault(path => path.Length > 0 && target.Equals(RealPath(path), Comparison)) is not { } lost)
        {
            return false;
        }

        console.Error.WriteLine(console.Say(
            $"PFF5016: '{output}' would overwrite '{lost}', which is read here. Name another file.",
            $"PFF5016: '{output}' sobrescreveria '{lost}', que é lido aqui. Dê outro nome."));
        return true;
    }

    /// <summary>Whether the file is one of the journal, lies in its run's folder, or is the run's input; which is said.</summary>
    public static bool OverwritesRun(string output, string journalPath, string inputPath, HostConsole console)
    {
        if (Overwrites(output, [inputPath, .. JournalEndings.Select(ending => journalPath + ending)], console))
        {
            return true;
        }

        // A journal that was carried elsewhere lies among other files, which are not its own.
        var folder = RealPath(Path.GetDirectoryName(Path.GetFullPath(journalPath))!);
        if (!File.Exists(new RunFolder(string.Empty, folder).PlanPath)
            || !RealPath(output).StartsWith(folder + Path.DirectorySeparatorChar, Comparison))
        {
            return false;
        }

        console.Error.WriteLine(console.Say(
            $"PFF5136: '{output}' lies in the folder of the run, of which 'pff resume' needs every file. Write it somewhere else.",
            $"PFF5136: '{output}' fica na pasta da execução, da qual 'pff resume' precisa de cada arquivo. Grave em outro lugar."));
        return true;
    }

    /// <summary>The same for a file, however it is named: links are followed, of the file and of its folders.</summary>
    private static string RealPath(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (Path.GetDirectoryName(full) is not { } folder)
        {
            return full;
        }

        var real = Path.Combine(RealPath(folder), Path.GetFileName(full));
        try
        {
            return File.ResolveLinkTarget(real, returnFinalTarget: true)?.FullName ?? real;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return real;
        }
    }
}
