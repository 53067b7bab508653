using System.Collections.Immutable;
using Pff.Cli.Compiler.Testing.Coverage;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Runtime.Diagnostics;
using Pff.Runtime.Execution;
using Pff.Runtime.Http;
using Pff.Runtime.Tables;

namespace Pff.Cli.Compiler.Testing;

/// <summary>
/// Runs one row in a world through the engine that production uses: its retries, timeouts, decoding and failures. Only
/// the network, the clock and the journal are not real.
/// </summary>
internal sealed class WorldRunner
{
    private const long CacheBytes = 16 * 1024 * 1024;

    private readonly CompiledPlan _plan;
    private readonly int _seed;

    /// <param name="seed">Of the jitter between retries.</param>
    public WorldRunner(CompiledPlan plan, int seed)
    {
        // Nobody checks credentials, so nobody needs to have them. A read is sent twice only because a network is slow.
        _plan = plan with
        {
            Model = plan.Model with
            {
                Apis = [.. plan.Model.Apis.Select(a => a with { Auth = new NoAuth(), Hedge = new HedgeSettings() })],
                Methods = [.. plan.Model.Methods.Select(m => m with { Hedge = null })],
            },
        };
        _seed = seed;
    }

    public PlanModel Model => _plan.Model;

    public async Task<RowRun> RunAsync(RowWorld world, CoverageHits coverage, CancellationToken cancellation)
    {
        using var abort = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var time = new VirtualTime(world.Now);
        var recording = new RowRecording(coverage, time);
        using var transport = new MockTransport(world, recording, time, abort.Cancel);
        var sequence = _plan.Model.Sequences.First(s => s.Name == world.Sequence);
        var services = new RunServices { Time = time, Secrets = new NoSecrets(), Trace = recording, Transport = transport };
        var settings = new RunSettings { Workers = 1, Seed = _seed, CacheBytes = CacheBytes };
        ImmutableArray<string> columns = [.. sequence.Inputs.Select(i => i.Column).Distinct(StringComparer.OrdinalIgnoreCase)];
        if (!RowBinder.Create(sequence.Inputs, columns).IsSuccess(out var binder, out var failure)
            || !RunEngine.Create(_plan, world.Sequence, settings, services).IsSuccess(out var engine, out failure))
        {
            return new RowRun(null, [], [Describe(failure)], TimeSpan.Zero);
        }

        using (engine)
        {
            var journal = new MemoryJournal(world.Sequence, world.Now);
            var row = new InputRow(1, Cells(world, sequence, columns));
            coverage.Begin(world.Sequence);
            await engine.RunAsync([row], binder, journal, new RunCancellation(abort.Token, abort.Token)).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            return new RowRun(recording.Problems.IsEmpty ? journal.Row : null, recording.Calls, recording.Problems, time.Elapsed);
        }
    }

    private static Value[] Cells(RowWorld world, SequencePlan sequence, ImmutableArray<string> columns)
    {
        var cells = new Value[columns.Length];
        foreach (var (name, value) in world.Inputs)
        {
            var column = sequence.Inputs.First(i => i.Name == name).Column;
            var index = columns.IndexOf(column, 0, columns.Length, StringComparer.OrdinalIgnoreCase);
            cells[index] = value.IsNull ? Value.Absent : RowValues.Open(value);
        }

        return cells;
    }

    private static LocalizedText Describe(RuntimeFailure failure) =>
        new($"{failure.Code}: {failure.Message.English}", $"{failure.Code}: {failure.Message.Portuguese}");

    private sealed class NoSecrets : ISecretReader
    {
        public string? ReadEnvironmentVariable(string name) => null;

        public string? ReadFile(string path) => null;

        public byte[]? ReadBytes(string path) => null;
    }
}
