using System.Globalization;
using System.Text.Json;
using Pff.Hosting.Output;

namespace Pff.Cli.Compiler.Testing.Coverage;

/// <summary>Coverage for people, for programs, and in the format that coverage viewers read (lcov).</summary>
internal static class CoverageReport
{
    public static void WriteText(TextWriter output, string manifest, CoverageHits hits, HostConsole console)
    {
        var ansi = new Ansi(console.UsesColor);
        output.WriteLine(ansi.Strong(console.Say($"Coverage of {manifest}", $"Cobertura de {manifest}")));
        foreach (var sequence in hits.Map.Items.GroupBy(i => i.Sequence, StringComparer.Ordinal))
        {
            var steps = Share(sequence.Where(i => i.Kind == CoverageKind.Step), hits);
            var branches = Share(sequence.Where(i => i.IsBranch), hits);
            output.WriteLine(console.Say(
                $"  {sequence.Key}: steps {steps}, branches {branches}",
                $"  {sequence.Key}: passos {steps}, desvios {branches}"));
            foreach (var item in sequence.Where(i => hits.CountOf(i) == 0))
            {
                output.WriteLine($"    {ansi.Warning(console.Say("not reached", "não alcançado"))}: {Describe(item, console)}");
            }
        }
    }

    /// <summary>One object: a manifest, its sequences, and each item with how often it was reached.</summary>
    public static void WriteJson(Utf8JsonWriter json, string manifest, CoverageHits hits)
    {
        json.WriteStartObject();
        json.WriteString("event", "coverage");
        json.WriteString("manifest", manifest);
        json.WriteStartArray("sequences");
        foreach (var sequence in hits.Map.Items.GroupBy(i => i.Sequence, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteString("name", sequence.Key);
            WriteShare(json, "steps", [.. sequence.Where(i => i.Kind == CoverageKind.Step)], hits);
            WriteShare(json, "branches", [.. sequence.Where(i => i.IsBranch)], hits);
            json.WriteStartArray("items");
            foreach (var item in sequence)
            {
                json.WriteStartObject();
                json.WriteString("kind", item.KindName);
                json.WriteString("step", item.StepId);
                json.WriteString("file", item.File);
                json.WriteNumber("line", item.Line);
                if (item.Detail.Length > 0)
                {
                    json.WriteString("on", item.Detail);
                }

                json.WriteNumber("count", hits.CountOf(item));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The tracefile of lcov: a line with several items counts as the one reached most.</summary>
    public static void WriteLcov(TextWriter output, CoverageHits hits)
    {
        foreach (var file in hits.Map.Items.GroupBy(i => i.File, StringComparer.Ordinal))
        {
            WriteLcovFile(output, file.Key, [.. file], hits);
        }
    }

    private static void WriteLcovFile(TextWriter output, string file, List<CoverageItem> items, CoverageHits hits)
    {
        output.Write($"TN:\nSF:{file}\n");
        var lines = items.GroupBy(i => i.Line).OrderBy(l => l.Key).Select(l => (Line: l.Key, Count: l.Max(hits.CountOf))).ToList();
        foreach (var (line, count) in lines)
        {
            output.Write(string.Create(CultureInfo.InvariantCulture, $"DA:{line},{count}\n"));
        }

        output.Write($"LF:{lines.Count}\nLH:{lines.Count(l => l.Count > 0)}\n");
        var branches = items.Where(i => i.IsBranch).GroupBy(i => (i.Line, i.Sequence, i.StepId)).OrderBy(b => b.Key.Line).ToList();
        for (var block = 0; block < branches.Count; block++)
        {
            var number = 0;
            foreach (var item in branches[block])
            {
                output.Write(string.Create(CultureInfo.InvariantCulture, $"BRDA:{item.Line},{block},{number++},{hits.CountOf(item)}\n"));
            }
        }

        var all = branches.SelectMany(b => b).ToList();
        output.Write($"BRF:{all.Count}\nBRH:{all.Count(i => hits.CountOf(i) > 0)}\nend_of_record\n");
    }

    public static string Describe(CoverageItem item, HostConsole console)
    {
        var place = console.Say($"line {item.Line}", $"linha {item.Line}");
        var step = console.Say($"step {item.StepId}", $"passo {item.StepId}");
        return item.Kind switch
        {
            CoverageKind.Sequence => console.Say($"{place}: the sequence itself", $"{place}: a própria sequência"),
            CoverageKind.Step => $"{place}: {step}",
            CoverageKind.ConditionTrue => console.Say($"{place}: {step}, 'when' true", $"{place}: {step}, 'when' verdadeiro"),
            CoverageKind.ConditionFalse => console.Say($"{place}: {step}, 'when' false", $"{place}: {step}, 'when' falso"),
            CoverageKind.LoopNone => console.Say($"{place}: {step}, no element", $"{place}: {step}, nenhum elemento"),
            CoverageKind.LoopOne => console.Say($"{place}: {step}, one element", $"{place}: {step}, um elemento"),
            CoverageKind.LoopMany => console.Say($"{place}: {step}, several elements", $"{place}: {step}, vários elementos"),
            CoverageKind.Handler => console.Say($"{place}: {step}, on_error {item.Detail}", $"{place}: {step}, on_error {item.Detail}"),
            _ => throw new InvalidOperationException($"no text for {item.Kind}"),
        };
    }

    private static string Share(IEnumerable<CoverageItem> items, CoverageHits hits)
    {
        var all = items.ToList();
        return $"{all.Count(i => hits.CountOf(i) > 0)}/{all.Count}";
    }

    private static void WriteShare(Utf8JsonWriter json, string name, List<CoverageItem> items, CoverageHits hits)
    {
        json.WriteStartObject(name);
        json.WriteNumber("reached", items.Count(i => hits.CountOf(i) > 0));
        json.WriteNumber("all", items.Count);
        json.WriteEndObject();
    }
}
