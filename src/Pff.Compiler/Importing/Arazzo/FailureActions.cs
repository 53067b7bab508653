using System.Collections.Immutable;
using System.Globalization;
using Pff.Compiler.Catalogs.OpenApi;
using Pff.Compiler.Importing.Writing;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;

namespace Pff.Compiler.Importing.Arazzo;

/// <summary>
/// What happens where a step fails: <c>retry</c> becomes a <c>retry</c> around it, the other actions become its handlers.
/// By itself a failure ends the row, as it ends the workflow.
/// </summary>
/// <param name="scope">What expressions mean before the step.</param>
/// <param name="leadOn">What stands for an action that goes somewhere.</param>
internal sealed class FailureActions(DocumentReport report, ConvertedStep step, ExpressionScope scope, Func<DocumentMap, List<WrittenNode>> leadOn)
{
    private const string Failed = "{{error.message}}";
    private const int MaximumRepetitions = 2;

    private readonly ImmutableArray<WrittenEntry>.Builder _handlers = ImmutableArray.CreateBuilder<WrittenEntry>();

    private FailureSet _handled = FailureSet.None;
    private FailureSet _repeated = FailureSet.None;

    public ImmutableArray<WrittenNode> Around(ImmutableArray<WrittenNode> nodes, IEnumerable<DocumentMap> actions)
    {
        foreach (var action in actions)
        {
            if (Criteria.FailuresWhere(report.MapsOf(action, "criteria"), scope with { Current = null }, step.Successes) is not { } failures)
            {
                continue;
            }

            if (action.TextOf("type") == "retry")
            {
                // An action comes to its turn only where none before it has led away.
                var open = failures.Except(_handled).Except(_repeated);
                nodes = Repeat(action, open, nodes);
                _repeated = _repeated.And(failures);
            }
            else
            {
                Handle(action, failures);
            }
        }

        // Handlers that only fail do what happens without them.
        var onlyFails = _handlers.All(h => h.Value is WrittenList { Items: [WrittenMap { Entries: [{ Key: "fail", Value: WrittenText { Text: Failed } }] }] });
        return onlyFails ? nodes
            : nodes is [WrittenMap only] ? [only.With("on_error", new WrittenMap(_handlers.ToImmutable()))]
            : [WrittenNode.Map(("steps", new WrittenList(nodes)), ("on_error", new WrittenMap(_handlers.ToImmutable())))];
    }

    public static LocalizedText NameOf(DocumentMap action) => action.TextOf("name") is { } name
        ? new($"The action '{name}'", $"A ação '{name}'")
        : new("The action", "A ação");

    private void Handle(DocumentMap action, FailureSet failures)
    {
        if (KindsOf(action, failures) is not { } kinds)
        {
            return;
        }

        _handled = _handled.And(failures);
        WrittenList fail = new([WrittenNode.Map(("fail", WrittenNode.Of(Failed)))]);
        var steps = action.TextOf("type") == "end" ? fail : new WrittenList([.. leadOn(action)]);
        if (kinds.Length > MaximumRepetitions && failures.IsOfEveryError)
        {
            // Every status that is an error would repeat the steps for each kind: 'any' says it once.
            Add(FailureSet.CriterionCode, fail, isWanted: step.HasCriteria && !failures.OfCriteria);
            kinds = [FailureKinds.Any];
        }

        foreach (var kind in kinds)
        {
            Add(kind, steps, isWanted: true);
        }
    }

    private void Add(string kind, WrittenList steps, bool isWanted)
    {
        if (isWanted && _handlers.All(h => h.Key != kind && h.Key != FailureKinds.Any))
        {
            _handlers.Add(new WrittenEntry(kind, steps));
        }
    }

    private ImmutableArray<WrittenNode> Repeat(DocumentMap action, FailureSet failures, ImmutableArray<WrittenNode> nodes)
    {
        if (action["stepId"] is not null || action["workflowId"] is not null)
        {
            NotCarried(action, new("a 'retry' of a manifest runs nothing else in between", "um 'retry' de um manifesto não executa mais nada entre as tentativas"));
            return nodes;
        }

        var (isKnown, every) = Wait(action);
        if (!isKnown || Limit(action) is not { } limit || KindsOf(action, failures) is not { } kinds)
        {
            return nodes;
        }

        return limit == 0 ? nodes :
        [
            WrittenNode.Map(("retry", WrittenNode.Map(
                ("times", new WrittenLiteral((limit + 1).ToString(CultureInfo.InvariantCulture))),
                ("every", every is null ? null : WrittenNode.Of(every)),
                ("on", kinds is [FailureKinds.Any] ? null : new WrittenList([.. kinds.Select(WrittenNode.Of)])),
                ("steps", new WrittenList(nodes))))),
        ];
    }

    /// <summary>How often a step is repeated: once where nothing is said. Null where it cannot be so often, which is then said.</summary>
    private int? Limit(DocumentMap action)
    {
        if (action["retryLimit"] is not { } node)
        {
            return 1;
        }

        if (node is DocumentScalar scalar && int.TryParse(scalar.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
            && limit < RetryRule.MaximumTimes)
        {
            return limit;
        }

        NotCarried(action, new(
            $"'retryLimit' is no whole number from 0 to {RetryRule.MaximumTimes - 1}", $"'retryLimit' não é um número inteiro de 0 a {RetryRule.MaximumTimes - 1}"));
        return null;
    }

    /// <summary>How long is waited between two runs, as a manifest writes it; null for not at all.</summary>
    private (bool IsKnown, string? Every) Wait(DocumentMap action)
    {
        if (action["retryAfter"] is not { } node)
        {
            return (true, null);
        }

        if (node is DocumentScalar scalar && decimal.TryParse(scalar.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            && seconds * 1000 <= RetryRule.MaximumEveryMs)
        {
            var milliseconds = (int)(seconds * 1000);
            return (true, milliseconds == 0 ? null
                : milliseconds % 1000 == 0 ? string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000}s")
                : string.Create(CultureInfo.InvariantCulture, $"{milliseconds}ms"));
        }

        NotCarried(action, new("'retryAfter' is no number of seconds up to an hour", "'retryAfter' não é um número de segundos até uma hora"));
        return (false, null);
    }

    private ImmutableArray<string>? KindsOf(DocumentMap action, FailureSet failures)
    {
        if (failures.Kinds(step.HasCriteria) is not { } kinds)
        {
            NotCarried(action, new("its criteria hold for more than handlers can name", "seus critérios valem para mais do que se pode nomear"));
            return null;
        }

        if (!kinds.IsEmpty)
        {
            return kinds;
        }

        NotCarried(action, new(
            "there is no failure that its criteria hold for and that no action before it takes", "não há falha para a qual seus critérios valham e que nenhuma ação anterior trate"));
        return null;
    }

    private void NotCarried(DocumentMap action, LocalizedText reason) => report.NotCarried(DocumentReport.StartOf(action), NameOf(action), reason);
}
