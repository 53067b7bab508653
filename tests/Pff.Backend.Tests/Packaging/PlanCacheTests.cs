using Pff.Backend.Packaging;
using Pff.Core.Plan;

namespace Pff.Backend.Tests.Packaging;

public sealed class PlanCacheTests : IDisposable
{
    private static readonly PlanArtifact Artifact = PlanCompiler.Compile(Programs.All, CancellationToken.None);

    private readonly string _folder = Path.Combine(Path.GetTempPath(), "pff-cache-" + Guid.NewGuid().ToString("N"));
    private readonly Clock _clock = new();

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Fact]
    public void What_is_stored_is_found_and_nothing_else()
    {
        var cache = new PlanCache(_folder, _clock);
        Assert.Null(cache.TryFind(Key("a")));
        Assert.True(cache.Store(Key("a"), Artifact));
        Assert.Equal(Artifact.Hash, cache.TryFind(Key("a"))!.Hash);
        Assert.Null(cache.TryFind(Key("b")));
    }

    [Fact]
    public void A_key_depends_on_every_source_and_flag_and_on_no_order()
    {
        SourceFile a = new("a", "1"), b = new("b", "2");
        var key = PlanCache.KeyOf([a, b], "compiler", "--strict");
        Assert.Equal(key, PlanCache.KeyOf([b, a], "compiler", "--strict"));
        string[] others =
        [
            PlanCache.KeyOf([a], "compiler", "--strict"), PlanCache.KeyOf([a, b], "compiler"), PlanCache.KeyOf([a, b], "other", "--strict"),
            PlanCache.KeyOf([a, b with { Sha256 = "3" }], "compiler", "--strict"), PlanCache.KeyOf([a, b with { Path = "c" }], "compiler", "--strict"),
        ];
        Assert.Equal(6, others.Append(key).Distinct().Count());
    }

    [Fact]
    public void A_damaged_entry_is_dropped()
    {
        var cache = new PlanCache(_folder, _clock);
        cache.Store(Key("a"), Artifact);
        var file = Directory.GetFiles(_folder, "*.pffplan", SearchOption.AllDirectories).Single();
        File.WriteAllBytes(file, Artifact.Bytes.Span[..500].ToArray());
        Assert.Null(cache.TryFind(Key("a")));
        Assert.False(File.Exists(file));
    }

    [Fact]
    public void Beyond_its_bound_it_forgets_what_was_used_longest_ago()
    {
        var cache = new PlanCache(_folder, _clock, maximumBytes: 3 * Artifact.Bytes.Length);
        foreach (var name in new[] { "a", "b", "c" })
        {
            cache.Store(Key(name), Artifact);
            _clock.Pass();
        }

        Assert.NotNull(cache.TryFind(Key("a")));
        _clock.Pass();
        cache.Store(Key("d"), Artifact);
        Assert.Null(cache.TryFind(Key("b")));
        Assert.All(["a", "c", "d"], name => Assert.NotNull(cache.TryFind(Key(name))));
    }

    [Fact]
    public void Many_may_store_and_find_at_once()
    {
        Parallel.For(0, 64, i =>
        {
            var cache = new PlanCache(_folder, _clock, maximumBytes: 2 * Artifact.Bytes.Length);
            cache.Store(Key((i % 4).ToString()), Artifact);
            var found = cache.TryFind(Key((i % 3).ToString()));
            Assert.True(found is null || found.Hash == Artifact.Hash);
        });
        Assert.Empty(Directory.GetFiles(_folder, "*.tmp", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_second_run_finds_the_plan_by_hashing_its_sources()
    {
        var cache = new PlanCache(_folder, _clock);
        var hashes = Artifact.Model.Sources.ToDictionary(s => s.Path, s => s.Sha256);
        Assert.Null(cache.TryFindFresh("/m.yaml", "c", ["f"], hashes.GetValueOrDefault));
        Assert.True(cache.StoreFresh("/m.yaml", "c", ["f"], Artifact.Model.Sources, Artifact));
        Assert.NotNull(cache.TryFindFresh("/m.yaml", "c", ["f"], hashes.GetValueOrDefault));
        Assert.Null(cache.TryFindFresh("/m.yaml", "other", ["f"], hashes.GetValueOrDefault));
        Assert.Null(cache.TryFindFresh("/m.yaml", "c", [], hashes.GetValueOrDefault));
        Assert.Null(cache.TryFindFresh("/n.yaml", "c", ["f"], hashes.GetValueOrDefault));
        hashes["apis/crm.yaml"] = new string('9', 64);
        Assert.Null(cache.TryFindFresh("/m.yaml", "c", ["f"], hashes.GetValueOrDefault));
    }

    [Fact]
    public void A_damaged_index_is_dropped()
    {
        var cache = new PlanCache(_folder, _clock);
        cache.StoreFresh("/m.yaml", "c", [], Artifact.Model.Sources, Artifact);
        var file = Directory.GetFiles(_folder, "*.txt", SearchOption.AllDirectories).Single();
        File.WriteAllText(file, "nonsense");
        Assert.Null(cache.TryFindFresh("/m.yaml", "c", [], _ => null));
        Assert.False(File.Exists(file));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_no_failure()
    {
        Directory.CreateDirectory(_folder);
        var file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");
        var cache = new PlanCache(file, _clock);
        Assert.False(cache.Store(Key("a"), Artifact));
        Assert.Null(cache.TryFind(Key("a")));
    }

    private static string Key(string name) => PlanCache.KeyOf([new SourceFile(name, "1")], "compiler");

    private sealed class Clock : TimeProvider
    {
        private DateTimeOffset _now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public void Pass() => _now += TimeSpan.FromMinutes(1);

        public override DateTimeOffset GetUtcNow() => _now;
    }
}
