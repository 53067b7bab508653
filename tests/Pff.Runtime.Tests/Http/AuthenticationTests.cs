using System.Text;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Execution;
using Pff.Runtime.Http;
using Pff.Runtime.Tests.Support;

namespace Pff.Runtime.Tests.Http;

public sealed class AuthenticationTests
{
    private static readonly Dictionary<string, string> Variables = new() { ["ID"] = "me", ["SECRET"] = "s3cret", ["KEY"] = "k&y" };

    public static TheoryData<AuthDescriptor, string, string> Fixed => new()
    {
        { new BearerAuth(new("KEY", null)), "Authorization", "Bearer k&y" },
        { new BasicAuth(new("ID", null), new("SECRET", null)), "Authorization", "Basic " + Convert.ToBase64String("me:s3cret"u8) },
        { new ApiKeyAuth("X-Api-Key", ApiKeyLocation.Header, new("KEY", null)), "X-Api-Key", "k&y" },
    };

    [Theory]
    [MemberData(nameof(Fixed))]
    public async Task Credentials_go_into_their_header(AuthDescriptor auth, string header, string expected)
    {
        await using var server = new FaultServer(_ => WireReply.Json("{}"));
        Assert.Equal(RowOutcome.Succeeded, (await RunAsync(server, auth)).Outcome);
        Assert.Equal(expected, server.Requests.Single().Header(header));
    }

    [Fact]
    public async Task An_api_key_may_go_into_the_query()
    {
        await using var server = new FaultServer(_ => WireReply.Json("{}"));
        await RunAsync(server, new ApiKeyAuth("key", ApiKeyLocation.Query, new(null, "key.txt")));
        Assert.Equal("/things/1?key=from%20file", server.Requests.Single().Target);
    }

    [Fact]
    public void A_missing_secret_stops_the_run_before_it_starts_and_is_named()
    {
        Assert.Equal("PFF3015", Start(new BearerAuth(new("NOPE", null)), out var message));
        Assert.Contains("NOPE", message);
        Assert.Equal("PFF3016", Start(new BearerAuth(new(null, "empty.txt")), out message));
        Assert.Contains("empty.txt", message);
        Assert.Equal("PFF3017", Start(new BearerAuth(new(null, null)), out _));
        Assert.Equal("PFF3018", Start(new BearerAuth(new("BROKEN", null)), out message));
        Assert.DoesNotContain("one", message);
        Assert.Contains("contains a line break", message);
        Assert.Equal("PFF3018", Start(new BearerAuth(new("FOREIGN", null)), out message));
        Assert.Contains("a character beyond ASCII", message);
        Assert.DoesNotContain("é", message);
    }

    [Fact]
    public async Task One_token_serves_all_and_is_renewed_once_after_a_401()
    {
        var tokens = 0;
        await using var server = new FaultServer(async request =>
        {
            if (request.Target == "/token")
            {
                await Task.Delay(20);
                return WireReply.Json($"{{\"access_token\":\"t{Interlocked.Increment(ref tokens)}\",\"expires_in\":3600}}");
            }

            return request.Header("Authorization") == "Bearer t1" && request.Target == "/things/late" ? new WireReply(401) : WireReply.Json("{}");
        });
        var plan = PlanOf(server, Tokens(server));
        var journal = new InMemoryJournal();
        await TestRun.RunAsync(plan, TestRun.Rows("a", "b", "c", "d"), journal, secrets: new TestSecrets(Variables));
        Assert.Equal(1, tokens);
        Assert.All(journal.Rows, r => Assert.Equal(RowOutcome.Succeeded, r.Outcome));

        var ask = server.Requests.First(r => r.Target == "/token");
        Assert.Equal("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("me:s3cret")), ask.Header("Authorization"));
        Assert.Equal("grant_type=client_credentials&scope=a%20b", ask.Body);

        tokens = 0;
        journal = new InMemoryJournal();
        await TestRun.RunAsync(plan, TestRun.Rows("late"), journal, secrets: new TestSecrets(Variables));
        Assert.Equal(2, tokens);
        Assert.Equal(RowOutcome.Succeeded, journal.Row.Outcome);
        Assert.Equal(2, journal.Row.Attempts);
    }

    /// <summary>Of what the endpoint says only the words of the standard are repeated.</summary>
    [Theory]
    [InlineData("s3cret is wrong", "(status 403)")]
    [InlineData("invalid_client", "(status 403: invalid_client)")]
    public async Task A_token_that_cannot_be_had_fails_the_call_without_sending_it(string error, string reason)
    {
        await using var server = new FaultServer(r => r.Target == "/token" ? new WireReply(403, $"{{\"error\":\"{error}\"}}") : WireReply.Json("{}"));
        var row = await RunAsync(server, Tokens(server));
        Assert.Equal("PFF3110", row.Failure!.Code);
        Assert.EndsWith($"gave no token {reason}.", row.Failure.Message.English, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", row.ToString());
        Assert.DoesNotContain(server.Requests, r => r.Target != "/token");
    }

    /// <summary>The answer cannot even be unpacked: that says nothing of the next one.</summary>
    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task A_token_answer_that_is_no_answer_is_asked_for_again(string encoding)
    {
        var asked = 0;
        await using var server = new FaultServer(request => request.Target != "/token" ? WireReply.Json("{}")
            : Interlocked.Increment(ref asked) == 1 ? new WireReply(200, "this is nothing of the sort") { Headers = $"Content-Encoding: {encoding}\r\n" }
            : WireReply.Json("{\"access_token\":\"t1\",\"expires_in\":3600}"));
        var journal = new InMemoryJournal();
        await TestRun.RunAsync(
            PlanOf(server, Tokens(server)), TestRun.Rows("a", "b"), journal, new RunSettings { Workers = 1 }, secrets: new TestSecrets(Variables));
        Assert.All(journal.Rows, row => Assert.Equal(RowOutcome.Succeeded, row.Outcome));
        Assert.Equal(2, asked);
    }

    /// <summary>A server may end the old token when it gives a new one, so two that find it old must not ask twice.</summary>
    [Fact]
    public async Task Whoever_finds_the_token_old_while_it_is_renewed_takes_the_new_one()
    {
        var asked = 0;
        using var sent = new HttpMessageInvoker(new Answering(() => $"{{\"access_token\":\"t{Interlocked.Increment(ref asked)}\",\"expires_in\":10}}"));
        var time = new HeldTime();
        var tokens = new TokenSource(new ClientCredentialsAuth("", new("ID", null), new("SECRET", null), []), new("http://localhost/"), "me", "s3cret", sent, time);
        Assert.Equal("t1", (await tokens.GetAsync(CancellationToken.None)).Token);
        time.Inner.Advance(TimeSpan.FromSeconds(9));

        var late = Task.Factory.StartNew(() => time.Held(() => tokens.GetAsync(CancellationToken.None).AsTask()), TaskCreationOptions.LongRunning).Unwrap();
        await time.IsHeld.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal("t2", (await tokens.GetAsync(CancellationToken.None)).Token);
        time.LetGo();
        Assert.Equal(("t2", 2), ((await late.WaitAsync(TimeSpan.FromSeconds(20))).Token, asked));
    }

    private static ClientCredentialsAuth Tokens(FaultServer server) =>
        new(server.Address + "/token", new("ID", null), new("SECRET", null), ["a", "b"]);

    private static CompiledPlan PlanOf(FaultServer server, AuthDescriptor auth)
    {
        var plan = new TestPlan();
        plan.Api = plan.Api with { Hosts = [server.Address], Auth = auth };
        return plan.Build(plan.Call(plan.Read()));
    }

    private static Task<RowResult> RunAsync(FaultServer server, AuthDescriptor auth) =>
        TestRun.OneAsync(PlanOf(server, auth), secrets: new TestSecrets(Variables, new() { ["key.txt"] = "from file\n" }));

    private static string? Start(AuthDescriptor auth, out string message)
    {
        var plan = new TestPlan();
        plan.Api = plan.Api with { Hosts = ["http://localhost"], Auth = auth };
        var made = RunEngine.Create(plan.Build(plan.Call(plan.Read())), "main", new RunSettings(), new RunServices
        {
            Time = TimeProvider.System,
            Secrets = new TestSecrets(new() { ["BROKEN"] = "one\ntwo", ["FOREIGN"] = "tokené" }, new() { ["empty.txt"] = " \n" }),
        });
        message = made.Failure?.Message.English ?? "";
        return made.Failure?.Code;
    }

    private sealed class Answering(Func<string> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage { Content = new StringContent(answer()) });
    }

    /// <summary>Holds up one thread when it asks for the time.</summary>
    private sealed class HeldTime : TimeProvider
    {
        private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _goes = new();
        private int _thread;

        public ManualTime Inner { get; } = new();

        public Task IsHeld => _held.Task;

        public override long TimestampFrequency => Inner.TimestampFrequency;

        public override long GetTimestamp()
        {
            var now = Inner.GetTimestamp();
            if (Interlocked.CompareExchange(ref _thread, 0, Environment.CurrentManagedThreadId) == Environment.CurrentManagedThreadId)
            {
                _held.SetResult();
                _goes.Wait();
            }

            return now;
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            Inner.CreateTimer(callback, state, dueTime, period);

        public T Held<T>(Func<T> work)
        {
            _thread = Environment.CurrentManagedThreadId;
            return work();
        }

        public void LetGo() => _goes.Set();
    }
}
