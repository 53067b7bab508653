using System.Collections.Immutable;
using Pff.Hosting.Output;
using Pff.Runtime.Undoing;

namespace Pff.Cli.Runtime.Commands;

/// <summary>What there is to undo of a run, gathered before anything is sent.</summary>
internal sealed class UndoSurvey(bool takesUnchecked)
{
    private const int MostListed = 20;

    private readonly List<string> _kept = [];
    private readonly SortedSet<string> _uncheckedMethods = new(StringComparer.Ordinal);
    private readonly ImmutableArray<long>.Builder _rows = ImmutableArray.CreateBuilder<long>();
    private long _writes;

    /// <summary>The rows with writes to undo, or with some that cannot be undone.</summary>
    public ImmutableArray<long> Rows => _rows.ToImmutable();

    public bool HasWrites => _writes > 0;

    /// <summary>How many writes stay as they are.</summary>
    public long Kept { get; private set; }

    /// <summary>How many rows have a write that nothing can check.</summary>
    public long Unchecked { get; private set; }

    public string UncheckedMethods => string.Join(", ", _uncheckedMethods);

    /// <summary>Whether nothing is undone, because some rows cannot be checked and that is not accepted.</summary>
    public bool IsRefused => Unchecked > 0 && !takesUnchecked;

    /// <param name="only">The rows that are asked for; empty for all.</param>
    /// <param name="takesUnchecked">Whether writes that nothing can check are undone all the same.</param>
    /// <param name="prints">Says of each write what would be done.</param>
    public static UndoSurvey Of(UndoSource source, HashSet<long> only, bool takesUnchecked, bool prints, HostConsole console)
    {
        var survey = new UndoSurvey(takesUnchecked);
        foreach (var row in source.Rows())
        {
            if (!row.IsEmpty && (only.Count == 0 || only.Contains(row.Row)))
            {
                survey.Add(row, prints, console);
            }
        }

        return survey;
    }

    public void PrintTotals(HostConsole console) => console.Out.WriteLine(console.Say(
        $"{_writes} writes of {Rows.Length} rows would be undone{(IsRefused ? " with --unchecked" : "")}; {Kept} cannot be. {Unchecked} rows cannot be checked for later changes.",
        $"{_writes} escritas de {Rows.Length} linhas seriam desfeitas{(IsRefused ? " com --unchecked" : "")}; {Kept} não podem ser. {Unchecked} linhas não podem ser conferidas quanto a mudanças posteriores."));

    public void PrintKept(HostConsole console)
    {
        foreach (var line in _kept)
        {
            console.Out.WriteLine(line);
        }

        if (Kept > _kept.Count)
        {
            console.Out.WriteLine(console.Say($"and {Kept - _kept.Count} more", $"e mais {Kept - _kept.Count}"));
        }
    }

    private void Add(RowToUndo row, bool prints, HostConsole console)
    {
        _rows.Add(row.Row);
        _writes += row.Writes.Length;
        Unchecked += row.HasUnchecked ? 1 : 0;
        foreach (var write in row.Writes)
        {
            if (write.Note.Check is null)
            {
                _uncheckedMethods.Add(write.Method);
            }

            if (prints)
            {
                var isLeft = write.Note.Check is null && !takesUnchecked;
                console.Out.WriteLine(console.Say(
                    $"row {row.Row}: {write.Name} would be undone by {write.UndoCall}{(isLeft ? ", only with --unchecked" : "")}",
                    $"linha {row.Row}: {write.Name} seria desfeita por {write.UndoCall}{(isLeft ? ", só com --unchecked" : "")}"));
            }
        }

        foreach (var kept in row.Kept)
        {
            Kept++;
            var line = console.Say($"row {row.Row}: {kept.Name} stays: {kept.Why.English}", $"linha {row.Row}: {kept.Name} fica: {kept.Why.Portuguese}");
            if (prints)
            {
                console.Out.WriteLine(line);
            }
            else if (_kept.Count < MostListed)
            {
                _kept.Add(line);
            }
        }
    }
}
