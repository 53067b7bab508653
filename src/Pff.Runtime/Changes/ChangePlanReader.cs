using System.Security.Cryptography;
using System.Text.Json;
using Pff.Core.Diagnostics;
using Pff.Runtime.Diagnostics;

namespace Pff.Runtime.Changes;

/// <summary>
/// A change plan's file, read whole once when it is opened: of its rows only the places are kept in memory. Rows may be found
/// from many threads.
/// </summary>
public sealed class ChangePlanReader : IApprovedChanges, IDisposable
{
    /// <summary>Of one row, in bytes.</summary>
    private const int MaximumLineLength = 64 << 20;

    private readonly Lock _lock = new();
    private readonly FileStream _file;
    private readonly Dictionary<long, (long At, int Length)> _applied = [];
    private readonly List<(long At, int Length)> _rows = [];

    private ChangePlanReader(FileStream file) => _file = file;

    public ChangePlanHeader Header { get; private set; } = null!;

    public ChangePlanTotals Totals { get; private set; } = null!;

    /// <summary>Of the file, in lower-case hexadecimal: what an approval names.</summary>
    public string Sha256 { get; private set; } = string.Empty;

    /// <returns>The plan, or PFF3601 for a file that is none, PFF3602 for one that is not whole.</returns>
    public static Result<ChangePlanReader> Open(string path)
    {
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 128 * 1024);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return RuntimeFailures.ChangePlanNotReadable(path, FileFault.Of(e));
        }

        var reader = new ChangePlanReader(file);
        if (reader.ReadAll(path) is { } failure)
        {
            file.Dispose();
            return failure;
        }

        return reader;
    }

    public PlannedRow? Find(long row) => _applied.TryGetValue(row, out var place) ? ReadRow(place) : null;

    /// <summary>Whether applying the plan runs a row.</summary>
    public bool Applies(long row) => _applied.ContainsKey(row);

    public IEnumerable<long> AppliedRows => _applied.Keys.Order();

    /// <summary>All rows, in the order of the table.</summary>
    public IEnumerable<PlannedRow> Rows() => _rows.Select(ReadRow);

    public void Dispose() => _file.Dispose();

    private PlannedRow ReadRow((long At, int Length) place)
    {
        var line = new byte[place.Length];
        lock (_lock)
        {
            _file.Position = place.At;
            _file.ReadExactly(line);
        }

        return ChangePlanJson.ReadRow(line);
    }

    private RuntimeFailure? ReadAll(string path)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var number = 0;
        try
        {
            var lines = new LineReader(_file, MaximumLineLength, hash);
            (long At, int Length) last = default;
            ReadOnlyMemory<byte> pending = default;
            while (lines.TryRead(out var line, out var at))
            {
                number++;
                if (number == 1)
                {
                    Header = ChangePlanJson.ReadHeader(line);
                }
                else if (number > 2)
                {
                    Take(pending, last);
                }

                (last, pending) = ((at, line.Length), line.ToArray());
            }

            if (number < 2 || !lines.EndsWithLine)
            {
                return number == 0 ? RuntimeFailures.NotAChangePlan(path, 1) : RuntimeFailures.ChangePlanNotWhole(path);
            }

            Totals = ChangePlanJson.ReadTotals(pending);
        }
        catch (JsonException)
        {
            return number <= 1 ? RuntimeFailures.NotAChangePlan(path, number) : RuntimeFailures.ChangePlanNotWhole(path);
        }

        Sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
        return Totals.Rows == _rows.Count && Totals.RowsWithWrites == _applied.Count ? null : RuntimeFailures.ChangePlanNotWhole(path);
    }

    private void Take(ReadOnlyMemory<byte> line, (long At, int Length) place)
    {
        var row = ChangePlanJson.ReadRow(line);
        _rows.Add(place);
        if (row.IsApplied)
        {
            _applied[row.Row] = place;
        }
    }
}
