using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO.Compression;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Diagnostics;
using Pff.Runtime.Execution;
using Pff.Runtime.Http;
using Pff.Runtime.Tests.Support;

namespace Pff.Runtime.Tests.Http;

public sealed class PolicyTests
{
    [Fact]
    public async Task A_host_never_has_more_requests_at_once_than_its_limit()
    {
        var (now, most) = (0, 0);
        await using var server = new FaultServer(async _ =>
        {
            var at = Interlocked.Increment(ref now);
            InterlockedMax(ref most, at);
            await Task.Delay(5);
            Interlocked.Decrement(ref now);
            return WireReply.Json("{}");
        });
        var plan = new TestPlan();
        plan.Api = plan.Api with { Hosts = [server.Address], Limits = new LimitSettings { MaximumConcurrency = 3 } };
        var summary = await TestRun.RunAsync(
            plan.Build(plan.Call(plan.Read())), TestRun.Rows([.. Enumerable.Range(0, 60).Select(i => $"r{i}")]), new InMemoryJournal(), new RunSettings { Workers = 20 });
        Assert.Equal(60, summary.Counts.Succeeded);
        Assert.InRange(most, 2, 3);
    }

    [Fact]
    public async Task The_rate_limit_spreads_requests_over_time()
    {
        var time = new ManualTime();
        using var gate = new HostGate(new LimitSettings { RequestsPerSecond = 10, MaximumConcurrency = 0 }, time);
        var entered = 0;
        var waiting = Enumerable.Range(0, 30).Select(async _ =>
        {
            await gate.EnterAsync(CancellationToken.None, CancellationToken.None);
            Interlocked.Increment(ref entered);
        }).ToArray();
        var first = entered;
        Assert.InRange(first, 1, 2);
        for (var second = 1; second <= 2; second++)
        {
            for (var i = 0; i < 20; i++)
            {
                time.Advance(TimeSpan.FromMilliseconds(50));
                await Task.Delay(2);
            }

            Assert.InRange(entered - first, (10 * second) - 2, (10 * second) + 1);
        }

        time.Advance(TimeSpan.FromSeconds(1));
        for (var i = 0; i < 200 && entered < 30; i++)
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(2);
        }

        await Task.WhenAll(waiting);
    }

    [Fact]
    public async Task Retry_after_holds_back_every_request_to_the_host()
    {
        var refusedAt = 0L;
        var earliest = long.MaxValue;
        await using var server = new FaultServer(_ =>
        {
            if (Interlocked.CompareExchange(ref refusedAt, Stopwatch.GetTimestamp(), 0) == 0)
            {
                return new WireReply(429) { Headers = "Retry-After: 1\r\n" };
            }

            lock (this)
            {
                earliest = Math.Min(earliest, Stopwatch.GetTimestamp());
            }

            return WireReply.Json("{}");
        });
        var plan = new TestPlan();
        plan.Api = plan.Api with { Hosts = [server.Address] };
        var summary = await TestRun.RunAsync(
            plan.Build(plan.Call(plan.Read())), TestRun.Rows("a", "b", "c"), new InMemoryJournal(), new RunSettings { Workers = 1 });
        Assert.Equal(3, summary.Counts.Succeeded);
        Assert.InRange(Stopwatch.GetElapsedTime(refusedAt, earliest).TotalMilliseconds, 950, 5_000);
    }

    [Fact]
    public void Retry_after_may_be_a_date()
    {
        using var response = new HttpResponseMessage();
        response.Headers.TryAddWithoutValidation("Retry-After", "Thu, 01 Jan 1970 00:00:30 GMT");
        Assert.Equal(TimeSpan.FromSeconds(20), RetryTiming.RetryAfter(response.Headers, DateTimeOffset.UnixEpoch.AddSeconds(10)));
        Assert.Equal(TimeSpan.Zero, RetryTiming.RetryAfter(response.Headers, DateTimeOffset.UnixEpoch.AddSeconds(60)));
    }

    [Fact]
    public void Backoff_doubles_under_its_ceiling_and_is_the_same_for_the_same_seed()
    {
        var settings = new RetrySettings { BaseDelayMs = 100, MaximumDelayMs = 1000 };
        var (one, two) = (new RetryTiming(7), new RetryTiming(7));
        for (var retry = 0; retry < 40; retry++)
        {
            var delay = one.Backoff(settings, retry);
            Assert.Equal(delay, two.Backoff(settings, retry));
            Assert.InRange(delay.TotalMilliseconds, 0, Math.Min(1000, 100 * Math.Pow(2, retry)));
        }
    }

    [Fact]
    public async Task Retries_of_an_outage_stay_within_the_budget()
    {
        await using var server = new FaultServer(_ => new WireReply(500));
        var plan = new TestPlan();
        plan.Api = plan.Api with
        {
            Hosts = [server.Address],
            Breaker = new BreakerSettings { FailureRatio = 0 },
            Retry = plan.Api.Retry with { MaximumRetries = 5, BudgetPercent = 20 },
        };
        var summary = await TestRun.RunAsync(
            plan.Build(plan.Call(plan.Read())), TestRun.Rows([.. Enumerable.Range(0, 200).Select(i => $"r{i}")]), new InMemoryJournal());
        Assert.Equal(200, summary.Counts.Failed);
        Assert.InRange(summary.Counts.Retries, 10, 10 + 40 + 1);
    }

    [Fact]
    public async Task An_open_breaker_makes_rows_wait_for_the_host_instead_of_failing_them()
    {
        var observer = new HealthObserver();
        var started = Stopwatch.GetTimestamp();
        await using var server = new FaultServer(_ => Stopwatch.GetElapsedTime(started).TotalMilliseconds < 400 ? new WireReply(500) : WireReply.Json("{}"));
        var plan = new TestPlan();
        plan.Api = plan.Api with
        {
            Hosts = [server.Address],
            Breaker = new BreakerSettings { MinimumThroughput = 4, BreakMs = 600 },
            Retry = plan.Api.Retry with { MaximumRetries = 0 },
        };
        var summary = await TestRun.RunAsync(
            plan.Build(plan.Call(plan.Read())), TestRun.Rows([.. Enumerable.Range(0, 100).Select(i => $"r{i}")]), new InMemoryJournal(), observer: observer);
        Assert.InRange(summary.Counts.Failed, 4, 12);
        Assert.Equal([false, true], observer.Changes);
    }

    [Fact]
    public async Task Unhealthy_hosts_are_skipped_while_another_one_answers()
    {
        await using var bad = new FaultServer(_ => new WireReply(500));
        await using var good = new FaultServer(_ => WireReply.Json("{}"));
        var plan = new TestPlan();
        plan.Api = plan.Api with { Hosts = [bad.Address, good.Address], Breaker = new BreakerSettings { MinimumThroughput = 4, BreakMs = 60_000 } };
        var summary = await TestRun.RunAsync(
            plan.Build(plan.Call(plan.Read())), TestRun.Rows([.. Enumerable.Range(0, 50).Select(i => $"r{i}")]), new InMemoryJournal());
        Assert.Equal(50, summary.Counts.Succeeded);
        Assert.InRange(bad.Requests.Count, 4, 12);
    }

    [Fact]
    public async Task The_total_timeout_ends_a_call_whose_every_host_is_unavailable()
    {
        await using var server = new FaultServer(_ => new WireReply(500));
        var plan = new TestPlan();
        plan.Api = plan.Api with
        {
            Hosts = [server.Address],
            Breaker = new BreakerSettings { MinimumThroughput = 2, BreakMs = 60_000 },
            Timeouts = new TimeoutSettings { AttemptMs = 1_000, TotalMs = 200 },
            Retry = plan.Api.Retry with { MaximumRetries = 0 },
        };
        var journal = new InMemoryJournal();
        await TestRun.RunAsync(plan.Build(plan.Call(plan.Read())), TestRun.Rows("a", "b", "c"), journal, new RunSettings { Workers = 1 });
        Assert.Equal("PFF3105", journal.Rows.Last().Failure!.Code);
        Assert.Equal(2, server.Requests.Count);
    }

    /// <summary>A few kilobytes that would be two hundred megabytes.</summary>
    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task The_size_limit_counts_after_decompression(string encoding)
    {
        using var packed = new MemoryStream();
        await using (Stream packing = encoding switch
        {
            "gzip" => new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true),
            "br" => new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            _ => new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true),
        })
        {
            var zeros = new byte[1_000_000];
            for (var i = 0; i < 200; i++)
            {
                await packing.WriteAsync(zeros);
            }
        }

        Assert.InRange(packed.Length, 1, 300_000);
        var head = System.Text.Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Encoding: {encoding}\r\nContent-Length: {packed.Length}\r\n\r\n");
        await using var server = new FaultServer(_ => new WireReply { Raw = [.. head, .. packed.ToArray()] });
        var row = await ReadEverythingAsync(server, new LimitSettings { MaximumResponseBytes = 1_000_000 });
        Assert.Equal("PFF3106", row.Failure!.Code);
    }

    [Theory]
    [InlineData("garbage", "PFF3107")]
    [InlineData("not utf-8", "PFF3107")]
    [InlineData("half a pair", "PFF3107")]
    [InlineData("too deep", "PFF3107")]
    [InlineData("huge headers", "PFF3111")]
    [InlineData("bad gzip", "PFF3112")]
    [InlineData("bad deflate", "PFF3112")]
    [InlineData("bad br", "PFF3112")]
    [InlineData("endless", "PFF3106")]
    [InlineData("slow body", "PFF3112")]
    public async Task A_hostile_answer_fails_its_row_and_nothing_else(string kind, string code)
    {
        await using var server = new FaultServer(_ => kind switch
        {
            "garbage" => WireReply.Json("<html>"),
            "not utf-8" => new WireReply { Raw = [.. "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n\""u8, 0xC3, 0x28, (byte)'"'] },
            "half a pair" => WireReply.Json("\"\\ud800\""),
            "too deep" => WireReply.Json(new string('[', 70) + new string(']', 70)),
            "huge headers" => new WireReply(200, "{}") { Headers = $"X-Big: {new string('x', 100_000)}\r\n" },
            "bad gzip" or "bad deflate" or "bad br" => new WireReply(200, "this is nothing of the sort") { Headers = $"Content-Encoding: {kind[4..]}\r\n" },
            "endless" => new WireReply { Raw = [.. "HTTP/1.1 200 OK\r\n\r\n"u8, .. new byte[3_000_000]] },
            _ => new WireReply(200, "{\"a\":1}") { Headers = "Content-Length: 5000\r\n", Delay = TimeSpan.Zero },
        });
        var row = await ReadEverythingAsync(server, new LimitSettings { MaximumResponseBytes = 2_000_000 }, attemptMs: kind == "slow body" ? 100 : 5_000);
        Assert.Equal(code, row.Failure!.Code);
        Assert.Equal(kind == "slow body", row.Failure.Message.English.Contains("did not come in time", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(65_000)]
    [InlineData(70_000)]
    [InlineData(3_000_000)]
    public async Task An_address_of_any_length_is_sent_or_fails_its_row(int length)
    {
        await using var server = new FaultServer(_ => WireReply.Json("{}"));
        var plan = new TestPlan();
        plan.Api = plan.Api with { Hosts = [server.Address] };
        var journal = new InMemoryJournal();
        await TestRun.RunAsync(plan.Build(plan.Call(plan.Read())), TestRun.Rows(new string('x', length), "1"), journal);
        Assert.Equal(2, journal.Rows.Count());
        Assert.Equal(RowOutcome.Succeeded, journal.Rows.Single(r => r.Row == 2).Outcome);
    }

    [Fact]
    public async Task No_secret_is_repeated_in_a_failure()
    {
        await using var server = new FaultServer(r => new WireReply(401, "{\"message\":\"token hunter2 of " + r.Header("Authorization") + " is bad\"}"));
        var plan = new TestPlan();
        plan.Api = plan.Api with { Hosts = [server.Address], Auth = new BearerAuth(new SecretSource("TOKEN", null)) };
        var row = await TestRun.OneAsync(plan.Build(plan.Call(plan.Read())), secrets: new TestSecrets(new() { ["TOKEN"] = "hunter2" }));
        Assert.Contains("token (secret) of Bearer (secret) is bad", row.Failure!.Message.English);
        Assert.DoesNotContain("hunter2", row.ToString());
    }

    [Fact]
    public async Task A_dead_host_fails_no_row_while_another_one_is_well()
    {
        await using var good = new FaultServer(_ => WireReply.Json("{}"));
        var dead = new FaultServer(_ => WireReply.Json("{}"));
        await dead.DisposeAsync();
        var plan = new TestPlan();
        plan.Api = plan.Api with { Hosts = [dead.Address, good.Address] };
        var summary = await TestRun.RunAsync(
            plan.Build(plan.Call(plan.Write(isIdempotent: false))), TestRun.Rows([.. Enumerable.Range(0, 60).Select(i => $"r{i}")]), new InMemoryJournal(),
            new RunSettings { Workers = 20 });
        Assert.Equal(60, summary.Counts.Succeeded);
        Assert.Equal(60, good.Requests.Count);
    }

    /// <summary>Answers go into journals, reports and change plans.</summary>
    [Fact]
    public async Task A_credential_that_the_server_repeats_in_its_answer_is_taken_out()
    {
        await using var server = new FaultServer(r => WireReply.Json($$"""{"name":"{{r.Header("Authorization")}}"}"""));
        var plan = new TestPlan();
        plan.Api = plan.Api with { Hosts = [server.Address], Auth = new BearerAuth(new SecretSource("TOKEN", null)) };
        var journal = new InMemoryJournal();
        await TestRun.RunAsync(
            plan.Build(plan.Call(plan.Read(), 1, Projection.Everything)), TestRun.Rows("a"), journal, secrets: new TestSecrets(new() { ["TOKEN"] = "hunter2hunter2" }));
        Assert.Equal("""{"name":"Bearer (secret)"}""", System.Text.Encoding.UTF8.GetString(journal.Records.OfType<CallOutcome>().Single().Response.Span));
    }

    [Fact]
    public async Task A_write_whose_answer_is_no_JSON_is_said_to_have_taken_effect()
    {
        await using var server = new FaultServer(_ => WireReply.Json("<html>"));
        var plan = new TestPlan();
        plan.Api = plan.Api with { Hosts = [server.Address] };
        var written = await TestRun.OneAsync(plan.Build(plan.Call(plan.Write(isIdempotent: false), 1, Projection.Everything)));
        Assert.Equal("PFF3107", written.Failure!.Code);
        Assert.EndsWith("; the write itself took effect.", written.Failure.Message.English);
        Assert.EndsWith("; a escrita em si teve efeito.", written.Failure.Message.Portuguese);
        var read = await ReadEverythingAsync(server, new LimitSettings());
        Assert.DoesNotContain("took effect", read.Failure!.Message.English);
    }

    private static async Task<RowResult> ReadEverythingAsync(FaultServer server, LimitSettings limits, int attemptMs = 5_000)
    {
        var plan = new TestPlan();
        plan.Api = plan.Api with
        {
            Hosts = [server.Address], Limits = limits, Timeouts = new TimeoutSettings { AttemptMs = attemptMs }, Retry = new RetrySettings { MaximumRetries = 0 },
        };
        return await TestRun.OneAsync(plan.Build(plan.Call(plan.Read(), 1, Projection.Everything)));
    }

    private static void InterlockedMax(ref int target, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref target)) < value && Interlocked.CompareExchange(ref target, value, seen) != seen)
        {
        }
    }

    private sealed class HealthObserver : IRunObserver
    {
        public ConcurrentQueue<bool> Changes { get; } = new();

        public void RowFinished(RowResult row)
        {
        }

        public void WritePlanned(PlannedWrite write)
        {
        }

        public void HostHealthChanged(string api, string host, bool isHealthy) => Changes.Enqueue(isHealthy);

        public void Cautioned(RuntimeFailure caution)
        {
        }
    }
}
