namespace Pff.Cli.Runtime.Commands;

/// <summary>
/// A table from standard input. It is kept as a file below <c>.pff</c>, because a run reads its input again when it is
/// resumed and when its report is written.
/// </summary>
internal static class StandardInputTable
{
    public const string Name = "-";

    /// <summary>Reads standard input to its end.</summary>
    /// <param name="root">The folder that has, or will have, <c>.pff</c>.</param>
    /// <param name="format">An extension without its dot: <c>csv</c>.</param>
    /// <returns>The file's path.</returns>
    /// <exception cref="IOException">It cannot be kept.</exception>
    public static async Task<string> KeepAsync(string root, string format, CancellationToken cancellation)
    {
        var folder = Path.Combine(root, ".pff", "inputs");
        var now = TimeProvider.System.GetUtcNow();
        var path = Path.Combine(folder, $"{now:yyyyMMdd-HHmmss-fffffff}.{format}");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using var kept = new FileStream(path, options);
        await using var input = Console.OpenStandardInput();
        await input.CopyToAsync(kept, cancellation);
        return path;
    }
}
