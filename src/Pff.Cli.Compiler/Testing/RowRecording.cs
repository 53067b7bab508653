using System.Collections.Immutable;
using Pff.Cli.Compiler.Testing.Coverage;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Runtime.Execution;

namespace Pff.Cli.Compiler.Testing;

/// <summary>Writes down what one row does.</summary>
internal sealed class RowRecording(CoverageHits coverage, VirtualTime time) : IRowTrace
{
    private readonly Lock _lock = new();
    private readonly AsyncLocal<RecordedCall?> _current = new();
    private readonly ImmutableArray<RecordedCall>.Builder _calls = ImmutableArray.CreateBuilder<RecordedCall>();
    private readonly ImmutableArray<LocalizedText>.Builder _problems = ImmutableArray.CreateBuilder<LocalizedText>();

    public ImmutableArray<RecordedCall> Calls => _calls.ToImmutable();

    public ImmutableArray<LocalizedText> Problems => _problems.ToImmutable();

    /// <summary>The call whose request is on its way. Branches that run side by side have one each.</summary>
    public RecordedCall? Current => _current.Value;

    public void AddProblem(LocalizedText problem)
    {
        lock (_lock)
        {
            _problems.Add(problem);
        }
    }

    public void StepReached(StepPlan step) => coverage.Reach(step);

    public void BranchTaken(ConditionPlan step, bool holds) => coverage.Branch(step, holds);

    public void LoopEntered(ForEachPlan step, int count) => coverage.Loop(step, count);

    public void BranchesBegin(ParallelPlan step) => time.BeginBranches(step.Branches.Length);

    public void BranchEnds(ParallelPlan step) => time.EndBranch();

    public void HandlerEntered(TryPlan step, HandlerPlan handler) => coverage.Handle(step, handler);

    public void CallBegins(StepPlan step, MethodDescriptor method, ReadOnlySpan<Value> arguments)
    {
        var call = new RecordedCall(step, method, [.. arguments]);
        lock (_lock)
        {
            _calls.Add(call);
        }

        _current.Value = call;
    }
}
