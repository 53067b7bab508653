using System.Collections.Immutable;
using System.Text.Json;
using Pff.Cli.Compiler.Testing.Coverage;
using Pff.Cli.Compiler.Testing.Reports;
using Pff.Hosting.Output;

namespace Pff.Cli.Compiler.Testing.Generation;

/// <summary>Searches the worlds of every sequence and says what was found.</summary>
internal sealed class WorldSession(TestSettings settings, HostConsole console, ITestReport report)
{
    private readonly Ansi _ansi = new(console.UsesColor);

    /// <returns>Whether no row failed by a mistake of the manifest.</returns>
    public async Task<bool> RunAsync(ImmutableArray<TestTarget> targets, int count, CancellationToken cancellation)
    {
        var isGood = true;
        foreach (var target in targets)
        {
            foreach (var sequence in target.Program.Sequences.Where(s => s.IsEntry && settings.Takes(s.Name)))
            {
                var generator = new WorldGenerator(target.Program, sequence, target.Methods);
                var search = new WorldSearch(generator, target.Runner, target.Coverage, settings.Seed);
                await search.RunAsync(count, world => Say(sequence.Name, world), cancellation);
                Say(target, sequence.Name, search);
                isGood &= search.Findings.Count == 0;
            }
        }

        return isGood;
    }

    private void Say(string sequence, SearchedWorld world)
    {
        if (report is TestJsonReport json)
        {
            json.Write(writer => WriteWorld(writer, sequence, world));
        }
        else if (!world.Reached.IsEmpty)
        {
            console.Out.WriteLine($"{sequence} {_ansi.Strong("#" + world.Number)}  {Describe(world.Decisions)}");
            foreach (var item in world.Reached)
            {
                console.Out.WriteLine($"      {console.Say("reaches", "alcança")} {CoverageReport.Describe(item, console)}");
            }
        }
    }

    private void Say(TestTarget target, string sequence, WorldSearch search)
    {
        foreach (var finding in search.Findings)
        {
            var test = TestText.Write(finding.World, finding.Decisions.Description.Length == 0 ? sequence : $"{sequence} where {finding.Decisions.Description}");
            if (report is TestJsonReport json)
            {
                json.Write(writer =>
                {
                    writer.WriteStartObject();
                    writer.WriteString("event", "finding");
                    writer.WriteString("manifest", target.Manifest);
                    writer.WriteString("sequence", sequence);
                    writer.WriteString("step", finding.Failure.StepId);
                    writer.WriteString("code", finding.Failure.Code);
                    writer.WriteString("message", console.Say(finding.Failure.Message));
                    writer.WriteString("test", test);
                    writer.WriteEndObject();
                });
                continue;
            }

            var step = console.Say($"step {finding.Failure.StepId}", $"passo {finding.Failure.StepId}");
            console.Out.WriteLine($"{_ansi.Error(console.Say("FOUND", "ACHADO"))}  {sequence}, {step}: {finding.Failure.Code}: {console.Say(finding.Failure.Message)}");
            console.Out.WriteLine(console.Say("      the smallest world that shows it, as a test:", "      o menor mundo que o mostra, como teste:"));
            console.Out.WriteLine();
            console.Out.WriteLine(test);
        }

        if (report is not TestJsonReport)
        {
            console.Out.WriteLine(console.Say(
                $"{sequence}: {search.Count} worlds, {search.Findings.Count} found",
                $"{sequence}: {search.Count} mundos, {search.Findings.Count} achados"));
        }
    }

    private static void WriteWorld(Utf8JsonWriter json, string sequence, SearchedWorld world)
    {
        json.WriteStartObject();
        json.WriteString("event", "world");
        json.WriteString("sequence", sequence);
        json.WriteNumber("number", world.Number);
        json.WriteString("outcome", world.Run.Result?.Outcome.ToString().ToLowerInvariant() ?? "none");
        json.WriteString("code", world.Run.Result?.Failure?.Code);
        json.WriteString("world", world.Decisions.Description);
        json.WriteStartArray("reached");
        foreach (var item in world.Reached)
        {
            json.WriteStringValue($"{item.Line} {item.StepId} {item.KindName} {item.Detail}".Trim());
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private string Describe(Decisions decisions) =>
        decisions.Description.Length == 0 ? console.Say("the ordinary world", "o mundo comum") : decisions.Description;
}
