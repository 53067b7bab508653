using System.Collections.Immutable;
using Pff.Runtime.Undoing;

namespace Pff.Cli.Runtime.Commands;

/// <summary>What there is to undo of a run, gathered before anything is sent.</summary>
internal sealed class UndoSurvey(bool takesUnchecked)
{
    private const int MostListed = 20;

    private readonly List<(long Row, KeptWrite Write)> _kept = [];
    private readonly SortedSet<string> _uncheckedMethods = new(StringComparer.Ordinal);
    private readonly ImmutableArray<long>.Builder _rows = ImmutableArray.CreateBuilder<long>();

    /// <summary>The rows with writes to undo, or with some that cannot be undone.</summary>
    public ImmutableArray<long> Rows => _rows.ToImmutable();

    /// <summary>How many writes can be undone.</summary>
    public long Writes { get; private set; }

    /// <summary>How many writes stay as they are.</summary>
    public long Kept { get; private set; }

    /// <summary>How many rows have a write that nothing can check.</summary>
    public long Unchecked { get; private set; }

    public string UncheckedMethods => string.Join(", ", _uncheckedMethods);

    /// <summary>Whether nothing is undone, because some rows cannot be checked and that is not accepted.</summary>
    public bool IsRefused => Unchecked > 0 && !takesUnchecked;

    /// <param name="only">The rows that are asked for; empty for all.</param>
    /// <param name="takesUnchecked">Whether writes that nothing can check are undone all the same.</param>
    /// <param name="output">Says of each write what would be done; null where nobody wants to know.</param>
    public static UndoSurvey Of(UndoSource source, HashSet<long> only, bool takesUnchecked, UndoSurveyOutput? output)
    {
        var survey = new UndoSurvey(takesUnchecked);
        foreach (var row in source.Rows())
        {
            if (!row.IsEmpty && (only.Count == 0 || only.Contains(row.Row)))
            {
                survey.Add(row, output);
            }
        }

        output?.PrintTotals(survey);
        return survey;
    }

    /// <summary>Says which writes stay, as far as that is short.</summary>
    public void PrintKept(UndoSurveyOutput output)
    {
        foreach (var (row, write) in _kept)
        {
            output.PrintKept(row, write);
        }

        output.PrintMoreKept(Kept - _kept.Count);
    }

    private void Add(RowToUndo row, UndoSurveyOutput? output)
    {
        _rows.Add(row.Row);
        Writes += row.Writes.Length;
        Unchecked += row.HasUnchecked ? 1 : 0;
        foreach (var write in row.Writes)
        {
            if (write.Note.Check is null)
            {
                _uncheckedMethods.Add(write.Method);
            }

            output?.PrintUndo(row.Row, write, isLeft: write.Note.Check is null && !takesUnchecked);
        }

        foreach (var kept in row.Kept)
        {
            Kept++;
            output?.PrintKept(row.Row, kept);
            if (_kept.Count < MostListed)
            {
                _kept.Add((row.Row, kept));
            }
        }
    }
}
