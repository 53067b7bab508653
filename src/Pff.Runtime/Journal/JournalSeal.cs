using System.Collections.Immutable;
using System.Globalization;
using Pff.Core.Ports;

namespace Pff.Runtime.Journal;

/// <summary>
/// How many records of one kind there are, and the sum of their checksums: it does not depend on their order, and a record that
/// changes or goes is subtracted.
/// </summary>
internal readonly record struct Tally(long Count, ulong Sum)
{
    public Tally Plus(long check) => new(Count + 1, unchecked(Sum + (ulong)check));

    public Tally Minus(long check) => new(Count - 1, unchecked(Sum - (ulong)check));
}

/// <summary>
/// What a journal holds by its own account, renewed with each commit, so that a record that a damaged page has lost is missed.
/// </summary>
internal sealed class JournalSeal
{
    private const int Numbers = 14;
    private readonly long[] _outcomes = new long[(int)RowOutcome.Unknown + 1];

    /// <summary>Counts the commits of the journal's whole life, from 1.</summary>
    public long Commit { get; set; }

    public Tally Calls { get; set; }

    public Tally Names { get; set; }

    /// <summary>Of the table <c>run</c>, without the seal itself.</summary>
    public Tally Texts { get; set; }

    public Tally Rows { get; private set; }

    /// <summary>How many of the calls are writes whose effect is not known.</summary>
    public long UnknownWrites { get; set; }

    public ImmutableDictionary<RowOutcome, long> RowsByOutcome =>
        Enum.GetValues<RowOutcome>().Where(o => _outcomes[(int)o] > 0).ToImmutableDictionary(o => o, o => _outcomes[(int)o]);

    public void AddRow(RowOutcome outcome, long check)
    {
        Rows = Rows.Plus(check);
        _outcomes[(int)outcome]++;
    }

    public void RemoveRow(RowOutcome outcome, long check)
    {
        Rows = Rows.Minus(check);
        _outcomes[(int)outcome]--;
    }

    /// <summary>Null where the text is no seal.</summary>
    public static JournalSeal? Parse(string text)
    {
        var parts = text.Split(' ');
        var numbers = new long[Numbers];
        for (var i = 0; i < Numbers; i++)
        {
            if (parts.Length != Numbers || !long.TryParse(parts[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out numbers[i]))
            {
                return null;
            }
        }

        var seal = new JournalSeal { Commit = numbers[0], Calls = At(1), Rows = At(3), Names = At(5), Texts = At(7), UnknownWrites = numbers[9] };
        numbers.AsSpan(10).CopyTo(seal._outcomes);
        return seal;

        Tally At(int first) => new(numbers[first], unchecked((ulong)numbers[first + 1]));
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Commit} {Of(Calls)} {Of(Rows)} {Of(Names)} {Of(Texts)} {UnknownWrites} {string.Join(' ', _outcomes)}");

    private static string Of(Tally tally) => string.Create(CultureInfo.InvariantCulture, $"{tally.Count} {unchecked((long)tally.Sum)}");
}
