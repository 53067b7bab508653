using System.Collections.Immutable;
using Pff.Compiler.Manifest;
using Pff.Compiler.Manifest.Steps;

namespace Pff.Compiler.Lowering;

/// <summary>What matters of a sequence to the others even before it is lowered.</summary>
/// <param name="FailureCodes">The codes with which its steps may end a row, in source order.</param>
/// <param name="Calls">What it calls that may be a sequence, by the names that it has there, in source order.</param>
/// <param name="HasHandlers">Whether it names failures, its own or those of others.</param>
/// <param name="HasBudget">Whether it says how many calls it may make, with those of the sequences that it calls.</param>
internal sealed record SequenceOutline(
    string Name, ImmutableArray<string> FailureCodes, ImmutableArray<string> Calls, bool HasHandlers, bool HasBudget)
{
    public static SequenceOutline Of(SequenceSyntax sequence)
    {
        var steps = sequence.AllSteps.ToList();
        return new SequenceOutline(
            sequence.Name.Text,
            [.. steps.Select(s => s.OwnCode?.Text).OfType<string>()],
            [.. steps.Select(CalleeOf).OfType<string>()],
            !sequence.Handlers.IsEmpty || steps.Any(s => !s.Clauses.Handlers.IsEmpty),
            sequence.Budget is not null);
    }

    /// <summary>The name that a step calls, where that may be a sequence's.</summary>
    public static string? CalleeOf(StepSyntax step) => step switch
    {
        CallStepSyntax call => call.Sequence.Text,
        InvokeStepSyntax invoke => invoke.Invoke.Callee.Text,
        _ => null,
    };
}
