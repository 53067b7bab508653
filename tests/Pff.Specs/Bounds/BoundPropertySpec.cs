using Pff.Backend.Packaging;
using Pff.Compiler;
using Pff.Core.Diagnostics;
using Pff.Core.Ir.Bounds;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Execution;
using Pff.Runtime.Http;
using Pff.Runtime.Tables;
using Pff.Runtime.Tests.Support;
using Pff.Specs.Features;
using Pff.Specs.Generation;

namespace Pff.Specs.Bounds;

/// <summary>What <c>pffc bound</c> says of a sequence, held against the engine: generated programs in generated worlds.</summary>
public sealed class BoundPropertySpec
{
    private const int BatchSize = 25;
    private const int DefaultCount = 50;

    /// <summary>In each world every answer is good, some are not, or half are not.</summary>
    private static readonly int[] Troubles = [0, 12, 50];

    [Fact]
    public async Task No_row_calls_more_than_the_bound_and_none_that_ends_as_written_less()
    {
        var count = LongForm.Number("PFF_PROPERTY_COUNT", DefaultCount);
        var seen = new Tally();
        for (var first = 0; first < count; first += BatchSize)
        {
            await RunBatch(first, Math.Min(BatchSize, count - first), seen);
        }

        TestContext.Current.SendDiagnosticMessage(seen.ToString());
        Assert.True(seen.Rows == count * Troubles.Length, seen.ToString());
        Assert.True(seen.AtMost > 0 && seen.AsWritten > seen.Rows / 10, $"The worlds never reach a bound: {seen}");
    }

    private static async Task RunBatch(int first, int count, Tally seen)
    {
        var files = new MemoryFiles();
        GeneratedApis.AddTo(files);
        var sequences = Enumerable.Range(first, count).SelectMany(seed => new ProgramGenerator(new Random(seed), "v").Sequences($"p{seed}"));
        var manifest = YamlPrinter.Print(new YamlTreeMap(true, ("version", new YamlTreeText("1.0")), ("sequences", new YamlTreeMap(true, sequences))));
        files["manifest.yaml"] = manifest;
        var compiled = ManifestCompiler.Compile("manifest.yaml", files, new CompileSettings(), TestContext.Current.CancellationToken);
        var errors = compiled.Diagnostics.Where(d => d.Severity == Severity.Error).Select(d => $"{d.Code} {d.Message} at {d.Source.GetText(d.Span)}");
        Assert.True(compiled.Program is not null, string.Join('\n', errors.Take(5).Append(manifest)));

        var plan = PlanCompiler.Compile(compiled.Program, TestContext.Current.CancellationToken).Load().Plan!;
        var analysis = new BoundAnalysis(compiled.Program);
        foreach (var seed in Enumerable.Range(first, count))
        {
            var sequence = compiled.Program.Sequences.Single(s => s.Name == $"p{seed}");
            foreach (var trouble in Troubles)
            {
                var world = new World(new Random((seed * 100) + trouble), trouble);
                var row = await RunRow(plan, sequence.Name, world, seed);
                seen.Add(row, world, analysis.Of(sequence), $"seed {seed}, trouble {trouble}\n{row}\n{sequence.Source.GetText(sequence.Span)}");
            }
        }
    }

    private static async Task<RowResult> RunRow(CompiledPlan plan, string sequence, World world, int seed)
    {
        var services = new RunServices { Time = TimeProvider.System, Secrets = new NoSecrets(), Transport = world };
        Assert.True(RunEngine.Create(plan, sequence, new RunSettings { Workers = 1, Seed = seed }, services).IsSuccess(out var engine, out var failure), failure?.Message.English);
        using (engine)
        {
            var inputs = plan.Model.Sequences.Single(s => s.Name == sequence).Inputs;
            Assert.True(RowBinder.Create(inputs, ["id", "n"]).IsSuccess(out var binder, out _));
            var journal = new RowsJournal();
            await engine.RunAsync([new InputRow(1, new[] { Value.Of("a"), Value.Of((long)(seed % 11)) })], binder, journal, RunCancellation.None);
            return Assert.Single(journal.Rows);
        }
    }

    private sealed class NoSecrets : ISecretReader
    {
        public string? ReadEnvironmentVariable(string name) => name.ToLowerInvariant();

        public string? ReadFile(string path) => null;

        public byte[]? ReadBytes(string path) => null;
    }

    private sealed class Tally
    {
        public int Rows { get; private set; }

        /// <summary>Rows that ended as their sequence says.</summary>
        public int AsWritten { get; private set; }

        /// <summary>Rows that made as many attempts, or calls, as they can.</summary>
        public int AtMost { get; private set; }

        /// <summary>Rows that made as few as they can.</summary>
        public int AtLeast { get; private set; }

        public void Add(RowResult row, World world, CallBound bound, string what)
        {
            Rows++;
            Assert.True(world.Requests <= row.Attempts, $"{world.Requests} requests, but {row.Attempts} attempts: {what}");
            var isAsWritten = row.Outcome is RowOutcome.Succeeded or RowOutcome.Skipped || row.Failure?.Kind is FailureKind.Assert or FailureKind.Fail;
            AsWritten += isAsWritten ? 1 : 0;
            Check("reads", row.Reads, bound.Reads, isAsWritten, what);
            Check("writes", row.Writes, bound.Writes, isAsWritten, what);
            Check("attempts", row.Attempts, bound.Attempts, isAsWritten, what);
            AtMost += CallCount.Of(row.Reads) == bound.Reads.Most && CallCount.Of(row.Writes) == bound.Writes.Most ? 1 : 0;
            AtLeast += CallCount.Of(row.Reads) == bound.Reads.Least && CallCount.Of(row.Writes) == bound.Writes.Least ? 1 : 0;
        }

        public override string ToString() =>
            $"{Rows} rows, {AsWritten} ended as written, {AtMost} made the most calls, {AtLeast} the least";

        private static void Check(string kind, int made, CallRange range, bool isAsWritten, string what)
        {
            Assert.True(CallCount.Of(made) <= range.Most, $"{made} {kind} of {range}: {what}");
            Assert.True(!isAsWritten || CallCount.Of(made) >= range.Least, $"{made} {kind} of {range}: {what}");
        }
    }
}
