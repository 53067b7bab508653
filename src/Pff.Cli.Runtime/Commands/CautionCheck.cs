using System.Collections.Immutable;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Hosting.Documentation;
using Pff.Runtime.Control;
using Pff.Runtime.Execution;

namespace Pff.Cli.Runtime.Commands;

/// <summary>
/// Finds options that are well written and yet would keep nothing from happening: whoever gives one counts on it, so it must not
/// be passed over in silence.
/// </summary>
internal static class CautionCheck
{
    private const string RowCodes = "PFF3";

    private static readonly ImmutableArray<string> OfCanary =
        [Caution.ApproveKey, Caution.AcceptableKey, Caution.IntolerableKey, Caution.ErrorKey];

    /// <summary>What is wrong, with its code; null for nothing.</summary>
    /// <param name="texts">What <paramref name="caution"/> was read from.</param>
    public static LocalizedText? Of(ImmutableDictionary<string, string> texts, Caution caution, PlanModel plan)
    {
        if (OfCanary.FirstOrDefault(texts.ContainsKey) is { } lone && caution.Canary is null)
        {
            var option = "--" + lone.Replace('_', '-');
            return new(
                $"PFF5139: {option} says how --canary widens a run, and there is no --canary. Add it, such as --canary 1%,10%,100%.",
                $"PFF5139: {option} diz como --canary amplia a execução, e não há --canary. Acrescente-o, como --canary 1%,10%,100%.");
        }

        return caution.Stop.MostByCode.Keys.FirstOrDefault(name => !CanOccur(name, plan)) is { } unknown ? NoSuchCode(unknown, plan) : null;
    }

    private static bool CanOccur(string name, PlanModel plan) =>
        FailureName.StatusIn(name) is not null || DeclaredCodes.Of(plan).Contains(name) || PffCodes.Contains(name, StringComparer.Ordinal);

    private static IEnumerable<string> PffCodes => ErrorPages.Codes.Where(code => code.StartsWith(RowCodes, StringComparison.Ordinal));

    private static LocalizedText NoSuchCode(string name, PlanModel plan)
    {
        var own = DeclaredCodes.Of(plan);
        var status = name.Length >= 3 ? FailureName.OfStatus(0)[..^1] + name[^3..] : "";
        var nearest = FailureName.StatusIn(status) is not null && !name.StartsWith("PFF", StringComparison.OrdinalIgnoreCase)
            ? status
            : Suggestion.Nearest(name, own.Concat(PffCodes));
        var (ofPlan, ofPlanInPortuguese) = own.IsEmpty ? ("", "") : ($", or of the plan's own: {string.Join(", ", own)}", $", ou um dos do plano: {string.Join(", ", own)}");
        return new(
            $"PFF5143: --stop-on: no row can fail with '{name}'. Expected a code such as PFF3101, a status such as HTTP-409{ofPlan}."
                + (nearest is null ? "" : $" Did you mean '{nearest}'?"),
            $"PFF5143: --stop-on: nenhuma linha pode falhar com '{name}'. Esperava um código como PFF3101, um status como HTTP-409{ofPlanInPortuguese}."
                + (nearest is null ? "" : $" Quis dizer '{nearest}'?"));
    }
}
