using System.Collections.Immutable;
using Pff.Compiler.Testing;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Ports;

namespace Pff.Cli.Compiler.Testing;

/// <summary>One row and all that it can meet.</summary>
internal sealed record RowWorld(
    string Sequence, ImmutableArray<(string Name, Value Value)> Inputs, Timestamp Now, ImmutableArray<MockedMethod> Mocks);

/// <summary>A call that a row made.</summary>
/// <param name="Arguments">One for each parameter of the method, absent where it was left out.</param>
internal sealed record RecordedCall(StepPlan Step, MethodDescriptor Method, ImmutableArray<Value> Arguments)
{
    public bool IsWrite => Method.Effect != Effect.Read;
}

/// <summary>What came of a row.</summary>
/// <param name="Result">Null where the row did not come to its end; then there are problems.</param>
/// <param name="Problems">What is wrong with the world: a call that it does not mock, a mock without a value.</param>
/// <param name="Elapsed">The time that would have passed.</param>
internal sealed record RowRun(
    RowResult? Result, ImmutableArray<RecordedCall> Calls, ImmutableArray<LocalizedText> Problems, TimeSpan Elapsed);
