using System.Collections.Immutable;
using Pff.Compiler.Binding;
using Pff.Compiler.Lowering.Steps;
using Pff.Compiler.Manifest;
using Pff.Core.Diagnostics;
using Pff.Core.Ir;
using Pff.Core.Types;

namespace Pff.Compiler.Lowering;

/// <summary>A sequence with what a caller needs to know of it.</summary>
/// <param name="CallDepth">1 for a sequence that calls none, else one more than the deepest of those that it calls.</param>
/// <param name="Result">The type of what it returns: an object with the columns of its <c>return</c> steps.</param>
internal sealed record LoweredSequence(IrSequence Ir, ImmutableArray<InputSymbol> Inputs, ObjectType Result, int CallDepth)
{
    /// <summary>See <see cref="SequenceContext.RowStep"/>.</summary>
    public string? RowStep { get; init; }

    private readonly Lazy<ImmutableDictionary<string, int>> _byName = new(() =>
        Inputs.Select((input, index) => (input.Name, index)).ToImmutableDictionary(i => i.Name, i => i.index, StringComparer.Ordinal));

    /// <summary>The index of an input, or -1.</summary>
    public int IndexOf(string name) => _byName.Value.GetValueOrDefault(name, -1);

    /// <summary>Whether a caller can tell no difference.</summary>
    public bool LooksLike(LoweredSequence other) =>
        ReferenceEquals(this, other)
        || (CallDepth == other.CallDepth
            && Ir.Name == other.Ir.Name
            && RowStep == other.RowStep
            && Inputs.SequenceEqual(other.Inputs)
            && Inputs.Zip(other.Inputs).All(pair => HaveSamePromises(pair.First.Type, pair.Second.Type))
            && Result.Name == other.Result.Name
            && Result.Fields.SequenceEqual(other.Result.Fields)
            && Result.Fields.Zip(other.Result.Fields).All(pair => HaveSamePromises(pair.First.Type, pair.Second.Type))
            && Equals(Result.Additional, other.Result.Additional));

    /// <summary>Whether equal types promise the same of their values, which is no part of their equality.</summary>
    private static bool HaveSamePromises(PffType left, PffType right) => (left, right) switch
    {
        (PrimitiveType one, PrimitiveType two) => Equals(one.Constraint, two.Constraint),
        (ListType one, ListType two) =>
            one.MinimumCount == two.MinimumCount && one.MaximumCount == two.MaximumCount && HaveSamePromises(one.Element, two.Element),
        (MapType one, MapType two) => HaveSamePromises(one.Key, two.Key) && HaveSamePromises(one.Value, two.Value),
        (NullableType one, NullableType two) => HaveSamePromises(one.Inner, two.Inner),
        (OptionalType one, OptionalType two) => HaveSamePromises(one.Inner, two.Inner),
        (SecretType one, SecretType two) => HaveSamePromises(one.Inner, two.Inner),
        _ => true,
    };
}

internal static class SequenceLowering
{
    /// <summary>The id of the step that the <c>on_error</c> of a whole sequence becomes.</summary>
    private const string WholeId = "sequence";

    /// <param name="diagnostics">Those of this sequence.</param>
    public static LoweredSequence Lower(BoundSequence bound, ProgramContext program, DiagnosticBag diagnostics)
    {
        var sequence = bound.Syntax;
        var declared = new DeclaredNames(sequence);
        var templates = new TemplateCache();
        var context = new SequenceContext(program, bound, declared, templates, diagnostics);
        var inputs = FindInputs(bound, program, declared, templates);
        var flow = Flow.Start;
        var places = (sequence.Inputs ?? bound.Unit.Inputs ?? []).ToDictionary(i => i.Name.Text, i => i.Name.Span, StringComparer.Ordinal);
        foreach (var input in inputs)
        {
            var place = places.GetValueOrDefault(input.Name, sequence.Name.Span);
            var name = sequence.RowName is { } row ? $"{row.Text}.{input.Name}" : input.Name;
            flow = flow.With(new SavedName(
                name, input.Type, context.SlotOf(name), place, IsCertain: true, flow.LoopDepth));
        }

        var body = StepListLowering.Lower(sequence.Steps, string.Empty, context, flow);
        var steps = body.Steps;
        var end = body.After;
        if (!sequence.Handlers.IsEmpty)
        {
            var guarded = TryLowering.Lower(WholeId, sequence.Handlers, sequence.Name.Span, flow, body, hidesNames: false, context);
            steps = guarded.Steps;
            end = guarded.After;
        }

        // A sequence that others call takes of the manifest's inputs only those that it reads.
        var isTrimmed = program.Called.Contains(bound.ProgramName);
        ImmutableArray<InputSymbol> kept = [.. inputs.Where(i => !isTrimmed || !i.IsShared || context.IsRead(i.Plan.Slot))];
        var ir = new IrSequence
        {
            Name = bound.ProgramName,
            Source = context.Source,
            Span = sequence.Span,
            Inputs = [.. kept.Select(i => i.Plan)],
            SlotCount = context.SlotCount,
            Steps = steps,
            Columns = [.. context.Returns.SelectMany(r => r.Columns).Select(c => c.Name).Distinct(StringComparer.Ordinal)],
            Budget = BudgetOf(sequence.Budget),
        };
        return new LoweredSequence(ir, kept, ResultOf(sequence.Name.Text, context, alwaysReturns: !end.IsReachable), context.CallDepth)
        {
            RowStep = context.RowStep,
        };
    }

    private static IrBudget BudgetOf(BudgetSyntax? budget) => budget is null
        ? IrBudget.None
        : new IrBudget
        {
            Reads = LimitOf(budget.Reads),
            Writes = LimitOf(budget.Writes),
            Attempts = LimitOf(budget.Attempts),
            TimeMs = budget.TimeMs,
        };

    private static IrLimit? LimitOf(BudgetLimitSyntax? limit) => limit is null ? null : new IrLimit(limit.Most, limit.Span);

    private static ImmutableArray<InputSymbol> FindInputs(
        BoundSequence bound, ProgramContext program, DeclaredNames declared, TemplateCache templates)
    {
        var sequence = bound.Syntax;
        var written = sequence.Inputs ?? bound.Unit.Inputs;
        if (written is not { } inputs)
        {
            var inference = new InputInference(declared, bound.Unit, templates);
            return inference.Infer(sequence, program.Called.Contains(bound.ProgramName));
        }

        return [.. inputs.Select((input, slot) => InputSymbol.Declared(input, slot, isShared: sequence.Inputs is null))];
    }

    private static ObjectType ResultOf(string name, SequenceContext context, bool alwaysReturns)
    {
        var fields = ImmutableArray.CreateBuilder<ObjectField>();
        foreach (var column in context.Returns.SelectMany(r => r.Columns).GroupBy(c => c.Name, StringComparer.Ordinal))
        {
            var type = column.Select(c => c.Type).Aggregate(TypeJoin.Join);
            var isAlways = alwaysReturns && context.Returns.All(r => r.Columns.Any(c => c.Name == column.Key));
            fields.Add(new ObjectField(column.Key, type, isAlways));
        }

        var declared = fields.ToImmutable();
        return new ObjectType($"result of {name}", () => declared);
    }
}
