using System.Net.Sockets;
using System.Text.Json;
using Pff.Server.Mocking;
using Pff.Specs.Mocking;
using Pff.Specs.Programs;

namespace Pff.Specs.Reliability;

/// <summary>Another terminal controls a run while it goes on.</summary>
public sealed class LiveControlSpec : IAsyncLifetime
{
    private const int Rows = 400;

    private readonly string _folder = Directory.CreateTempSubdirectory("pff-live-").FullName;
    private MockUnderTest? _mock;

    private MockServer Mock => _mock!.Server;

    public async ValueTask InitializeAsync()
    {
        _mock = await MockUnderTest.StartAsync("""
            mock: crm
            defaults: { latency: { mean: 20ms } }
            routes:
              - request: GET /things/{id}
                respond: { json: {} }
              - request: GET /refused/{id}
                respond: { status: 409, json: {} }
            """);
        Directory.CreateDirectory(Path.Combine(_folder, "apis"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "manifest.yaml"), """
            version: "1.0"
            uses: [apis/crm.yaml]
            sequences:
              look:
                - method: get_thing
                  args: { id: "{{id}}" }
            """);
        await File.WriteAllTextAsync(Path.Combine(_folder, "apis", "crm.yaml"), $$"""
            api: crm
            hosts: {{Mock.BaseAddress.ToString().TrimEnd('/')}}
            methods:
              get_thing: { request: "GET /things/{id}", parameters: { id: text } }
              get_refused: { request: "GET /refused/{id}", parameters: { id: text } }
            """);
        await File.WriteAllLinesAsync(Path.Combine(_folder, "rows.csv"), Enumerable.Range(0, Rows + 1).Select(i => i == 0 ? "id" : $"T{i}"));
    }

    public async ValueTask DisposeAsync()
    {
        await _mock!.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_run_is_paused_throttled_watched_and_resumed_by_other_processes()
    {
        using var run = StartRun();
        await UntilAsync(() => Mock.Journal.Total > 5);
        Assert.Equal("paused", (await AskAsync("pause", "last")).GetProperty("state").GetString());
        await Task.Delay(200);
        var held = Mock.Journal.Total;
        await Task.Delay(300);
        Assert.Equal(held, Mock.Journal.Total);

        var throttled = await AskAsync("throttle", "last", "200");
        Assert.Equal((200, "paused"), (throttled.GetProperty("calls_per_second").GetDouble(), throttled.GetProperty("state").GetString()));
        var resumed = await RunningProgram.RunAsync("pff", _folder, "resume", "last");
        Assert.Equal(0, resumed.ExitCode);
        Assert.Contains("running · at most 200 calls/s", resumed.Said);

        var watched = await RunningProgram.RunAsync("pff", _folder, "watch", "last", "--json");
        var last = JsonDocument.Parse(watched.Said.TrimEnd().Split('\n')[^1]).RootElement;
        Assert.Equal((0, Rows), (watched.ExitCode, last.GetProperty("succeeded").GetInt32()));
        Assert.Equal(0, await run.WaitAsync());
        Assert.Equal(Rows, Mock.Journal.Total);

        var gone = await RunningProgram.RunAsync("pff", _folder, "pause", "last");
        Assert.Equal(1, gone.ExitCode);
        Assert.Contains("PFF5100", gone.Said);
    }

    [Theory]
    [InlineData("cancel", "last")]
    [InlineData("cancel", "last", "--now")]
    public async Task A_cancelled_run_ends_and_is_resumed(params string[] cancel)
    {
        using var run = StartRun();
        await UntilAsync(() => Mock.Journal.Total > 5);
        Assert.Equal("stopping", (await AskAsync(cancel)).GetProperty("state").GetString());
        Assert.Equal(3, await run.WaitAsync());
        Assert.Contains("pff resume", run.Said);
        Assert.InRange(Mock.Journal.Total, 5, Rows - 1);

        var resumed = await RunningProgram.RunAsync("pff", _folder, "resume", "last");
        Assert.Equal(0, resumed.ExitCode);
        Assert.Contains($"{Rows}", resumed.Said);
    }

    /// <summary>However many look on, whoever wants to stop the run can.</summary>
    [Fact]
    public async Task A_run_that_many_watch_can_be_stopped()
    {
        using var run = StartRun();
        await UntilAsync(() => Mock.Journal.Total > 5);
        var watching = new List<Socket>();
        for (var i = 0; i < 20; i++)
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            watching.Add(socket);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(Assert.Single(Directory.GetFiles(_folder, "control.sock", SearchOption.AllDirectories))));

            // The run is paused first, so that it is not over before it is asked to be.
            await socket.SendAsync(i == 0 ? "{\"command\":\"pause\"}\n"u8.ToArray() : "{\"command\":\"watch\"}\n"u8.ToArray());
            await socket.ReceiveAsync(new byte[1]);
        }

        var (exitCode, said) = await RunningProgram.RunAsync("pff", _folder, "watch", "last");
        Assert.True(exitCode == 3 && said.Contains("PFF5101", StringComparison.Ordinal) && said.Contains("8 others watch it", StringComparison.Ordinal), said);
        Assert.Equal("stopping", (await AskAsync("cancel", "last")).GetProperty("state").GetString());
        Assert.Equal(3, await run.WaitAsync());
        watching.ForEach(socket => socket.Dispose());
    }

    /// <summary>A process that is stopped, or stuck, has its socket still.</summary>
    [Theory]
    [InlineData(false, "it does not answer")]
    [InlineData(true, "it ended meanwhile")]
    public async Task A_process_that_does_not_answer_is_said_to(bool closes, string expected)
    {
        await RunAsync();
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(Path.Combine(Assert.Single(Directory.GetDirectories(Path.Combine(_folder, ".pff", "runs"))), "control.sock")));
        listener.Listen();
        var asking = RunningProgram.RunAsync("pff", _folder, "pause", "last");
        using (var asked = await listener.AcceptAsync())
        {
            asked.LingerState = new LingerOption(true, 0);
            if (!closes)
            {
                await asking;
            }
        }

        var (exitCode, said) = await asking;
        Assert.True(exitCode == 3 && said.Contains("PFF5101", StringComparison.Ordinal) && said.Contains(expected, StringComparison.Ordinal), said);
    }

    [Fact]
    public async Task A_run_whose_table_is_changed_between_two_rings_ends_with_its_report_and_the_way_on()
    {
        using var run = RunningProgram.Start("pff", _folder, "run", "manifest.yaml", "--file", "rows.csv", "--workers", "4", "--canary", "50%,100%");
        await UntilAsync(() => Mock.Journal.Total > 5);
        await File.AppendAllTextAsync(Path.Combine(_folder, "rows.csv"), "T999\n");
        Assert.Equal(3, await run.WaitAsync());
        Assert.True(run.Said.Contains("was changed while it was read", StringComparison.Ordinal) && run.Said.Contains("pff resume", StringComparison.Ordinal), run.Said);
        Assert.Single(Directory.GetFiles(_folder, "report.xlsx", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_canary_that_nobody_widens_ends_and_is_widened_when_it_is_resumed()
    {
        var first = await RunAsync("--canary", "5%,100%", "--seed", "1");
        Assert.Equal(3, first.ExitCode);
        Assert.Contains("PFF3505", first.Said);
        Assert.InRange(Mock.Journal.Total, 5, 40);
        var again = await RunningProgram.RunAsync("pff", _folder, "resume", "last");
        Assert.Equal(3, again.ExitCode);
        var widened = await RunningProgram.RunAsync("pff", _folder, "resume", "last", "--widen");
        Assert.Equal((0, (long)Rows), (widened.ExitCode, Mock.Journal.Total));
    }

    [Theory]
    [InlineData("--canary", "10%,1%")]
    [InlineData("--stop-rate", "many")]
    [InlineData("--stop-on", "PFF3101")]
    [InlineData("--window", "22-6")]
    public async Task A_wrong_option_is_said_before_anything_is_sent(params string[] options)
    {
        var (exitCode, said) = await RunAsync(options);
        Assert.Equal(2, exitCode);
        Assert.Contains($"PFF5103: {options[0]}: expected ", said);
        Assert.Equal(0, Mock.Journal.Total);
    }

    [Theory]
    [InlineData("PFF5139: --approve-each-ring ", "--approve-each-ring")]
    [InlineData("PFF5139: --intolerable ", "--intolerable", "9%")]
    [InlineData("PFF5143: --stop-on: no row can fail with 'GONE'. Expected a code such as PFF3101, a status such as HTTP-409, or of the plan's own: LOST, ODD.", "--stop-on", "GONE=1")]
    [InlineData("Did you mean 'LOST'?", "--stop-on", "LOTS=1")]
    [InlineData("Did you mean 'PFF3101'?", "--stop-on", "pff3101=1")]
    [InlineData("Did you mean 'HTTP-503'?", "--stop-on", "503=1")]
    [InlineData("PFF5143: --stop-on: no row can fail with 'HTTP-999'", "--stop-on", "HTTP-999=1")]
    [InlineData("PFF5139: --approve-each-ring diz como", "--approve-each-ring", "--lang", "pt")]
    public async Task An_option_that_would_keep_nothing_from_happening_is_refused(string expected, params string[] options)
    {
        await DeclareCodesAsync();
        var (exitCode, said) = await RunAsync(options);
        Assert.True(exitCode == 2 && said.Contains(expected, StringComparison.Ordinal), said);
        Assert.Equal(0, Mock.Journal.Total);
    }

    [Theory]
    [InlineData("HTTP-409=2", 3, "3 rows have failed with HTTP-409")]
    [InlineData("http_409=2", 3, "3 rows have failed with HTTP-409")]
    [InlineData("PFF3101=2", 3, "3 rows have failed with PFF3101")]
    [InlineData("PFF3101=0", 3, "failed with PFF3101")]
    [InlineData("HTTP-404=1", 1, "PFF3101")]
    [InlineData("LOST=1", 1, "PFF3101")]
    public async Task A_run_stops_at_a_status_as_at_a_code(string rule, int exitCode, string expected)
    {
        await DeclareCodesAsync();
        var ended = await RunAsync("--stop-on", rule);
        Assert.True(ended.ExitCode == exitCode && ended.Said.Contains(expected, StringComparison.Ordinal), ended.Said);
    }

    [Fact]
    public async Task Widening_a_run_that_is_no_canary_is_refused()
    {
        await RunAsync();
        var (exitCode, said) = await RunningProgram.RunAsync("pff", _folder, "resume", "last", "--widen");
        Assert.True(exitCode == 2 && said.Contains("PFF5139: --widen passes a gate of --canary", StringComparison.Ordinal), said);
    }

    /// <summary>A manifest with codes of its own, one of them inside a branch.</summary>
    private Task DeclareCodesAsync() => File.WriteAllTextAsync(Path.Combine(_folder, "manifest.yaml"), """
        version: "1.0"
        uses: [apis/crm.yaml]
        sequences:
          look:
            - assert: "{{id != 'X'}}"
              code: ODD
              message: odd
            - method: get_refused
              args: { id: "{{id}}" }
            - when: "{{id == 'Y'}}"
              steps:
                - fail: { code: LOST, message: lost }
        """);

    private Task<(int ExitCode, string Said)> RunAsync(params string[] options) =>
        RunningProgram.RunAsync("pff", _folder, ["run", "manifest.yaml", "--file", "rows.csv", "--workers", "4", .. options]);

    private RunningProgram StartRun() => RunningProgram.Start("pff", _folder, "run", "manifest.yaml", "--file", "rows.csv", "--workers", "4");

    private async Task<JsonElement> AskAsync(params string[] command)
    {
        var (exitCode, said) = await RunningProgram.RunAsync("pff", _folder, [.. command, "--json"]);
        Assert.True(exitCode == 0, said);
        return JsonDocument.Parse(said).RootElement;
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        for (var i = 0; !holds(); i++)
        {
            Assert.True(i < 6_000, "waited a minute");
            await Task.Delay(10);
        }
    }
}
