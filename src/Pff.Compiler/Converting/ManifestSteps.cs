using System.Collections.Immutable;
using System.Globalization;
using Pff.Compiler.Binding;
using Pff.Compiler.Importing.Writing;
using Pff.Compiler.Manifest;
using Pff.Compiler.Manifest.Steps;
using Pff.Compiler.Modules;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;

namespace Pff.Compiler.Converting;

/// <summary>Steps of a module as steps of a manifest.</summary>
/// <param name="unit">What the names mean.</param>
internal sealed class ManifestSteps(UnitScope unit, CarriedComments comments, ManifestValues values)
{
    private const int MaximumInline = 80;

    public WrittenNode Write(ImmutableArray<StepSyntax> steps) => new WrittenList([.. steps.Select(Write)]);

    public WrittenMap Write(ImmutableArray<HandlerSyntax> handlers) => new(
    [
        .. handlers.Select(h =>
        {
            var inside = h.ErrorName is { } name ? new ManifestSteps(unit, comments, values with { Errors = values.Errors.Add(name.Text) }) : this;
            return new WrittenEntry(h.Kind.Text, inside.OneOrMore(h.Steps)) { Comments = [.. comments.Before(h.Kind.Span.Start)] };
        }),
    ]);

    private WrittenMap Write(StepSyntax step)
    {
        var entries = ImmutableArray.CreateBuilder<WrittenEntry>();
        var clauses = step.Clauses;
        if (clauses.When is { } condition)
        {
            entries.Add(new WrittenEntry("when", values.Condition(condition)));
        }

        // A condition or handler around one plain step is written at that step.
        var inner = step is GroupStepSyntax { Steps: [{ Clauses: { When: null, Handlers.IsEmpty: true } } only] } && only is not GroupStepSyntax ? only : step;
        entries.AddRange(KindOf(inner).Entries);
        if (!clauses.Else.IsEmpty)
        {
            entries.Add(new WrittenEntry("else", OneOrMore(clauses.Else)));
        }

        if (!clauses.Handlers.IsEmpty)
        {
            entries.Add(new WrittenEntry("on_error", Write(clauses.Handlers)));
        }

        var remarks = comments.Before(step.Span.Start);
        return new WrittenMap(entries.ToImmutable())
        {
            Comments = inner == step || inner.Span.Start == step.Span.Start ? [.. remarks] : [.. remarks, .. comments.Before(inner.Span.Start)],
        };
    }

    private WrittenNode OneOrMore(ImmutableArray<StepSyntax> steps) =>
        steps is [var only] && Write(only) is { Comments.IsEmpty: true } single ? single : Write(steps);

    private WrittenMap KindOf(StepSyntax step) => step switch
    {
        InvokeStepSyntax invoke => Invoke(invoke),
        GroupStepSyntax group => WrittenNode.Map(("steps", Write(group.Steps))),
        LetStepSyntax let => WrittenNode.Map(("let", Arguments(let.Values))),
        ForEachStepSyntax loop => WrittenNode.Map(
            ("for_each", values.Value(loop.List)),
            ("as", WrittenNode.Of(loop.Item.Text)),
            ("index_as", loop.Index is { } index ? WrittenNode.Of(index.Text) : null),
            ("at_most", loop.AtMost is { Value: { } most } ? new WrittenLiteral(most.ToString(CultureInfo.InvariantCulture)) : null),
            ("steps", Write(loop.Steps))),
        MatchStepSyntax match => WrittenNode.Map(("match", values.Value(match.Subject)), ("cases", Cases(match))),
        ParallelStepSyntax parallel => WrittenNode.Map(("parallel", new WrittenList([.. parallel.Branches.Select(OneOrMore)]))),
        RetryStepSyntax retry => WrittenNode.Map(("retry", Retry(retry))),
        UndoStepSyntax => WrittenNode.Map(("undo", WrittenNode.Of("all"))),
        AssertStepSyntax assert => WrittenNode.Map(
            ("assert", values.Condition(assert.Condition)),
            ("code", assert.Code is { } code ? WrittenNode.Of(code.Text) : null),
            ("message", assert.Message is { } message ? values.Message(message) : null)),
        SkipStepSyntax skip => WrittenNode.Map(("skip", values.Message(skip.Reason))),
        FailStepSyntax { Code: null } fail => WrittenNode.Map(("fail", values.Message(fail.Message))),
        FailStepSyntax fail => WrittenNode.Map(
            ("fail", WrittenNode.Map(("code", WrittenNode.Of(fail.Code!.Text)), ("message", values.Message(fail.Message))))),
        ReturnStepSyntax result => WrittenNode.Map(("return", Arguments(result.Columns))),
        _ => throw new InvalidOperationException($"no manifest for {step.GetType().Name}"),
    };

    /// <summary>A call of a method, of a sequence, or of a function whose value gets a name.</summary>
    private WrittenMap Invoke(InvokeStepSyntax step)
    {
        var callee = step.Invoke.Callee.Text;
        var saveAs = step.SaveAs is { } name ? WrittenNode.Of(name.Text) : null;
        if (unit.Methods.Find(callee) is [var method, ..])
        {
            var undo = step.Undo is { } back && unit.Methods.Find(back.Callee.Text) is [var undoing, ..]
                ? WrittenNode.Map(("method", WrittenNode.Of(back.Callee.Text)), ("args", Named(back, undoing.Parameters.Select(p => p.Name))))
                : null;
            return WrittenNode.Map(
                ("method", WrittenNode.Of(callee)), ("args", Named(step.Invoke, method.Parameters.Select(p => p.Name))), ("save_as", saveAs), ("undo_with", undo));
        }

        return unit.FindSequence(callee) is { } sequence
            ? WrittenNode.Map(("call", WrittenNode.Of(callee)), ("args", Named(step.Invoke, (sequence.Syntax.Inputs ?? []).Select(i => i.Name.Text))), ("save_as", saveAs))
            : WrittenNode.Map(("let", WrittenNode.Map((step.SaveAs?.Text ?? callee, new WrittenText($"{{{{{values.TextOf(step.Value.Expression)}}}}}")))));
    }

    private WrittenMap? Named(InvokeSyntax invoke, IEnumerable<string> parameters) => invoke.Arguments.IsEmpty
        ? null
        : Arguments(InvokeArguments.Name(invoke, [.. parameters], values.Source, new DiagnosticBag()));

    /// <summary>In braces where it is short: on the line that a comment before the step is about.</summary>
    private WrittenMap Arguments(ImmutableArray<ArgumentSyntax> arguments)
    {
        ImmutableArray<WrittenEntry> entries = [.. arguments.Select(a => new WrittenEntry(a.Name.Text, values.Value(a.Value)))];
        var length = entries.Sum(e => e.Key.Length + (e.Value switch
        {
            WrittenText text => text.Text.Length,
            WrittenLiteral literal => literal.Literal.Length,
            _ => MaximumInline,
        }));
        return new WrittenMap(entries) { IsInline = length < MaximumInline };
    }

    private WrittenMap Cases(MatchStepSyntax match) => new(
    [
        .. match.Cases.Select(c => c.Pattern switch
        {
            null => new WrittenEntry("other", OneOrMore(c.Steps)) { HasPlainKey = true },
            { Kind: ValueKind.Text } text when text.AsText != "other" => new WrittenEntry(text.AsText, OneOrMore(c.Steps)),
            { Kind: ValueKind.Text } => new WrittenEntry("\"other\"", OneOrMore(c.Steps)) { HasPlainKey = true },
            { Kind: ValueKind.Bool } value => new WrittenEntry(value.AsBool ? "true" : "false", OneOrMore(c.Steps)) { HasPlainKey = true },
            { Kind: ValueKind.Int } value => new WrittenEntry(value.AsInt.ToString(CultureInfo.InvariantCulture), OneOrMore(c.Steps)) { HasPlainKey = true },
            _ => new WrittenEntry("null", OneOrMore(c.Steps)) { HasPlainKey = true },
        }),
    ]);

    private WrittenMap Retry(RetryStepSyntax retry) => WrittenNode.Map(
        ("times", new WrittenLiteral((retry.Times.Value ?? 1).ToString(CultureInfo.InvariantCulture))),
        ("every", retry.Every is { } every ? Every(every) : null),
        ("backoff", retry.Backoff is { } backoff ? values.Value(backoff) : null),
        ("on", retry.Kinds is { } kinds ? new WrittenList([.. kinds.Select(k => WrittenNode.Of(k.Text))]) : null),
        ("until", retry.Until is { } until ? values.Condition(until) : null),
        ("steps", Write(retry.Steps)));

    /// <summary>A duration as it is written, which a manifest reads as one.</summary>
    private WrittenNode Every(ValueSyntax every) =>
        every is ExpressionValueSyntax { Expression: Syntax.LiteralSyntax { Value.Kind: ValueKind.Duration } literal } ? new WrittenText(values.Source.GetText(literal.Span)) : values.Value(every);
}
