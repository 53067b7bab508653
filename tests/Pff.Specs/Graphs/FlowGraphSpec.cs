using System.Text;
using System.Xml.Linq;
using Pff.Compiler;
using Pff.Compiler.Graphs;
using Pff.Core.Ir;
using Pff.Specs.Features;
using Pff.Specs.Generation;

namespace Pff.Specs.Graphs;

/// <summary>Graphs of sequences: whole, escaped, and laid out without anything on top of anything else.</summary>
public sealed class FlowGraphSpec
{
    private const string Hostile = "a<b> & \\\"c\\\" ]]> -- `d` #1; %%";

    [Fact]
    public void Every_step_is_there_with_its_effect()
    {
        var graph = FlowGraphBuilder.Build(Compile("""
            version: "1.0"
            inputs: { n: int }
            sequences:
              fix:
                steps:
                  - { method: look, args: { id: "1" }, save_as: seen }
                  - for_each: "{{seen.list}}"
                    as: x
                    at_most: 7
                    steps:
                      - { method: change, args: { id: "1" } }
                      - { when: "{{n > 3}}", method: burn, args: { id: "1" }, else: { skip: "small" } }
                  - return: { a: 1 }
                on_error:
                  not_found: { skip: "none" }
            """));
        Assert.Equal(
            "Start Guard Handler Read Loop Write Condition Irreversible Skip Return Skip",
            string.Join(' ', graph.Nodes.Select(n => n.Kind)));
        Assert.Contains(graph.Nodes, n => n.Title == "2 for each, at most 7" && n.Detail == "seen.list");
        Assert.Contains(graph.Edges, e => e is { Kind: FlowEdgeKind.Again, From: 7, To: 4 });
        Assert.All(graph.Edges.Where(e => e.Kind != FlowEdgeKind.Again), e => Assert.True(e.From < e.To));
    }

    [Fact]
    public void Branches_repetitions_and_undos_are_there()
    {
        var graph = FlowGraphBuilder.Build(Compile("""
            version: "1.0"
            inputs: { n: int }
            sequences:
              fix:
                - parallel:
                    - { method: look, args: { id: "1" } }
                    - [{ method: ask, args: { id: "1" } }, { method: peek, args: { id: "1" } }]
                - retry: { times: 3, until: "{{n > 1}}", steps: { method: order, args: { id: "1", k: "{{n}}" } } }
                - match: "{{n}}"
                  cases: { 1: { skip: "one" }, other: [] }
                  on_error: { any: { undo: all } }
            """));
        Assert.Equal(
            "Start Parallel Read Read Read Loop Write Guard Handler Assign Condition Skip Write End",
            string.Join(' ', graph.Nodes.Select(n => n.Kind)));
        Assert.Equal(["1", "2"], graph.Edges.Where(e => e.From == 1).Select(e => e.Label));
        Assert.Equal([2, 4], graph.Edges.Where(e => e.To == 5 && e.Kind == FlowEdgeKind.Next).Select(e => e.From));
        Assert.Contains(graph.Edges, e => e is { Kind: FlowEdgeKind.Again, From: 6, To: 5 });
        Assert.Contains(graph.Nodes, n => n is { Title: "2 retry, at most 3", Detail: "until n > 1" });
    }

    [Fact]
    public void Text_is_escaped_in_every_format()
    {
        var graph = FlowGraphBuilder.Build(Compile($"version: \"1.0\"\nsequences:\n  fix:\n    - fail: {{ code: STOP, message: \"{Hostile}\" }}\n"));
        Assert.Contains("a<b>", XDocument.Parse(SvgGraph.Write(graph)).Root!.Value, StringComparison.Ordinal);
        var lines = MermaidGraph.Write(graph).Split('\n').Where(l => l.Contains("STOP", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, l => l.Contains("<b>", StringComparison.Ordinal) || l.Contains('`') || l.Count(c => c == '"') != 2);
        Assert.Contains("\\\\\\\"c", DotGraph.Write(graph), StringComparison.Ordinal);
    }

    [Fact]
    public void No_box_touches_another_and_no_edge_leads_up()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var graph = FlowGraphBuilder.Build(Generate(seed));
            var boxes = XDocument.Parse(SvgGraph.Write(graph)).Descendants().Where(e => e.Name.LocalName == "g").Select(BoxOf).ToList();
            Assert.Equal(graph.Nodes.Length, boxes.Count);
            for (var i = 0; i < boxes.Count; i++)
            {
                for (var j = 0; j < i; j++)
                {
                    var apart = boxes[i].Left >= boxes[j].Right || boxes[j].Left >= boxes[i].Right || boxes[i].Top >= boxes[j].Bottom || boxes[j].Top >= boxes[i].Bottom;
                    Assert.True(apart, $"seed {seed}: {graph.Nodes[i]} and {graph.Nodes[j]}");
                }
            }

            Assert.All(graph.Edges.Where(e => e.Kind != FlowEdgeKind.Again), e => Assert.True(boxes[e.From].Bottom < boxes[e.To].Top));
        }
    }

    [Fact]
    public void Two_hundred_steps_are_drawn()
    {
        var steps = new StringBuilder("version: \"1.0\"\ninputs: { n: int }\nsequences:\n  fix:\n    on_error: { any: { skip: \"late\" } }\n    steps:\n");
        for (var i = 0; i < 100; i++)
        {
            steps.Append($"      - {{ when: \"{{{{n > {i}}}}}\", method: {GeneratedApis.Methods[i % GeneratedApis.Methods.Length]}, args: {{ id: \"{i}\" }} }}\n");
        }

        var graph = FlowGraphBuilder.Build(Compile(steps.ToString()));
        Assert.True(graph.Nodes.Length > 200);
        Assert.Equal(graph.Nodes.Length, XDocument.Parse(SvgGraph.Write(graph)).Descendants().Count(e => e.Name.LocalName == "g"));
    }

    private static (double Left, double Top, double Right, double Bottom) BoxOf(XElement group)
    {
        var shape = group.Elements().First();
        if (shape.Name.LocalName == "rect")
        {
            double Number(string name) => (double)shape.Attribute(name)!;
            return (Number("x"), Number("y"), Number("x") + Number("width"), Number("y") + Number("height"));
        }

        var points = ((string)shape.Attribute("points")!).Split(' ')
            .Select(p => p.Split(',').Select(n => double.Parse(n, System.Globalization.CultureInfo.InvariantCulture)).ToArray()).ToList();
        return (points.Min(p => p[0]), points.Min(p => p[1]), points.Max(p => p[0]), points.Max(p => p[1]));
    }

    private static IrSequence Generate(int seed) => Compile(YamlPrinter.Print(new YamlTreeMap(
        true,
        ("version", new YamlTreeText("1.0")),
        ("sequences", new YamlTreeMap(true, new ProgramGenerator(new Random(seed), "v").Sequences("main").Reverse())))));

    private static IrSequence Compile(string manifest)
    {
        var files = new MemoryFiles();
        GeneratedApis.AddTo(files);
        files["manifest.yaml"] = manifest;
        var result = ManifestCompiler.Compile("manifest.yaml", files, new CompileSettings(), TestContext.Current.CancellationToken);
        Assert.True(result.Program is not null, string.Join('\n', result.Diagnostics.Select(d => $"{d.Code} {d.Message}").Append(manifest)));
        return result.Program.Sequences[0];
    }
}
