using Pff.Runtime.Tables;

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
        var path = NewPath(root, format);
        var start = new byte[4];
        await using (var kept = Create(path))
        {
            await using var input = Console.OpenStandardInput();
            var length = await input.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellation);
            await kept.WriteAsync(start.AsMemory(0, length), cancellation);
            await input.CopyToAsync(kept, cancellation);
        }

        var packed = TableReader.PackingOf(start, format);
        if (packed.Length == 0)
        {
            return path;
        }

        var renamed = packed == ".zip" ? Path.ChangeExtension(path, packed) : path + packed;
        File.Move(path, renamed);
        return renamed;
    }

    /// <summary>A name that nothing has yet, below <c>.pff</c>.</summary>
    public static string NewPath(string root, string format) =>
        Path.Combine(root, ".pff", "inputs", $"{TimeProvider.System.GetUtcNow():yyyyMMdd-HHmmss-fffffff}.{format}");

    /// <summary>A new file for its owner only.</summary>
    public static FileStream Create(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 64 * 1024 };
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }
}
