using System.Security.Cryptography;
using Pff.Runtime.Caching.Disk;
using Pff.Runtime.Tests.Support;

namespace Pff.Runtime.Tests.Caching;

/// <summary>The file of answers, at moments that the tests choose.</summary>
public sealed class AnswerStoreTests : IDisposable
{
    private const long Hour = 3_600_000;

    private static readonly long Start = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
    private static readonly byte[] Salt = new byte[AnswerSeal.SaltBytes];
    private static readonly int[] Tags = [7, 11];

    private readonly TemporaryFolder _folder = new();

    private string FilePath => _folder.At("answers.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_answer_is_good_until_its_time_is_over_and_not_before_it_was_stored()
    {
        using var store = AnswerStore.Open(FilePath, Start);
        Keep(store, "a", stamp: 0);
        Assert.NotNull(store.Find(KeyOf("a"), 0, Start + Hour - 1));
        Assert.Null(store.Find(KeyOf("a"), 0, Start + Hour));
        Assert.Null(store.Find(KeyOf("a"), 0, Start - 1));
        Assert.Null(store.Find(KeyOf("b"), 0, Start));
    }

    [Fact]
    public void A_write_of_another_process_drops_answers_and_keeps_away_what_was_under_way()
    {
        using var reading = AnswerStore.Open(FilePath, Start);
        using var writing = AnswerStore.Open(FilePath, Start);
        Keep(reading, "a", stamp: 0);
        var before = reading.StampOf(Tags, Start)!.Value;
        writing.BeginWrite([7], Start);
        Assert.Null(reading.StampOf(Tags, Start));
        Keep(reading, "b", before);
        writing.EndWrite([7]);
        var after = reading.StampOf(Tags, Start)!.Value;
        Assert.NotEqual(before, after);
        Assert.Null(reading.Find(KeyOf("a"), after, Start));
        Keep(reading, "b", before);
        Assert.Null(reading.Find(KeyOf("b"), before, Start));
        Keep(reading, "b", after);
        Assert.NotNull(reading.Find(KeyOf("b"), after, Start));
    }

    [Fact]
    public void A_write_whose_process_is_gone_is_over_after_an_hour()
    {
        using var store = AnswerStore.Open(FilePath, Start);
        store.BeginWrite([7], Start);
        Assert.Null(store.StampOf(Tags, Start + Hour - 1));
        Assert.NotNull(store.StampOf(Tags, Start + Hour));
        store.BeginWrite([7], Start + Hour);
        store.EndWrite([7]);
        Assert.NotNull(store.StampOf(Tags, Start + Hour));
    }

    [Fact]
    public void An_API_takes_no_more_than_it_may_and_those_that_end_first_make_room()
    {
        using var store = AnswerStore.Open(FilePath, Start);
        for (var i = 0; i < 500; i++)
        {
            Keep(store, $"k{i}", 0, size: 1_000, maximumBytes: 100_000, expires: Start + Hour + i);
        }

        var left = Enumerable.Range(0, 500).Where(i => store.Find(KeyOf($"k{i}"), 0, Start) is not null).ToList();
        Assert.InRange(left.Count, 50, 80);
        Assert.Equal(Enumerable.Range(500 - left.Count, left.Count), left);
        Keep(store, "large", 0, size: 30_000, maximumBytes: 100_000);
        Assert.Null(store.Find(KeyOf("large"), 0, Start));
    }

    [Fact]
    public void Nothing_is_good_behind_another_start_of_the_machine()
    {
        Assert.SkipUnless(File.Exists("/proc/sys/kernel/random/boot_id"), "the system does not name its starts");
        using (var store = AnswerStore.Open(FilePath, Start))
        {
            Keep(store, "a", stamp: 0);
        }

        using (var database = Pff.Runtime.Journal.SqliteDatabase.Open(FilePath))
        {
            database.Execute("UPDATE meta SET value = x'00' WHERE key = 'boot'");
        }

        using var later = AnswerStore.Open(FilePath, Start);
        Assert.Null(later.Find(KeyOf("a"), 0, Start));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void No_flipped_bit_and_no_other_place_passes_for_an_answer(bool isEncrypted)
    {
        var seal = isEncrypted ? AnswerSeal.Encrypting(new string('k', 32), Salt) : AnswerSeal.Plain(Salt);
        var header = new AnswerHeader(KeyOf("a"), 5, Start, Start + Hour);
        byte[] body = [1, 2, 3, 4, 5];
        var content = seal.Seal(header, 200, body);
        Assert.True(seal.TryOpen(header, content, out var status, out var opened));
        Assert.Equal(200, status);
        Assert.Equal(body, opened);
        for (var bit = 0; bit < content.Length * 8; bit++)
        {
            var flipped = content.ToArray();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(seal.TryOpen(header, flipped, out _, out _));
        }

        for (var length = 0; length < content.Length; length++)
        {
            Assert.False(seal.TryOpen(header, content.AsSpan(0, length), out _, out _));
        }

        AnswerHeader[] others = [header with { Key = KeyOf("b") }, header with { Stamp = 6 }, header with { StoredAt = Start - 1 }, header with { ExpiresAt = Start + (2 * Hour) }];
        Assert.All(others, other => Assert.False(seal.TryOpen(other, content, out _, out _)));
        Assert.False(AnswerSeal.Encrypting(new string('x', 32), Salt).TryOpen(header, content, out _, out _));
    }

    [Fact]
    public void Clearing_leaves_the_file_to_those_who_use_it()
    {
        using var store = AnswerStore.Open(FilePath, Start);
        Keep(store, "a", stamp: 0);
        store.BeginWrite([7], Start);
        Assert.True(AnswerCache.Clear(_folder.Path, DateTimeOffset.FromUnixTimeMilliseconds(Start)));
        Assert.Empty(AnswerCache.Describe(_folder.Path, DateTimeOffset.FromUnixTimeMilliseconds(Start))!.Value);
        Assert.Null(store.Find(KeyOf("a"), 0, Start));
        Assert.Null(store.StampOf(Tags, Start));

        _folder.Write("answers.db", "no database");
        Assert.Null(AnswerCache.Describe(_folder.Path, DateTimeOffset.UtcNow));
        Assert.True(AnswerCache.Clear(_folder.Path, DateTimeOffset.UtcNow));
        Assert.False(File.Exists(FilePath));
    }

    /// <summary>One thread may throw the file away while others are about to use it.</summary>
    [Fact]
    public void Whoever_comes_after_the_end_is_told_that_it_is_over()
    {
        var store = AnswerStore.Open(FilePath, Start);
        store.Dispose();
        store.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Keep(store, "a", stamp: 0));
        Assert.Throws<ObjectDisposedException>(() => store.Find(KeyOf("a"), 0, Start));
        Assert.Throws<ObjectDisposedException>(() => store.Forget(KeyOf("a")));
        Assert.Throws<ObjectDisposedException>(() => store.StampOf(Tags, Start));
        Assert.Throws<ObjectDisposedException>(() => store.BeginWrite(Tags, Start));
        Assert.Throws<ObjectDisposedException>(() => store.EndWrite(Tags));
    }

    private static byte[] KeyOf(string name) => SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name));

    private static void Keep(AnswerStore store, string name, long stamp, int size = 10, long maximumBytes = 1_000_000, long? expires = null) => store.Keep(
        new SealedAnswer(new AnswerHeader(KeyOf(name), stamp, Start, expires ?? Start + Hour), "crm", "read", false, new byte[size]), Tags, maximumBytes, Start);
}
