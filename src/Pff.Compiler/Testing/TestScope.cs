using System.Collections.Immutable;
using Pff.Compiler.Binding;
using Pff.Compiler.Catalogs;
using Pff.Compiler.Lowering;
using Pff.Core.Text;
using Pff.Core.Types;

namespace Pff.Compiler.Testing;

/// <summary>The names that the conditions of a test may read, and the slots in which a runner puts them.</summary>
public static class TestScope
{
    /// <summary><c>args</c>, in the <c>when</c> of an answer: the arguments of the call.</summary>
    public const int Arguments = 0;

    /// <summary><c>writes</c>: a list with the method and the arguments of each write, in order.</summary>
    public const int Writes = 0;

    /// <summary><c>calls</c>: how many methods were called, retries not counted.</summary>
    public const int Calls = 1;

    /// <summary><c>reads</c>: how many of the calls were reads.</summary>
    public const int Reads = 2;

    /// <summary><c>attempts</c>: how many requests were sent.</summary>
    public const int Attempts = 3;

    /// <summary><c>returned</c>: the columns of <c>return</c>.</summary>
    public const int Returned = 4;

    /// <summary><c>outcome</c>: succeeded, skipped, failed or unknown.</summary>
    public const int Outcome = 5;

    /// <summary><c>error</c>, as a handler sees it; its texts are empty where the row did not fail.</summary>
    public const int Error = 6;

    /// <summary><c>reason</c>: why the row was skipped; empty where it was not.</summary>
    public const int Reason = 7;

    /// <summary><c>elapsed</c>: the time that the row would have taken.</summary>
    public const int Elapsed = 8;

    public const int SlotCount = 9;

    public static ImmutableArray<string> Outcomes { get; } = ["succeeded", "skipped", "failed", "unknown"];

    private static readonly EnumType OutcomeType = new("outcome", Outcomes, IsOpen: false);

    private static readonly ObjectType WriteType = new("write", () =>
    [
        new ObjectField("method", PffType.Text, IsRequired: true),
        new ObjectField("args", new MapType(PffType.Text, PffType.Dyn), IsRequired: true),
    ]);

    /// <summary>What an expectation's conditions see.</summary>
    internal static Flow OfExpectation(LoweredSequence sequence)
    {
        ImmutableArray<ObjectField> columns = [.. sequence.Result.Fields.Select(f => new ObjectField(f.Name, PffType.Dyn, IsRequired: true))];
        ImmutableArray<(string Name, PffType Type, int Slot)> names =
        [
            ("writes", new ListType(WriteType), Writes),
            ("calls", PffType.Int, Calls),
            ("reads", PffType.Int, Reads),
            ("attempts", PffType.Int, Attempts),
            ("returned", new ObjectType(sequence.Result.Name, () => columns), Returned),
            ("outcome", OutcomeType, Outcome),
            ("error", HandlerScope.ErrorType, Error),
            ("reason", PffType.Text, Reason),
            ("elapsed", PffType.Duration, Elapsed),
        ];
        return names.Aggregate(Flow.Start, (flow, name) => With(flow, name.Name, name.Type, name.Slot));
    }

    /// <summary>What an answer's <c>when</c> sees: every parameter of the method, absent where the call leaves it out.</summary>
    internal static Flow OfAnswer(MethodSymbol method)
    {
        ImmutableArray<ObjectField> parameters = [.. method.Parameters.Select(p => new ObjectField(p.Name, TestTypes.Lenient(p.Type), p.IsRequired))];
        return With(Flow.Start, "args", new ObjectType($"arguments of {method.Name}", () => parameters), Arguments);
    }

    private static Flow With(Flow flow, string name, PffType type, int slot) =>
        flow.With(new SavedName(name, type, slot, default(TextSpan), IsCertain: true, flow.LoopDepth));
}
