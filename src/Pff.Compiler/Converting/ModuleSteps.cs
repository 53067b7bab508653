using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Pff.Compiler.Binding;
using Pff.Compiler.Manifest;
using Pff.Compiler.Manifest.Steps;
using Pff.Core.Plan;
using Pff.Core.Text;

namespace Pff.Compiler.Converting;

/// <summary>
/// Steps of a manifest as steps of a module: a line for each, and what is inside between braces. Indentation is left to
/// the formatter.
/// </summary>
/// <param name="text">Where the lines go.</param>
/// <param name="unit">What the names mean.</param>
/// <param name="inputsOf">The inputs of a sequence, those that a call passes on by itself too.</param>
internal sealed class ModuleSteps(
    StringBuilder text, UnitScope unit, CarriedComments comments, SequenceSyntax caller, Func<BoundSequence, ImmutableArray<InputSymbol>> inputsOf)
{
    private readonly ImmutableHashSet<string> _names =
    [
        .. (caller.Inputs ?? unit.Inputs ?? []).Select(i => i.Name.Text),
        .. caller.AllSteps.SelectMany(s => s.OwnNames).Select(n => n.Text),
    ];

    /// <summary>The step of several values that handlers are about as a whole: as several steps it would be another thing.</summary>
    private LetStepSyntax? _whole;

    public void WriteBody(SequenceSyntax sequence)
    {
        Write(sequence.Steps);
        Write(sequence.Handlers, margin: string.Empty);
    }

    private void Write(ImmutableArray<StepSyntax> steps)
    {
        foreach (var step in steps)
        {
            if (step is GroupStepSyntax { Clauses: { When: null, Handlers.IsEmpty: true } } group)
            {
                WriteRemarks(step);
                Write(group.Steps);
            }
            else
            {
                Write(step);
            }
        }
    }

    /// <summary><c>on error K => step</c></summary>
    /// <param name="margin">Handlers of a <c>try</c> are indented more than it.</param>
    private void Write(ImmutableArray<HandlerSyntax> handlers, string margin)
    {
        foreach (var handler in handlers)
        {
            WriteComments(handler.Kind.Span.Start);
            text.Append(margin).Append("on error ").Append(KindOf(handler.Kind.Text)).Append(" => ");
            WriteArm(handler.Steps);
        }
    }

    private void Write(StepSyntax step)
    {
        WriteRemarks(step);
        var clauses = step.Clauses;
        var isTried = !clauses.Handlers.IsEmpty;
        if (isTried)
        {
            text.Append("try ");
            _whole = OnlyLetOf(step);
        }

        if (clauses.When is { } condition)
        {
            WriteBranches(step, condition);
        }
        else if (step is GroupStepSyntax group)
        {
            WriteBlock(group.Steps);
        }
        else if (isTried && step is LetStepSyntax { Values.IsEmpty: true })
        {
            WriteBlock([]);
        }
        else
        {
            WriteKind(step);
        }

        Write(clauses.Handlers, margin: "  ");
    }

    private static LetStepSyntax? OnlyLetOf(StepSyntax step) => step switch
    {
        GroupStepSyntax { Steps: [{ Clauses: { When: null, Handlers.IsEmpty: true } } only] } => OnlyLetOf(only),
        _ => step as LetStepSyntax,
    };

    private void WriteBranches(StepSyntax step, ValueSyntax condition)
    {
        text.Append("when ").Append(ModuleValues.Value(condition)).Append(' ');
        OpenBlock();
        if (step is GroupStepSyntax group)
        {
            Write(group.Steps);
        }
        else
        {
            WriteKind(step);
        }

        text.Append('}');
        switch (step.Clauses.Else)
        {
            case []:
                text.Append('\n');
                break;
            case [{ Clauses: { When: { } chained, Handlers.IsEmpty: true, Name: null } } only] when comments.Before(only.Span.Start).Count == 0:
                text.Append(" else ");
                WriteBranches(only, chained);
                break;
            case var otherwise:
                text.Append(" else ");
                WriteBlock(otherwise);
                break;
        }
    }

    private void WriteKind(StepSyntax step)
    {
        switch (step)
        {
            case MethodStepSyntax method:
                WriteCall(method.Method.Text, method.Arguments, method.SaveAs);
                if (method.UndoWith is { } undo)
                {
                    text.Length--;
                    text.Append(" undo ");
                    WriteCall(undo.Method.Text, undo.Arguments, null);
                }

                break;
            case CallStepSyntax call:
                WriteCall(call.Sequence.Text, WithShared(call), call.SaveAs);
                break;
            case LetStepSyntax let:
                WriteLet(let);
                break;
            case ForEachStepSyntax loop:
                var item = loop.Index is { } index ? $"({index.Text}, {loop.Item.Text})" : loop.Item.Text;
                var most = loop.AtMost is { Value: { } limit } ? $" at most {limit.ToString(CultureInfo.InvariantCulture)}" : string.Empty;
                text.Append("for ").Append(item).Append(" in ").Append(ModuleValues.Value(loop.List)).Append(most).Append(' ');
                WriteBlock(loop.Steps);
                break;
            case MatchStepSyntax match:
                WriteMatch(match);
                break;
            case ParallelStepSyntax parallel:
                text.Append("parallel ");
                OpenBlock();
                foreach (var branch in parallel.Branches)
                {
                    WriteBlock(branch);
                }

                text.Append("}\n");
                break;
            case RetryStepSyntax retry:
                WriteRetry(retry);
                break;
            case GroupStepSyntax group:
                Write(group.Steps);
                break;
            default:
                text.Append(EndOf(step)).Append('\n');
                break;
        }
    }

    /// <summary>The steps of one line that have nothing inside.</summary>
    private static string EndOf(StepSyntax step) => step switch
    {
        AssertStepSyntax assert => $"assert {ModuleValues.Value(assert.Condition)}{CodeOf(assert.Code)}"
            + (assert.Message is { } message ? " because " + ModuleValues.Message(message) : string.Empty),
        SkipStepSyntax skip => "skip " + ModuleValues.Message(skip.Reason),
        FailStepSyntax fail => $"fail {ModuleValues.Message(fail.Message)}{CodeOf(fail.Code)}",
        ReturnStepSyntax { Columns.IsEmpty: true } => "return {}",
        ReturnStepSyntax result =>
            $"return {{ {string.Join(", ", result.Columns.Select(c => $"{ModuleText.NameOrQuoted(c.Name.Text)}: {ModuleValues.Value(c.Value)}"))} }}",
        UndoStepSyntax => "undo",
        _ => throw new InvalidOperationException($"no text for {step.GetType().Name}"),
    };

    private void WriteCall(string callee, IEnumerable<ArgumentSyntax> arguments, ManifestName? saveAs)
    {
        text.Append(saveAs is null ? string.Empty : $"let {saveAs.Text} = ").Append(callee).Append('(')
            .AppendJoin(", ", arguments.Select(a => $"{ModuleText.NameOrQuoted(a.Name.Text)}: {ModuleValues.Value(a.Value)}")).Append(")\n");
    }

    /// <summary>With the inputs that all sequences of a manifest share, which a call passes on without saying so.</summary>
    private IEnumerable<ArgumentSyntax> WithShared(CallStepSyntax call)
    {
        var shared = unit.FindSequence(call.Sequence.Text) is { } callee
            ? inputsOf(callee).Where(i => i.IsShared && _names.Contains(i.Name) && !call.Arguments.Any(a => a.Name.Text == i.Name))
            : [];
        return call.Arguments.Concat(shared.Select(i => new ArgumentSyntax(new ManifestName(i.Name, call.Span), NameAsValue(i.Name, call))));
    }

    private static YamlScalar NameAsValue(string name, CallStepSyntax call) => new(
        call.Arguments.FirstOrDefault()?.Value.Source ?? new(string.Empty, string.Empty),
        call.Span,
        YamlScalarKind.Text,
        EmbeddedText.Whole(new(string.Empty, $"{{{{{name}}}}}")));

    /// <summary>On one line where handlers are about all the values; else on a line for each.</summary>
    private void WriteLet(LetStepSyntax let)
    {
        if (let.Values.IsEmpty)
        {
            return;
        }

        var isOneStep = ReferenceEquals(let, _whole);
        text.Append("let ").AppendJoin(isOneStep ? ", " : "\nlet ", let.Values.Select(v => $"{v.Name.Text} = {ValueOfLet(v.Value, isOneStep && let.Values.Length > 1)}")).Append('\n');
    }

    /// <summary>In brackets it is no call of a method or sequence that has the function's name.</summary>
    private string ValueOfLet(ValueSyntax value, bool isAmongOthers)
    {
        var written = ModuleValues.Value(value);
        var callee = written.IndexOf('(', StringComparison.Ordinal) is var bracket and > 0 ? written[..bracket] : string.Empty;
        var isOther = isAmongOthers ? callee.Length > 0 : !unit.Methods.Find(callee).IsEmpty || unit.FindSequence(callee) is not null;
        return isOther ? $"({written})" : written;
    }

    private void WriteMatch(MatchStepSyntax match)
    {
        text.Append("match ").Append(ModuleValues.Value(match.Subject)).Append(' ');
        OpenBlock();
        foreach (var @case in match.Cases)
        {
            text.Append(PatternOf(@case.Pattern)).Append(" => ");
            WriteArm(@case.Steps);

            // A line that starts with a minus would go on with the one before.
            text.Length--;
            text.Append(",\n");
        }

        text.Append("}\n");
    }

    private static string PatternOf(Value? pattern) => pattern switch
    {
        null => "other",
        { Kind: ValueKind.Text } value => value.AsText is "other" or "_" ? ModuleText.Quote(value.AsText) : ModuleText.NameOrQuoted(value.AsText),
        { Kind: ValueKind.Bool } value => value.AsBool ? "true" : "false",
        { Kind: ValueKind.Int } value => value.AsInt.ToString(CultureInfo.InvariantCulture),
        _ => "null",
    };

    private void WriteRetry(RetryStepSyntax retry)
    {
        text.Append("retry ").Append((retry.Times.Value ?? 1).ToString(CultureInfo.InvariantCulture)).Append(" times")
            .Append(retry.Every is { } every ? " every " + ModuleValues.Duration(every) : string.Empty)
            .Append(retry.Backoff is { } backoff ? " backoff " + ModuleValues.Value(backoff) : string.Empty)
            .Append(retry.Until is { } until ? " until " + ModuleValues.Value(until) : string.Empty)
            .Append(retry.Kinds is { } kinds ? $" on ({string.Join(", ", kinds.Select(k => KindOf(k.Text)))})" : string.Empty)
            .Append(' ');
        WriteBlock(retry.Steps);
    }

    /// <summary>What stands behind <c>=></c>: a step of one line, or a block.</summary>
    private void WriteArm(ImmutableArray<StepSyntax> steps)
    {
        if (steps is [{ Clauses: { When: null, Handlers.IsEmpty: true, Name: null } } only]
            && only is MethodStepSyntax or CallStepSyntax or SkipStepSyntax or FailStepSyntax or ReturnStepSyntax or UndoStepSyntax
            && comments.Before(only.Span.Start).Count == 0)
        {
            WriteKind(only);
            return;
        }

        WriteBlock(steps);
    }

    private void OpenBlock() => text.Append("{\n");

    private void WriteBlock(ImmutableArray<StepSyntax> steps)
    {
        OpenBlock();
        Write(steps);
        text.Append("}\n");
    }

    private void WriteRemarks(StepSyntax step)
    {
        WriteComments(step.Span.Start);
        if (step.Clauses.Name is { } name)
        {
            text.Append(ModuleText.Remark(name.Text)).Append('\n');
        }
    }

    private void WriteComments(int anchor)
    {
        foreach (var comment in comments.Before(anchor))
        {
            text.Append(ModuleText.Remark(comment)).Append('\n');
        }
    }

    private static string CodeOf(ManifestName? code) => code is null ? string.Empty : " code " + ModuleText.NameOrQuoted(code.Text);

    /// <summary>A kind as modules write it; a code in quotes where it would be read as a name for the error.</summary>
    private static string KindOf(string kind)
    {
        foreach (var known in Enum.GetValues<FailureKind>())
        {
            if (FailureKinds.NameOf(known) == kind)
            {
                return known.ToString();
            }
        }

        var isPlain = kind == FailureKinds.Any || kind.StartsWith("http_", StringComparison.Ordinal) || char.IsUpper(kind[0]);
        var isKindOfModule = Enum.GetNames<FailureKind>().Contains(kind);
        return isPlain && ModuleText.IsName(kind) && !isKindOfModule ? kind : ModuleText.Quote(kind);
    }
}
