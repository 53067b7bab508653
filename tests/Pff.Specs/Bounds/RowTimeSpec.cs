using System.Net;
using System.Text;
using Pff.Backend.Packaging;
using Pff.Compiler;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Execution;
using Pff.Runtime.Http;
using Pff.Runtime.Tables;
using Pff.Specs.Features;
using Pff.Specs.Generation;

namespace Pff.Specs.Bounds;

/// <summary><c>budget: { time }</c>: a row makes no call once its time is over. Here each answer takes a minute.</summary>
public sealed class RowTimeSpec
{
    private const string Look = "{ method: look, args: { id: \"1\" } }";

    [Fact]
    public async Task A_row_over_its_time_fails_before_its_next_call()
    {
        var (row, requests) = await RunAsync("budget: { time: 90s }", $"- {Look}\n- {Look}\n- {Look}");
        Assert.Equal("PFF3240", row.Failure?.Code);
        Assert.Equal("3", row.Failure?.StepId);
        Assert.Equal((2, 2), (requests, row.Reads));
    }

    [Fact]
    public async Task A_row_in_time_does_not_notice()
    {
        var (row, requests) = await RunAsync("budget: { time: 1h }", $"- {Look}\n- {Look}\n- {Look}");
        Assert.Equal((RowOutcome.Succeeded, 3), (row.Outcome, requests));
    }

    [Fact]
    public async Task A_handler_of_timeout_may_end_the_row_but_not_call()
    {
        var (skipped, _) = await RunAsync("budget: { time: 30s }", $"- {Look}\n- {{ method: look, args: {{ id: \"1\" }}, on_error: {{ timeout: {{ skip: late }} }} }}");
        Assert.Equal((RowOutcome.Skipped, "late"), (skipped.Outcome, skipped.Reason));
        var (failed, requests) = await RunAsync("budget: { time: 30s }", $"- {Look}\n- {{ method: look, args: {{ id: \"1\" }}, on_error: {{ timeout: {Look} }} }}");
        Assert.Equal(("PFF3240", 1), (failed.Failure?.Code, requests));
    }

    [Fact]
    public async Task A_called_sequence_has_its_own_time_within_that_of_its_caller()
    {
        var (own, _) = await RunAsync("budget: { time: 1h }", $"- {Look}\n- {{ call: helper }}");
        Assert.Equal(("PFF3240", 3), (own.Failure?.Code, own.Reads));
        var (outer, _) = await RunAsync("budget: { time: 90s }", $"- {Look}\n- {{ call: helper }}");
        Assert.Equal(("PFF3240", 2), (outer.Failure?.Code, outer.Reads));
    }

    private static async Task<(RowResult Row, int Requests)> RunAsync(string budget, string steps)
    {
        var files = new MemoryFiles();
        GeneratedApis.AddTo(files);
        var indented = string.Join('\n', steps.Split('\n').Select(line => "      " + line));
        files["manifest.yaml"] = $"""
            version: "1.0"
            sequences:
              main:
                {budget}
                steps:
            {indented}
              helper:
                budget: {"{ time: 90s }"}
                steps:
                  - {Look}
                  - {Look}
                  - {Look}

            """;
        var program = ManifestCompiler.Compile("manifest.yaml", files, new CompileSettings(), TestContext.Current.CancellationToken).Program;
        Assert.NotNull(program);
        var plan = PlanCompiler.Compile(program, TestContext.Current.CancellationToken).Load().Plan!;
        var slow = new SlowServer();
        var services = new RunServices { Time = slow.Time, Secrets = new NoSecrets(), Transport = slow };
        Assert.True(RunEngine.Create(plan, "main", new RunSettings { Workers = 1 }, services).IsSuccess(out var engine, out _));
        using (engine)
        {
            Assert.True(RowBinder.Create([], []).IsSuccess(out var binder, out _));
            var journal = new RowsJournal();
            await engine.RunAsync([new InputRow(1, Array.Empty<Value>())], binder, journal, RunCancellation.None);
            return (Assert.Single(journal.Rows), slow.Requests);
        }
    }

    private sealed class NoSecrets : ISecretReader
    {
        public string? ReadEnvironmentVariable(string name) => null;

        public string? ReadFile(string path) => null;

        public byte[]? ReadBytes(string path) => null;
    }

    private sealed class SlowServer : HttpMessageHandler
    {
        public JumpingTime Time { get; } = new();

        public int Requests { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests++;
            Time.Passed += TimeSpan.FromMinutes(1);
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("{}", Encoding.UTF8, "application/json") });
        }
    }

    /// <summary>Stands still but where it is told to jump.</summary>
    private sealed class JumpingTime : TimeProvider
    {
        public TimeSpan Passed { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Passed.Ticks;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + Passed;
    }
}
