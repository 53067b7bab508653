using Pff.Core.Ports;
using Pff.Runtime.Journal;

namespace Pff.Runtime.Changes;

/// <summary>
/// Writes a change plan. Rows come in any order and stand in the order of the table, so that the same changes give the same
/// file: they are gathered in a file beside it, of which only the places are kept in memory.
/// </summary>
public sealed class ChangePlanWriter : IChangeSink, IDisposable
{
    private readonly Lock _lock = new();
    private readonly string _path;
    private readonly FileStream _gathered;
    private readonly List<(long Row, long At, int Length)> _places = [];
    private long _rowsWithWrites;
    private long _writes;
    private long _notPlanned;

    /// <exception cref="IOException">Nothing can be written there.</exception>
    public ChangePlanWriter(string path)
    {
        _path = path;
        _gathered = new FileStream(path + ".rows", PrivateFile.Options(FileMode.Create, FileShare.None));
    }

    public void Add(PlannedRow row)
    {
        var line = ChangePlanJson.Write(row);
        lock (_lock)
        {
            _places.Add((row.Row, _gathered.Position, line.Length));
            _gathered.Write(line);
            _rowsWithWrites += row.IsApplied ? 1 : 0;
            _writes += row.IsApplied ? row.Writes.Length : 0;
            _notPlanned += row is { Outcome: RowOutcome.Succeeded, IsWhole: false } ? 1 : 0;
        }
    }

    /// <summary>Puts the file in its place, whole.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public ChangePlanTotals Finish(ChangePlanHeader header)
    {
        var totals = new ChangePlanTotals(_places.Count, _rowsWithWrites, _writes, _notPlanned);
        var temporary = _path + ".new";
        using (var file = new FileStream(temporary, PrivateFile.Options(FileMode.Create, FileShare.None)))
        {
            file.Write(ChangePlanJson.Write(header));
            _places.Sort((a, b) => a.Row.CompareTo(b.Row));
            var line = Array.Empty<byte>();
            foreach (var (_, at, length) in _places)
            {
                line = line.Length < length ? new byte[length] : line;
                _gathered.Position = at;
                _gathered.ReadExactly(line, 0, length);
                file.Write(line, 0, length);
            }

            file.Write(ChangePlanJson.Write(totals));
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, _path, overwrite: true);
        return totals;
    }

    public void Dispose()
    {
        _gathered.Dispose();
        File.Delete(_path + ".rows");
        File.Delete(_path + ".new");
    }
}
