using System.Collections.Immutable;
using Pff.Compiler.Binding;
using Pff.Compiler.Catalogs;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Importing;
using Pff.Compiler.Importing.Arazzo;
using Pff.Compiler.Importing.Writing;
using Pff.Compiler.Manifest;
using Pff.Compiler.Manifest.Steps;
using Pff.Compiler.Syntax;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Text;

namespace Pff.Compiler.Exporting.Arazzo;

/// <summary>
/// A sequence as a workflow. Arazzo has no condition before a step: the step before it goes to it or past it. What a
/// workflow cannot say is left out and named.
/// </summary>
internal sealed class SequenceExport(
    SequenceSyntax sequence, SourceText source, ImmutableArray<InputPlan> inputs, ImmutableDictionary<TextSpan, RetryRule> retries,
    ImmutableHashSet<string> workflows, MethodTable methods, ExportedSources sources, DiagnosticBag diagnostics)
{
    private readonly ImportedNames _ids = new();
    private readonly List<Draft> _drafts = [];
    private ExpressionExport _expressions = new(
        [.. inputs.Select(i => i.Name)],
        ImmutableDictionary.Create<string, ExportedStep>(StringComparer.Ordinal),
        ImmutableDictionary.Create<string, ExpressionSyntax>(StringComparer.Ordinal),
        ImmutableDictionary.Create<string, GivenOutput>(StringComparer.Ordinal),
        null);

    private WrittenMap? _outputs;

    /// <param name="When">The condition under which the step runs, or null.</param>
    /// <param name="Expressions">What names mean just behind the step.</param>
    private sealed record Draft(ExportedStep Step, ImmutableArray<WrittenEntry> Entries, ExpressionSyntax? When, ExpressionExport Expressions)
    {
        public List<WrittenNode> Criteria { get; } = [];

        public List<WrittenNode> Actions { get; } = [];

        public List<WrittenNode> Failures { get; } = [];
    }

    public WrittenMap Convert()
    {
        for (var i = 0; i < sequence.Steps.Length; i++)
        {
            Add(sequence.Steps[i], isLast: i == sequence.Steps.Length - 1);
        }

        // The transitions ask for outputs too, so they come before the steps are written.
        var transitions = _drafts.Select((d, i) => TransitionsFrom(i)).ToList();
        var failures = new List<WrittenNode>();
        AddFailures(sequence.Handlers, failures);
        return WrittenNode.Map(
            ("workflowId", WrittenNode.Of(sequence.Name.Text)),
            ("inputs", InputSchema.Of(inputs)),
            ("steps", new WrittenList([.. _drafts.Select((d, i) => Write(d, transitions[i]))])),
            ("outputs", _outputs),
            ("failureActions", failures.Count == 0 ? null : new WrittenList([.. failures])));
    }

    private static WrittenMap Write(Draft draft, List<WrittenNode> transitions)
    {
        List<WrittenNode> success = [.. draft.Actions, .. transitions];
        return new WrittenMap(
        [
            new("stepId", WrittenNode.Of(draft.Step.Id)),
            .. draft.Entries,
            .. draft.Criteria.Count == 0 ? [] : new[] { new WrittenEntry("successCriteria", new WrittenList([.. draft.Criteria])) },
            .. success.Count == 0 ? [] : new[] { new WrittenEntry("onSuccess", new WrittenList([.. success])) },
            .. draft.Failures.Count == 0 ? [] : new[] { new WrittenEntry("onFailure", new WrittenList([.. draft.Failures])) },
            .. draft.Step.HasOutputs ? new[] { new WrittenEntry("outputs", draft.Step.Outputs) } : [],
        ]);
    }

    /// <summary>Where a step leads: to the next, or past it where its condition does not hold.</summary>
    private List<WrittenNode> TransitionsFrom(int index)
    {
        var actions = new List<WrittenNode>();
        var next = index + 1;
        for (; next < _drafts.Count && _drafts[next].When is { } when; next++)
        {
            var condition = (_drafts[index].Expressions with { Current = _drafts[index].Step }).Condition(when);
            if (condition is null)
            {
                NotCarried(when.Span, new("The condition", "A condição"), Condition);
                continue;
            }

            actions.Add(FailureExport.Action("goto", condition, _drafts[next].Step.Id));
        }

        if (next > index + 1)
        {
            actions.Add(next < _drafts.Count ? FailureExport.Action("goto", null, _drafts[next].Step.Id) : FailureExport.Action("end", null));
        }

        return actions;
    }

    private static LocalizedText Condition => new("Arazzo's simple conditions do not have what it uses", "as condições simples do Arazzo não têm o que ela usa");

    private void Add(StepSyntax step, bool isLast)
    {
        if (!step.Clauses.Else.IsEmpty)
        {
            NotCarried(step, new("a workflow has no 'else'", "um workflow não tem 'else'"));
            return;
        }

        var when = step.Clauses.When is { } node ? ExpressionExport.Single(node) : null;
        if (step.Clauses.When is not null && (when is null || _drafts.Count == 0 || CurrentCondition(when) is null))
        {
            NotCarried(step, _drafts.Count == 0 ? new("no step before it could lead past it", "nenhum passo antes dele poderia contorná-lo") : Condition);
            return;
        }

        switch (step)
        {
            case MethodStepSyntax method when MethodEntries(method) is { } entries:
                AddDraft(method, method.SaveAs, method.Method.Text, entries, when, isCall: false);
                break;
            case CallStepSyntax call when CallEntries(call) is { } entries:
                AddDraft(call, call.SaveAs, call.Sequence.Text, entries, when, isCall: true);
                break;
            case GroupStepSyntax group when when is null && step.Clauses.Handlers.IsEmpty:
                for (var i = 0; i < group.Steps.Length; i++)
                {
                    Add(group.Steps[i], isLast && i == group.Steps.Length - 1);
                }

                break;
            case LetStepSyntax let when when is null:
                AddLets(let);
                break;
            case AssertStepSyntax assert when when is null:
                AddCriterion(assert, ExpressionExport.Single(assert.Condition), isNegated: false);
                break;
            case FailStepSyntax fail when when is not null:
                AddCriterion(fail, when, isNegated: true);
                break;
            case SkipStepSyntax when when is not null && _drafts[^1].When is null && CurrentCondition(when) is { } condition:
                _drafts[^1].Actions.Add(FailureExport.Action("end", condition));
                break;
            case RetryStepSyntax retry when when is null:
                AddRetry(retry);
                break;
            case ReturnStepSyntax result when when is null && isLast:
                AddOutputs(result);
                break;
            case MethodStepSyntax or CallStepSyntax:
                break;
            default:
                NotCarried(step, new("a workflow has no such step", "um workflow não tem um passo assim"));
                break;
        }
    }

    /// <summary>A step that is repeated, with its criteria and outputs; a workflow repeats one step, and no more of them.</summary>
    private void AddRetry(RetryStepSyntax retry)
    {
        var isOne = retry.Steps is [MethodStepSyntax or CallStepSyntax, .. var rest] && rest.All(s => s is AssertStepSyntax or LetStepSyntax)
            && retry.Steps.All(s => s.Clauses is { When: null, Handlers.IsEmpty: true });
        if (retry.Until is not null || !isOne || !retries.TryGetValue(retry.Span, out var rule) || FailureExport.Retry(rule) is not { } action)
        {
            NotCarried(retry, new("a workflow repeats one step, at one pace, after failures that have a status", "um workflow repete um só passo, a um só ritmo, depois de falhas que têm status"));
            return;
        }

        var count = _drafts.Count;
        foreach (var step in retry.Steps)
        {
            Add(step, isLast: false);
        }

        if (_drafts.Count == count + 1)
        {
            _drafts[^1].Failures.Add(action);
            AddFailures(retry.Clauses.Handlers, _drafts[^1].Failures);
        }
    }

    private string? CurrentCondition(ExpressionSyntax condition) => (_drafts[^1].Expressions with { Current = _drafts[^1].Step }).Condition(condition);

    private void AddDraft(StepSyntax step, ManifestName? saveAs, string otherwise, ImmutableArray<WrittenEntry> entries, ExpressionSyntax? when, bool isCall)
    {
        var exported = new ExportedStep(_ids.Take(saveAs?.Text ?? step.Clauses.Name?.Text ?? otherwise, "step", keepsCase: true), isCall);
        if (saveAs is not null)
        {
            _expressions = _expressions with { Results = _expressions.Results.SetItem(saveAs.Text, exported), Lets = _expressions.Lets.Remove(saveAs.Text), Given = _expressions.Given.Remove(saveAs.Text) };
        }

        var draft = new Draft(exported, entries, when, _expressions);
        AddFailures(step.Clauses.Handlers, draft.Failures);
        _drafts.Add(draft);
    }

    private ImmutableArray<WrittenEntry>? MethodEntries(MethodStepSyntax step)
    {
        if (methods.Find(step.Method.Text) is not [var method] || sources.Find(method) is not var (key, operation))
        {
            NotCarried(step, new("no OpenAPI document declares what it calls", "nenhum documento OpenAPI declara o que ele chama"));
            return null;
        }

        var parameters = ImmutableArray.CreateBuilder<WrittenNode>();
        var properties = ImmutableArray.CreateBuilder<WrittenEntry>();
        WrittenNode? body = null;
        foreach (var argument in step.Arguments)
        {
            var descriptor = method.Descriptor.Parameters.FirstOrDefault(p => p.Name == argument.Name.Text);
            if (descriptor is null || _expressions.Value(argument.Value) is not { } value)
            {
                NotCarried(argument.Name.Span, new($"The argument '{argument.Name.Text}'", $"O argumento '{argument.Name.Text}'"), Expression);
                continue;
            }

            switch (descriptor.Location)
            {
                case ParameterLocation.BodyProperty:
                    properties.Add(new WrittenEntry(descriptor.WireName, value));
                    break;
                case ParameterLocation.Body:
                    body = value;
                    break;
                default:
                    parameters.Add(WrittenNode.Map(
                        ("name", WrittenNode.Of(descriptor.WireName)),
                        ("in", WrittenNode.Of(descriptor.Location.ToString().ToLowerInvariant())),
                        ("value", value)));
                    break;
            }
        }

        body ??= properties.Count == 0 ? null : new WrittenMap(properties.ToImmutable());
        return
        [
            new(key, WrittenNode.Of(operation)),
            .. parameters.Count == 0 ? [] : new[] { new WrittenEntry("parameters", new WrittenList(parameters.ToImmutable())) },
            .. body is null ? [] : new[]
            {
                new WrittenEntry("requestBody", WrittenNode.Map(("contentType", WrittenNode.Of(method.Descriptor.RequestMediaType)), ("payload", body))),
            },
        ];
    }

    private static LocalizedText Expression => new("a runtime expression cannot say its value", "uma expressão de execução não pode dizer seu valor");

    private ImmutableArray<WrittenEntry>? CallEntries(CallStepSyntax step)
    {
        if (!workflows.Contains(step.Sequence.Text))
        {
            NotCarried(step, new("it is a sequence of a module", "é uma sequência de um módulo"));
            return null;
        }

        var parameters = ImmutableArray.CreateBuilder<WrittenNode>();
        foreach (var argument in step.Arguments)
        {
            if (_expressions.Value(argument.Value) is { } value)
            {
                parameters.Add(WrittenNode.Map(("name", WrittenNode.Of(argument.Name.Text)), ("value", value)));
            }
            else
            {
                NotCarried(argument.Name.Span, new($"The argument '{argument.Name.Text}'", $"O argumento '{argument.Name.Text}'"), Expression);
            }
        }

        return
        [
            new("workflowId", WrittenNode.Of(step.Sequence.Text)),
            .. parameters.Count == 0 ? [] : new[] { new WrittenEntry("parameters", new WrittenList(parameters.ToImmutable())) },
        ];
    }

    private void AddLets(LetStepSyntax let)
    {
        foreach (var (name, value) in let.Values)
        {
            if (ExpressionExport.Single(value) is { } expression && _drafts is [.., { When: null } last]
                && (_expressions with { Current = last.Step }).Runtime(expression) is { } runtime)
            {
                var output = last.Step.Give(OutputName(name.Text, last.Step.Id), runtime);
                _expressions = _expressions with { Given = _expressions.Given.SetItem(name.Text, new GivenOutput(last.Step, output, expression)) };
                _drafts[^1] = last with { Expressions = _expressions };
            }
            else if (ExpressionExport.Single(value) is { } alias && _expressions.Runtime(alias) is not null)
            {
                _expressions = _expressions with { Lets = _expressions.Lets.SetItem(name.Text, alias), Given = _expressions.Given.Remove(name.Text) };
            }
            else
            {
                NotCarried(name.Span, new($"The value '{name.Text}'", $"O valor '{name.Text}'"), Expression);
            }
        }
    }

    /// <summary>A value that was made of a step's output has the step's name before its own.</summary>
    private static string OutputName(string value, string step) =>
        value.StartsWith(step + "_", StringComparison.Ordinal) && value.Length > step.Length + 1 ? value[(step.Length + 1)..] : value;

    private void AddCriterion(StepSyntax step, ExpressionSyntax? condition, bool isNegated)
    {
        // Criteria are tested before actions lead away, and only where the step has run.
        if (condition is null || _drafts is not [.., { When: null, Actions.Count: 0 } last] || CurrentCondition(condition) is not { } text)
        {
            NotCarried(step, _drafts.Count == 0 ? new("no step before it could have it as a criterion", "nenhum passo antes dele poderia tê-lo como critério") : Condition);
            return;
        }

        // Arazzo has no place for what is said of a criterion that does not hold; an import knows this one.
        var (code, message) = step switch
        {
            AssertStepSyntax assert => (assert.Code, assert.Message),
            FailStepSyntax fail => (fail.Code, fail.Message),
            _ => (null, null),
        };
        last.Criteria.Add(WrittenNode.Map(
            ("condition", WrittenNode.Of(isNegated ? $"!({text})" : text)),
            (Criteria.CodeKey, code is null || code.Text == FailureSet.CriterionCode ? null : WrittenNode.Of(code.Text)),
            (Criteria.MessageKey, message is null ? null : Said(message, last.Step))));
    }

    private WrittenNode? Said(ValueSyntax message, ExportedStep step)
    {
        if ((_expressions with { Current = step }).Value(message) is { } value)
        {
            return value;
        }

        NotCarried(message.Span, new("The message", "A mensagem"), Expression);
        return null;
    }

    private void AddOutputs(ReturnStepSyntax result)
    {
        var outputs = ImmutableArray.CreateBuilder<WrittenEntry>();
        foreach (var column in result.Columns)
        {
            if (ExpressionExport.Single(column.Value) is { } expression && _expressions.Runtime(expression) is { } runtime)
            {
                outputs.Add(new WrittenEntry(column.Name.Text, WrittenNode.Of(runtime)));
            }
            else
            {
                NotCarried(column.Name.Span, new($"The column '{column.Name.Text}'", $"A coluna '{column.Name.Text}'"), Expression);
            }
        }

        _outputs = outputs.Count == 0 ? null : new WrittenMap(outputs.ToImmutable());
    }

    private void AddFailures(ImmutableArray<HandlerSyntax> handlers, List<WrittenNode> failures)
    {
        foreach (var handler in handlers)
        {
            if (handler.Steps is [FailStepSyntax { Clauses.When: null }] && FailureExport.CriterionOf([handler.Kind.Text]) is { } criterion)
            {
                failures.Add(FailureExport.Action("end", criterion));
                continue;
            }

            NotCarried(handler.Kind.Span, new($"The handler '{handler.Kind.Text}'", $"O tratador '{handler.Kind.Text}'"), new(
                "a workflow only ends where a step fails", "um workflow só termina onde um passo falha"));
        }
    }

    private void NotCarried(StepSyntax step, LocalizedText reason)
    {
        var keyword = source.GetText(step.Clauses.Keyword);
        NotCarried(step.Clauses.Keyword, new($"The step '{keyword}'", $"O passo '{keyword}'"), reason);
    }

    private void NotCarried(TextSpan span, LocalizedText what, LocalizedText reason) => diagnostics.Add(CompilerDiagnostics.NotCarried(source, span, what, reason));
}
