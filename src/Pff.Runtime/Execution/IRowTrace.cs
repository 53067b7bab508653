using Pff.Core.Plan;

namespace Pff.Runtime.Execution;

/// <summary>
/// Told of every step that a row walks, on the worker's thread and before anything comes of the step: for tests and
/// their coverage. The runs of production have none.
/// </summary>
public interface IRowTrace
{
    void StepReached(StepPlan step);

    void BranchTaken(ConditionPlan step, bool holds);

    /// <summary>A loop is about to run over so many elements, or over none.</summary>
    void LoopEntered(ForEachPlan step, int count);

    /// <summary>The branches of a step are about to go on side by side.</summary>
    void BranchesBegin(ParallelPlan step);

    /// <summary>One of them is at its end.</summary>
    void BranchEnds(ParallelPlan step);

    void HandlerEntered(TryPlan step, HandlerPlan handler);

    /// <summary>
    /// A call is about to be made, or a write to be undone: the requests that follow in the same asynchronous flow are its
    /// attempts, until the next call begins there.
    /// </summary>
    /// <param name="arguments">One for each parameter of the method, absent where it is left out. Copy what you keep.</param>
    void CallBegins(StepPlan step, MethodDescriptor method, ReadOnlySpan<Value> arguments);
}
