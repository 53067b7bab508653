using System.Globalization;

namespace Pff.Runtime.Journal;

/// <summary>The rows of the table that a run is about, where that is not all of them: a file with a number on each line.</summary>
public sealed class RowSelection
{
    private readonly RowSet _rows = new();

    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(string path, IEnumerable<long> rows)
    {
        using var file = new FileStream(path, PrivateFile.Options(FileMode.CreateNew, FileShare.None));
        using var writer = new StreamWriter(file);
        foreach (var row in rows)
        {
            writer.Write(row.ToString(CultureInfo.InvariantCulture));
            writer.Write('\n');
        }

        writer.Flush();
        file.Flush(flushToDisk: true);
    }

    /// <summary>Null where the run is about all rows.</summary>
    /// <exception cref="IOException">It cannot be read, or is damaged.</exception>
    public static RowSelection? Read(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        var selection = new RowSelection();
        foreach (var row in ReadNumbers(path))
        {
            selection._rows.Add(row);
        }

        return selection;
    }

    /// <summary>The numbers, in their order; streams.</summary>
    /// <exception cref="IOException">It cannot be read, or is damaged.</exception>
    public static IEnumerable<long> ReadNumbers(string path) => File.ReadLines(path).Select(line =>
        long.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var row)
            ? row
            : throw new IOException($"'{path}' has a line that is no number"));

    public bool Contains(long row) => _rows.Contains(row);
}
