using System.Text;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Caching;
using Pff.Runtime.Caching.Disk;
using Pff.Runtime.Control;
using Pff.Runtime.Execution;
using Pff.Runtime.Tests.Support;

namespace Pff.Runtime.Tests.Caching;

/// <summary>Answers on disk, from one run to the next.</summary>
public sealed class AnswerDiskTests : IDisposable
{
    private const string Key = "0123456789abcdef0123456789abcdef";

    private static readonly CacheSettings Plain = new() { DiskMs = 3_600_000, IsPersonal = false };
    private static readonly CacheSettings Encrypted = new() { DiskMs = 3_600_000, DiskKey = new SecretSource("CACHE_KEY", null) };

    private readonly TemporaryFolder _folder = new();

    private string FolderPath => _folder.At("cache");

    private string FilePath => Path.Combine(FolderPath, "answers.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_next_run_does_not_ask_again()
    {
        await using var server = new FaultServer(_ => WireReply.Json("""{ "v": "é" }"""));
        await RunAsync(server.Address, Plain, "r:a", "r:b");
        var journal = new InMemoryJournal();
        var summary = await new CachePlan(server.Address, Plain).RunAsync(CachePlan.Rows("r:a", "r:b", "r:c"), folder: FolderPath, journal: journal);
        Assert.Equal(["/things/a", "/things/b", "/things/c"], server.Requests.Select(r => r.Target.Split('?')[0]));
        Assert.Equal(new CacheCounts(3, 0, 2, 0), CacheCounts.Of(summary.Counts));
        Assert.All(journal.Rows, r => Assert.Equal("""{"v":"\u00E9"}""", Encoding.UTF8.GetString(r.Returned.Span)));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FilePath));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(FolderPath));
        }
    }

    [Fact]
    public async Task A_dry_run_and_one_without_a_cache_ask_themselves_and_their_writes_still_count()
    {
        await using var server = new FaultServer(_ => WireReply.Json("""{ "v": 1 }"""));
        await RunAsync(server.Address, Plain, "r:a");
        await RunAsync(server.Address, Plain, new RunSettings { IsDryRun = true }, "r:a");
        await RunAsync(server.Address, Plain, new RunSettings { CacheUse = CacheUse.MemoryOnly }, "r:a");
        Assert.Equal(3, server.Requests.Count);
        await RunAsync(server.Address, Plain, new RunSettings { CacheUse = CacheUse.Nothing }, "r:a", "w:a");
        Assert.Equal(5, server.Requests.Count);
        await RunAsync(server.Address, Plain, "r:a");
        Assert.Equal(6, server.Requests.Count);
    }

    /// <summary>Of a write that was never sent there is nothing to wait for.</summary>
    [Fact]
    public async Task A_write_that_a_halt_kept_from_being_sent_keeps_no_answer_from_the_disk()
    {
        await using var server = new FaultServer(_ => WireReply.Json("""{"v":1}"""));
        using var control = new RunControl(TimeProvider.System);
        var halting = new InMemoryJournal(recorded: r =>
        {
            if (r is CallIntent)
            {
                control.Stop(Pff.Runtime.Diagnostics.RuntimeFailures.Cancelled);
            }
        });
        await new CachePlan(server.Address, Plain).RunAsync(CachePlan.Rows("w:A"), folder: FolderPath, journal: halting, control: control);
        Assert.Empty(server.Requests);
        await RunAsync(server.Address, Plain, "r:A");
        await RunAsync(server.Address, Plain, "r:A");
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_plan_that_only_writes_drops_answers_that_others_keep()
    {
        await using var server = new FaultServer(_ => WireReply.Json("""{ "v": 1 }"""));
        await RunAsync(server.Address, Plain, "r:a", "r:b");
        var writes = new CachePlan(server.Address, Plain);
        writes.Read = writes.Read with { Name = "unused", Cache = new CacheSettings() };
        await writes.RunAsync(CachePlan.Rows("w:a"), folder: FolderPath);
        await RunAsync(server.Address, Plain, "r:a", "r:b");
        Assert.Equal(["/things/a", "/things/b", "/things/a", "/things/a"], server.Requests.Select(r => r.Target.Split('?')[0]));
    }

    [Fact]
    public async Task Another_host_another_user_or_another_request_line_finds_nothing()
    {
        await using var server = new FaultServer(_ => WireReply.Json("""{ "v": 1 }"""));
        await using var test = new FaultServer(_ => WireReply.Json("""{ "v": 2 }"""));
        var secrets = new TestSecrets(new() { ["TOKEN"] = "one" });
        CachePlan Plan(string address) => new(address, Plain) { Api = new CachePlan(address, Plain).Api with { Auth = new BearerAuth(new SecretSource("TOKEN", null)) } };
        await Plan(server.Address).RunAsync(CachePlan.Rows("r:a"), folder: FolderPath, secrets: secrets);
        await Plan(test.Address).RunAsync(CachePlan.Rows("r:a"), folder: FolderPath, secrets: secrets);
        Assert.Single(test.Requests);
        await Plan(server.Address).RunAsync(CachePlan.Rows("r:a"), folder: FolderPath, secrets: new TestSecrets(new() { ["TOKEN"] = "two" }));
        Assert.Equal(2, server.Requests.Count);
        var other = Plan(server.Address);
        other.Read = other.Read with { Path = [new("/things/new-", 0), new(null, 0)] };
        await other.RunAsync(CachePlan.Rows("r:a"), folder: FolderPath, secrets: secrets);
        Assert.Equal(3, server.Requests.Count);
        await Plan(server.Address).RunAsync(CachePlan.Rows("r:a"), folder: FolderPath, secrets: secrets);
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task What_is_encrypted_is_nowhere_in_the_file_and_another_key_finds_nothing()
    {
        await using var server = new FaultServer(_ => WireReply.Json("""{ "v": "Ana-Souza-5511999990000" }"""));
        var plan = new CachePlan(server.Address, Encrypted);
        var secrets = new TestSecrets(new() { ["CACHE_KEY"] = Key });
        await plan.RunAsync(CachePlan.Rows("r:5511999990000"), folder: FolderPath, secrets: secrets);
        foreach (var file in Directory.EnumerateFiles(FolderPath))
        {
            var bytes = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file));
            Assert.DoesNotContain("Souza", bytes);
            Assert.DoesNotContain("5511999990000", bytes);
            Assert.DoesNotContain(Key, bytes);
        }

        await plan.RunAsync(CachePlan.Rows("r:5511999990000"), folder: FolderPath, secrets: secrets);
        Assert.Single(server.Requests);
        await plan.RunAsync(CachePlan.Rows("r:5511999990000"), folder: FolderPath, secrets: new TestSecrets(new() { ["CACHE_KEY"] = Key + "x" }));
        Assert.Equal(2, server.Requests.Count);
        Assert.True(Assert.Single(AnswerCache.Describe(FolderPath, DateTimeOffset.UtcNow)!.Value).IsEncrypted);
    }

    [Theory]
    [InlineData(null, "PFF3015")]
    [InlineData("short", "PFF3264")]
    public void A_key_that_is_missing_or_too_short_keeps_the_run_from_starting(string? key, string code)
    {
        var services = new RunServices
        {
            Time = TimeProvider.System, Secrets = new TestSecrets(key is null ? [] : new() { ["CACHE_KEY"] = key }), CacheFolder = FolderPath,
        };
        Assert.Equal(code, RunEngine.Create(new CachePlan("http://x", Encrypted).Build(), "main", new RunSettings(), services).Failure?.Code);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task Secrets_and_what_nobody_spoke_for_never_reach_the_disk(bool isSecret, bool isPersonal)
    {
        await using var server = new FaultServer(_ => WireReply.Json("""{ "v": "s3cr3t" }"""));
        var plan = new CachePlan(server.Address, isSecret ? Plain : Plain with { IsPersonal = !isPersonal });
        plan.Read = plan.Read with { AnswersSecrets = isSecret };
        await plan.RunAsync(CachePlan.Rows("r:a"), folder: FolderPath);
        await plan.RunAsync(CachePlan.Rows("r:a"), folder: FolderPath);
        Assert.Equal(2, server.Requests.Count);
        Assert.Empty(AnswerCache.Describe(FolderPath, DateTimeOffset.UtcNow)!.Value);
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("empty")]
    [InlineData("cut")]
    [InlineData("foreign")]
    public async Task A_file_that_is_something_else_is_thrown_away_with_one_caution(string how)
    {
        await using var server = new FaultServer(_ => WireReply.Json("""{ "v": 1 }"""));
        await RunAsync(server.Address, Plain, "r:a");
        var bytes = await File.ReadAllBytesAsync(FilePath);
        await File.WriteAllBytesAsync(FilePath, how switch
        {
            "garbage" => [.. Enumerable.Range(0, 5_000).Select(i => (byte)(i * 31))],
            "empty" => [],
            "cut" => bytes[..(bytes.Length / 2)],
            _ => [.. bytes[..68], 1, 2, 3, 4, .. bytes[72..]],
        });
        var watcher = new CautionWatcher();
        var summary = await new CachePlan(server.Address, Plain).RunAsync(CachePlan.Rows("r:a", "w:a", "r:b"), folder: FolderPath, observer: watcher);
        Assert.Equal(3, summary.Counts.Succeeded);
        Assert.Equal(how == "empty" ? [] : ["PFF3263"], watcher.Cautions.Select(c => c.Code));
        await RunAsync(server.Address, Plain, "r:b");
        Assert.Equal(4, server.Requests.Count);
    }

    [Fact]
    public async Task A_place_where_nothing_can_be_written_costs_requests_and_no_rows()
    {
        await using var server = new FaultServer(_ => WireReply.Json("""{ "v": 1 }"""));
        _folder.Write("cache", "a file where the folder should be");
        var watcher = new CautionWatcher();
        var summary = await new CachePlan(server.Address, Plain).RunAsync(CachePlan.Rows("r:a", "w:a", "r:a"), folder: FolderPath, observer: watcher);
        Assert.Equal(3, summary.Counts.Succeeded);
        Assert.Equal(["PFF3263"], watcher.Cautions.Select(c => c.Code));
    }

    private Task RunAsync(string address, CacheSettings settings, params string[] rows) => RunAsync(address, settings, new RunSettings(), rows);

    private Task RunAsync(string address, CacheSettings settings, RunSettings run, params string[] rows) =>
        new CachePlan(address, settings).RunAsync(CachePlan.Rows(rows), folder: FolderPath, settings: run);
}
