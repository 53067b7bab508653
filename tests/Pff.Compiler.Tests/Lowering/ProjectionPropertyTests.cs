using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Pff.Compiler.Binding;
using Pff.Compiler.Lowering;
using Pff.Compiler.Syntax;
using Pff.Compiler.Typing;
using Pff.Core.Diagnostics;
using Pff.Core.Ir;
using Pff.Core.Ir.Evaluation;
using Pff.Core.Plan;
using Pff.Core.Plan.Decoding;
using Pff.Core.Plan.Library;
using Pff.Core.Text;
using Pff.Core.Types;

namespace Pff.Compiler.Tests.Lowering;

/// <summary>Decoding only what the analysis asks for must not change what any expression gives.</summary>
public sealed class ProjectionPropertyTests
{
    private static readonly MethodDescriptor Method = new() { Name = "get", Api = "api", Verb = "GET", Path = [] };

    [Fact]
    public void A_projected_response_gives_what_the_whole_response_gives()
    {
        var checkedCount = 0;
        var runCount = 0;
        var partialCount = 0;
        Gen.Int.Sample(
            seed =>
            {
                runCount++;
                if (Program.TryMake(new RandomReads(seed)) is not { } program)
                {
                    return;
                }

                checkedCount++;
                partialCount += program.Projection is { DecodesAll: false } ? 1 : 0;
                var documents = new RandomReads(seed ^ 0x5bd1e995);
                for (var i = 0; i < 4; i++)
                {
                    var json = documents.Document();
                    var whole = program.Run(Decode(WithBytes(ProjectionAnalysis.Whole(RandomReads.Node)), json));
                    var projected = program.Run(Decode(program.Projection, json));
                    Assert.True(whole == projected, $"{program.Text}\n{json}\nwhole:     {whole}\nprojected: {projected}");
                }
            },
            iter: 200,
            threads: 1);
        Assert.True(checkedCount > runCount / 2, $"only {checkedCount} of {runCount} programs were well typed");
        Assert.True(partialCount > checkedCount / 4, $"only {partialCount} of {checkedCount} responses were decoded in part");
    }

    private static Value Decode(Projection? projection, string json)
    {
        if (projection is null)
        {
            return Value.Absent;
        }

        var decoded = new ResponseDecoder(projection, "get").Decode(Encoding.UTF8.GetBytes(json));
        Assert.Null(decoded.Problem);
        return decoded.Value;
    }

    // So that what is passed on can be compared: as bytes, on both sides.
    private static Projection WithBytes(Projection projection) => projection with
    {
        KeepsBytes = true,
        Properties = [.. projection.Properties.Select(p => p with { Projection = WithBytes(p.Projection) })],
        Elements = WithBytes(projection.Elements ?? new Projection { DecodesAll = true }, projection.Elements is not null),
    };

    private static Projection WithBytes(Projection projection, bool goesOn) => goesOn ? WithBytes(projection) : projection with { KeepsBytes = true };

    /// <summary>call → let v → for each item → condition → return, as a manifest would lower them.</summary>
    private sealed record Program(string Text, IrExpression Let, IrExpression List, IrExpression Inner, IrExpression Condition, ImmutableArray<IrExpression> Columns)
    {
        public Projection? Projection { get; private init; }

        public static Program? TryMake(RandomReads random)
        {
            var scope = Scope.Empty.With(new VariableSymbol("r", RandomReads.Node, 0));
            var texts = new List<string>();
            if (Check(random.NodeOf(2, ["r"]), scope) is not { } let)
            {
                return null;
            }

            scope = scope.With(new VariableSymbol("v", let.Type, 1));
            var list = Check(random.ListOf(2, ["r", "v"]), scope);
            var inner = Check(random.AnyExpression(3, "v", "item"), scope.With(new VariableSymbol("item", RandomReads.Node, 2)));
            var condition = Check(random.BoolOf(2, ["r", "v"]), scope);
            var columns = Enumerable.Range(0, 2).Select(_ => Check(random.AnyExpression(3, "r", "v"), scope)).ToList();
            if (list is null || inner is null || condition is null || columns.Contains(null))
            {
                return null;
            }

            var program = new Program(string.Join('\n', texts), let, list, inner, condition, [.. columns.OfType<IrExpression>()]);
            return program with { Projection = program.Analyze() };

            IrExpression? Check(string text, Scope visible)
            {
                texts.Add(text);
                var source = new SourceText("test", text);
                var parsed = ExpressionParser.Parse(EmbeddedText.Whole(source));
                var diagnostics = new DiagnosticBag();
                diagnostics.AddRange(parsed.Diagnostics);
                var expression = ExpressionChecker.Check(parsed.Root, source, visible, CheckSettings.Default, diagnostics);
                return diagnostics.HasErrors ? null : expression;
            }
        }

        /// <summary>Everything that the program shows, as one text.</summary>
        public string Run(Value response)
        {
            var frame = new Frame(4, default);
            frame.Slots[0] = response;
            var shown = new StringBuilder();
            frame.Slots[1] = Evaluator.Evaluate(Let, frame);
            var items = Operands.Prepare(Evaluator.Evaluate(List, frame));
            shown.Append(items.IsFault ? Show(items) : "list").Append('|');
            if (items.TryGet<ListValue>(out var list))
            {
                for (var i = 0; i < list.Count; i++)
                {
                    frame.Slots[2] = list[i];
                    frame.Slots[3] = Evaluator.Evaluate(Inner, frame);
                    shown.Append(Show(frame.Slots[3])).Append('|');
                }
            }

            shown.Append(Show(Evaluator.Evaluate(Condition, frame)));
            foreach (var column in Columns)
            {
                shown.Append('|').Append(Show(Evaluator.Evaluate(column, frame)));
            }

            return shown.ToString();
        }

        private Projection? Analyze()
        {
            // The loop passes its value on, so that its bytes are needed too.
            var sink = Method with { Parameters = [new ParameterDescriptor("body", "body", ParameterLocation.Body, true)] };
            var sequence = new IrSequence
            {
                Name = "main",
                Source = new SourceText("test", Text),
                Span = default,
                SlotCount = 4,
                Steps =
                [
                    new IrCallMethod("1", Method, [], 0, null, default),
                    new IrAssign("2", 1, Let, default),
                    new IrForEach("3", List, 2, -1, 9,
                    [
                        new IrAssign("3.1", 3, Inner, default),
                        new IrCallMethod("3.2", sink, [new IrArgument(0, new IrSlot(3, "w", Inner.Type, default))], -1, null, default),
                    ], default),
                    new IrCondition("4", Condition, [], [], default),
                    new IrReturn("5", [.. Columns.Select((c, i) => new IrColumn($"c{i}", c))], default),
                ],
            };
            var analyzed = ProjectionAnalysis.Apply([sequence], _ => RandomReads.Node);
            return ((IrCallMethod)analyzed[0].Steps[0]).Projection;
        }

        /// <summary>What a reader of the request or the report would see.</summary>
        private static string Show(Value value) => value.Kind switch
        {
            ValueKind.Json => JsonNode.Parse(value.As<Pff.Core.Plan.JsonValue>().Utf8.Span)?.ToJsonString() ?? "null",
            ValueKind.List when !value.AsList.Json.IsEmpty => JsonNode.Parse(value.AsList.Json.Span)!.ToJsonString(),
            ValueKind.Map when value.AsMap is RecordValue { Json.IsEmpty: false } kept => JsonNode.Parse(kept.Json.Span)!.ToJsonString(),
            ValueKind.List => "[" + string.Join(",", value.AsList.Items.ToArray().Select(Show)) + "]",
            ValueKind.Map => "{" + string.Join(",", Enumerable.Range(0, value.AsMap.Count).Select(i => Show(value.AsMap.KeyAt(i)) + ":" + Show(value.AsMap.ValueAt(i)))) + "}",
            ValueKind.Text => JsonValueText(value.AsText),
            ValueKind.Optional => value.As<OptionalValue>() is { HasValue: true } some ? Show(some.Inner) : "none",
            ValueKind.Fault => value.AsFault.Reason is FaultKind.NoSuchKey ? "fault NoSuchField" : "fault " + value.AsFault.Reason,
            ValueKind.Null => "null",
            _ => value.ToString(),
        };

        private static string JsonValueText(string text) => System.Text.Json.Nodes.JsonValue.Create(text)!.ToJsonString();
    }
}
