using System.Collections.Immutable;
using System.Globalization;
using Pff.Core.Ir;
using Pff.Core.Plan;
using Pff.Core.Text;

namespace Pff.Compiler.Graphs;

/// <summary>
/// Walks the steps of a sequence in their order and keeps the loose ends: the nodes whose next step is still to come. So
/// every edge but those back to a loop leads to a node that is made later, which is what a layout by layers needs.
/// </summary>
public sealed class FlowGraphBuilder
{
    private const int MaximumShownLength = 48;

    private readonly SourceText _source;
    private readonly ImmutableArray<FlowNode>.Builder _nodes = ImmutableArray.CreateBuilder<FlowNode>();
    private readonly ImmutableArray<FlowEdge>.Builder _edges = ImmutableArray.CreateBuilder<FlowEdge>();

    private FlowGraphBuilder(SourceText source) => _source = source;

    public static FlowGraph Build(IrSequence sequence)
    {
        var builder = new FlowGraphBuilder(sequence.Source);
        var start = builder.Node(FlowKind.Start, sequence.Name, null, []);
        var ends = builder.Steps(sequence.Steps, start);
        if (!ends.IsEmpty)
        {
            builder.Node(FlowKind.End, "end", null, ends);
        }

        return new FlowGraph(sequence.Name, builder._nodes.ToImmutable(), builder._edges.ToImmutable());
    }

    private ImmutableArray<LooseEnd> Steps(ImmutableArray<IrStep> steps, ImmutableArray<LooseEnd> from)
    {
        // What an undo reads is kept before the call, under the call's own number: no step that anybody wrote.
        var calls = steps.OfType<IrCallMethod>().Select(c => c.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var step in steps)
        {
            from = step is IrAssign && calls.Contains(step.Id) ? from : Step(step, from);
        }

        return from;
    }

    private ImmutableArray<LooseEnd> Step(IrStep step, ImmutableArray<LooseEnd> from) => step switch
    {
        IrCallMethod call => Method(call, from),
        IrCondition condition => Condition(condition, from),
        IrForEach loop => Loop(loop, from),
        IrAssign { Value: IrConstant { Value.IsNull: true } } assign when assign.Value.Span == assign.Span => from,
        IrAssign assign => Node(FlowKind.Assign, $"{step.Id} let", Text(assign.Value), from),
        IrAssert assert => Node(FlowKind.Assert, $"{step.Id} assert {assert.Code}", Text(assert.Condition), from),
        IrCallSequence call => Node(FlowKind.CallSequence, $"{step.Id} call {call.Sequence}", null, from),
        IrTry guarded => Guarded(guarded, from),
        IrParallel parallel => Parallel(parallel, from),
        IrRetry retry => Retry(retry, from),
        IrUndo undo => Node(FlowKind.Write, $"{undo.Id} undo", "what was written, the last first", from),
        IrSkip skip => Ending(FlowKind.Skip, $"{step.Id} skip", Text(skip.Reason), from),
        IrFail fail => Ending(FlowKind.Fail, $"{step.Id} fail {fail.Code}", Text(fail.Message), from),
        IrReturn result => Ending(FlowKind.Return, $"{step.Id} return", Shorten(string.Join(", ", result.Columns.Select(c => c.Name))), from),
        _ => throw new InvalidOperationException($"no node for {step.GetType().Name}"),
    };

    private ImmutableArray<LooseEnd> Method(IrCallMethod call, ImmutableArray<LooseEnd> from)
    {
        var (kind, effect) = call.Method.Effect switch
        {
            Effect.Read => (FlowKind.Read, "read"),
            Effect.Write => (FlowKind.Write, call.Method.IsIdempotent ? "write, idempotent" : "write"),
            Effect.Irreversible => (FlowKind.Irreversible, "irreversible write"),
            _ => throw new InvalidOperationException($"no kind for {call.Method.Effect}"),
        };
        return Node(kind, $"{call.Id} {call.Method.Name}", $"{effect}: {call.Method.Verb} {call.Method.Api}", from);
    }

    private ImmutableArray<LooseEnd> Condition(IrCondition condition, ImmutableArray<LooseEnd> from)
    {
        var node = Node(FlowKind.Condition, $"{condition.Id} when", Text(condition.Condition), from)[0];
        var then = Steps(condition.Then, [node with { Label = "yes" }]);
        return [.. then, .. Steps(condition.Else, [node with { Label = "no" }])];
    }

    private ImmutableArray<LooseEnd> Loop(IrForEach loop, ImmutableArray<LooseEnd> from)
    {
        var most = loop.AtMost.ToString(CultureInfo.InvariantCulture);
        var node = Node(FlowKind.Loop, $"{loop.Id} for each, at most {most}", Text(loop.List), from)[0];
        Again(Steps(loop.Steps, [node with { Label = "each" }]), node);
        return [node with { Label = "done" }];
    }

    private ImmutableArray<LooseEnd> Retry(IrRetry retry, ImmutableArray<LooseEnd> from)
    {
        var times = retry.Rule.Times.ToString(CultureInfo.InvariantCulture);
        var until = retry.Until is null ? null : $"until {Text(retry.Until)}";
        var kinds = retry.Rule.Kinds.IsEmpty ? null : Shorten($"on {string.Join(", ", retry.Rule.Kinds)}");
        var node = Node(FlowKind.Loop, $"{retry.Id} retry, at most {times}", until ?? kinds, from)[0];
        var ends = Steps(retry.Steps, [node with { Label = "try" }]);
        Again(ends, node);
        return ends.IsEmpty ? [] : [node with { Label = "done" }];
    }

    private void Again(ImmutableArray<LooseEnd> ends, LooseEnd loop)
    {
        foreach (var end in ends.Where(e => e.Node != loop.Node))
        {
            _edges.Add(new FlowEdge(end.Node, loop.Node, FlowEdgeKind.Again, end.Label));
        }
    }

    private ImmutableArray<LooseEnd> Parallel(IrParallel parallel, ImmutableArray<LooseEnd> from)
    {
        var node = Node(FlowKind.Parallel, $"{parallel.Id} parallel", null, from)[0];
        return
        [
            .. parallel.Branches.SelectMany((branch, i) => Steps(branch, [node with { Label = (i + 1).ToString(CultureInfo.InvariantCulture) }])),
        ];
    }

    private ImmutableArray<LooseEnd> Guarded(IrTry guarded, ImmutableArray<LooseEnd> from)
    {
        var guard = Node(FlowKind.Guard, guarded.Id == "sequence" ? "on error: whole sequence" : $"{guarded.Id} on error", null, from)[0];
        var handlers = guarded.Handlers.Select(handler =>
        {
            var node = Node(FlowKind.Handler, string.Join(", ", handler.Kinds), null, [guard with { Kind = FlowEdgeKind.Error }]);
            return (handler, node);
        }).ToList();
        var ends = Steps(guarded.Steps, [guard]);
        foreach (var (handler, node) in handlers)
        {
            ends = ends.AddRange(Steps(handler.Steps, node));
        }

        return ends;
    }

    private ImmutableArray<LooseEnd> Ending(FlowKind kind, string title, string detail, ImmutableArray<LooseEnd> from)
    {
        Node(kind, title, detail, from);
        return [];
    }

    private ImmutableArray<LooseEnd> Node(FlowKind kind, string title, string? detail, ImmutableArray<LooseEnd> from)
    {
        var number = _nodes.Count;
        _nodes.Add(new FlowNode(number, kind, Shorten(title), detail));
        foreach (var end in from)
        {
            _edges.Add(new FlowEdge(end.Node, number, end.Kind, end.Label));
        }

        return [new LooseEnd(number, FlowEdgeKind.Next, null)];
    }

    private string Text(IrExpression expression) => Shorten(_source.GetText(expression.Span));

    /// <summary>One line without double blanks, cut where it would make the node too wide.</summary>
    private static string Shorten(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= MaximumShownLength ? line : line[..(MaximumShownLength - 1)] + "…";
    }

    private readonly record struct LooseEnd(int Node, FlowEdgeKind Kind, string? Label);
}
