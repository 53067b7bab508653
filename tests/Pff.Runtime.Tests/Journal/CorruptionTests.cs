using Pff.Runtime.Tests.Support;

namespace Pff.Runtime.Tests.Journal;

/// <summary>
/// Journals that are cut off, whose bits flip, and of which a power cut has kept some sectors and not others: what is read is
/// refused, or is a state that holds everything that was acknowledged. <c>PFF_CORRUPT_COUNT</c> sets how many bits flip and how
/// many power cuts there are (300; the long form is 10,000), <c>PFF_CORRUPT_EVERY</c> the distance of the cuts in bytes (257; the
/// long form is 1), <c>PFF_CORRUPT_SEED</c> the seed, which is printed.
/// </summary>
public sealed class CorruptionTests(ITestOutputHelper output)
{
    private const int SectorBytes = 512;
    private const int Groups = RecordedJournal.Rows / 10;

    private static int Count => LongForm.Number("PFF_CORRUPT_COUNT", 300);

    private static int Every => LongForm.Number("PFF_CORRUPT_EVERY", 257);

    /// <summary>The last two groups are 20 rows: 100 records with their reads, intents and outcomes.</summary>
    [Fact]
    public async Task A_log_cut_off_anywhere_in_its_last_hundred_records_is_refused_or_holds_what_was_acknowledged()
    {
        using var journal = Recorded(emptiesLogAt: Groups - 2);
        var files = journal.Files;
        var fates = new int[4];
        for (var length = 0; length < files.Log.Length; length++)
        {
            if (IsChosen(length))
            {
                fates[(int)journal.Judge(files with { Log = files.Log[..length] }, journal.Acknowledged)]++;
                Assert.True(fates[(int)Fate.Recovered] % 50 != 1 || await journal.GoesOnAsync(), $"what is left of {length} bytes cannot go on");
            }
        }

        Say($"the log of {files.Log.Length} bytes, cut off at", fates);
        Assert.Equal(0, fates[(int)Fate.SilentLoss]);
        Assert.True(fates[(int)Fate.Recovered] > 0 && fates[(int)Fate.Refused] > 0);
    }

    [Fact]
    public void A_finished_journal_cut_off_anywhere_is_refused_or_whole()
    {
        using var journal = Recorded();
        journal.WriteEnd();
        journal.Checkpoint("TRUNCATE");
        var files = journal.Files;
        var fates = new int[4];
        for (var length = 0; length < files.Database.Length; length++)
        {
            if (IsChosen(length))
            {
                fates[(int)journal.Judge(files with { Database = files.Database[..length] }, journal.Acknowledged)]++;
            }
        }

        Say($"the database of {files.Database.Length} bytes, cut off at", fates);
        Assert.Equal(0, fates[(int)Fate.SilentLoss]);
    }

    [Fact]
    public async Task A_flipped_bit_is_refused_or_does_no_harm()
    {
        var seed = Seed();
        var random = new Random(seed);
        using var inLog = Recorded(emptiesLogAt: Groups / 2);
        using var inDatabase = Recorded();
        inDatabase.WriteEnd();
        inDatabase.Checkpoint("TRUNCATE");
        var (log, database) = (inLog.Files, inDatabase.Files);
        var fates = new int[4];
        for (var i = 0; i < Count; i++)
        {
            var (journal, files) = i % 2 == 0 ? (inLog, log) : (inDatabase, database);
            var at = random.Next(files.Database.Length + files.Log.Length);
            var bit = (byte)(1 << random.Next(8));
            var hurt = at < files.Database.Length
                ? files with { Database = Flipped(files.Database, at, bit) }
                : files with { Log = Flipped(files.Log, at - files.Database.Length, bit) };
            var fate = journal.Judge(hurt, journal.Acknowledged);
            fates[(int)fate]++;
            Assert.True(fate != Fate.SilentLoss, $"seed {seed}, flip {i}: bit {bit} of byte {at}");
            Assert.True(fate == Fate.Refused || i % 50 > 1 || await journal.GoesOnAsync(), $"seed {seed}, flip {i}: bit {bit} of byte {at} cannot go on");
        }

        Say($"seed {seed}, flipped bits:", fates);
        Assert.True(fates[(int)Fate.Refused] > Count / 2, "hardly anything was refused");
    }

    /// <summary>
    /// Between two syncs a disk may write what it was given in any order. So each sector that has changed since the last acknowledged
    /// commit is there or not, by chance. This is what a machine without power leaves, so nothing of it may be refused.
    /// </summary>
    [Fact]
    public async Task Sectors_that_were_not_synced_may_be_there_or_not()
    {
        var seed = Seed();
        var random = new Random(seed);
        var moments = new List<(JournalFiles Synced, JournalFiles Later, int Acknowledged)>();
        using var journal = new RecordedJournal();
        for (var group = 0; group < Groups; group++)
        {
            JournalFiles? synced = null;
            journal.WriteGroup(group, () => synced = journal.Files);
            moments.Add((synced!, journal.Files, journal.Acknowledged));
            if (group % 4 == 3)
            {
                // A checkpoint syncs the log, writes the database, and syncs that; then the log begins anew over its old content.
                var before = journal.Files;
                journal.Checkpoint("PASSIVE");
                moments.Add((before, journal.Files, journal.Acknowledged));
            }
        }

        var fates = new int[4];
        for (var i = 0; i < Count; i++)
        {
            var (synced, later, acknowledged) = moments[random.Next(moments.Count)];
            var left = new JournalFiles(Mixed(synced.Database, later.Database, random), Mixed(synced.Log, later.Log, random), synced.Mark);
            var fate = journal.Judge(left, acknowledged);
            fates[(int)fate]++;
            Assert.True(fate is Fate.Recovered or Fate.Whole, $"seed {seed}, power cut {i}: {fate}");
            Assert.True(i % 50 != 0 || await journal.GoesOnAsync(), $"seed {seed}, power cut {i}: cannot go on");
        }

        Say($"seed {seed}, power cuts:", fates);
    }

    /// <param name="emptiesLogAt">The group before which all is put into the database; none where it is negative.</param>
    private static RecordedJournal Recorded(int emptiesLogAt = -1)
    {
        var journal = new RecordedJournal();
        for (var group = 0; group < Groups; group++)
        {
            if (group == emptiesLogAt)
            {
                journal.Checkpoint("TRUNCATE");
            }

            journal.WriteGroup(group);
        }

        return journal;
    }

    private static byte[] Flipped(byte[] bytes, int at, byte bit)
    {
        var hurt = (byte[])bytes.Clone();
        hurt[at] ^= bit;
        return hurt;
    }

    /// <summary>Each sector from one or the other; the file as long as the last that was taken from the later one.</summary>
    private static byte[] Mixed(byte[] synced, byte[] later, Random random)
    {
        var mixed = new byte[Math.Max(synced.Length, later.Length)];
        synced.CopyTo(mixed, 0);
        var (share, length) = (random.NextDouble(), synced.Length);
        for (var at = 0; at < later.Length; at += SectorBytes)
        {
            var sector = later.AsSpan(at, Math.Min(SectorBytes, later.Length - at));
            if (random.NextDouble() < share)
            {
                sector.CopyTo(mixed.AsSpan(at));
                length = Math.Max(length, at + sector.Length);
            }
        }

        return mixed[..length];
    }

    /// <summary>Every byte in the long form; else some, and those around the frames of the log.</summary>
    private static bool IsChosen(int length) => length % Every == 0 || (length - 32) % 4120 is 0 or 1 or 4119;

    private static int Seed() => LongForm.Number("PFF_CORRUPT_SEED", Environment.TickCount & 0xFFFF);

    private void Say(string what, int[] fates) => output.WriteLine(
        $"{what} {fates.Sum()}: {fates[(int)Fate.Refused]} refused, {fates[(int)Fate.Recovered]} recovered to what was acknowledged, {fates[(int)Fate.Whole]} whole, {fates[(int)Fate.SilentLoss]} silent losses");
}
