using System.Collections.Immutable;
using Pff.Core.Plan;

namespace Pff.Runtime.Undoing;

/// <summary>
/// What a journal says about the undo of a write, in its column <c>undo</c>: a list value whose first element is the kind,
/// written as <see cref="ConstantFormat"/> has it, so that every value comes back as it was.
/// </summary>
public abstract record UndoNote
{
    private const long PossibleKind = 1;
    private const long ImpossibleKind = 2;
    private const long UndoesKind = 3;
    private const long EarlierKind = 4;

    /// <summary>Of a write that a redriven run took over from the run before: it is that run's to undo.</summary>
    public static ReadOnlyMemory<byte> Earlier { get; } = new WriteOfEarlierRun().ToBytes();

    public byte[] ToBytes() => ConstantFormat.Write(ListOf(this switch
    {
        PossibleUndo possible =>
        [
            Value.Of(PossibleKind),
            Value.Of((long)possible.Step),
            Value.Of(possible.Order),
            ListOf([.. possible.Arguments]),
            possible.Check is { } check ? CheckOf(check) : Value.Null,
        ],
        ImpossibleUndo impossible => [Value.Of(ImpossibleKind), Value.Of((long)impossible.Obstacle)],
        UndoOfWrite undo => [Value.Of(UndoesKind), Value.Of(undo.Ordinal)],
        WriteOfEarlierRun => [Value.Of(EarlierKind)],
        _ => throw new InvalidOperationException($"no form for {GetType().Name}"),
    }));

    /// <summary>False where the bytes are no note; no bytes are none, too, but rightly.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out UndoNote? note)
    {
        note = null;
        if (bytes.IsEmpty)
        {
            return true;
        }

        note = ConstantFormat.TryRead(bytes, out var value) && value.TryGet<ListValue>(out var list) ? Read([.. list.Items]) : null;
        return note is not null;
    }

    private static UndoNote? Read(Value[] items)
    {
        if (items.Length == 0 || !items[0].TryGetInt(out var kind))
        {
            return null;
        }

        switch (kind)
        {
            case PossibleKind when items.Length == 5
                && items[1].TryGetInt(out var step) && step is >= 0 and <= int.MaxValue
                && items[2].TryGetInt(out var order) && items[3].TryGet<ListValue>(out var arguments):
                StateCheck? check = null;
                return items[4].IsNull || TryReadCheck(items[4], out check) ? new PossibleUndo((int)step, order, [.. arguments.Items], check) : null;
            case ImpossibleKind when items.Length == 2 && items[1].TryGetInt(out var reason) && Enum.IsDefined((UndoObstacle)reason):
                return new ImpossibleUndo((UndoObstacle)reason);
            case UndoesKind when items.Length == 2 && items[1].TryGetInt(out var ordinal):
                return new UndoOfWrite(ordinal);
            case EarlierKind:
                return new WriteOfEarlierRun();
            default:
                return null;
        }
    }

    private static Value CheckOf(StateCheck check) =>
        ListOf([ListOf([.. check.Arguments]), .. check.Slots.SelectMany(s => new[] { Value.Of((long)s.Slot), s.Value })]);

    private static bool TryReadCheck(in Value value, out StateCheck? check)
    {
        check = null;
        if (!value.TryGet<ListValue>(out var list) || list.Count % 2 == 0 || !list[0].TryGet<ListValue>(out var arguments))
        {
            return false;
        }

        var slots = ImmutableArray.CreateBuilder<KeptSlot>();
        for (var i = 1; i < list.Count; i += 2)
        {
            if (!list[i].TryGetInt(out var slot) || slot is < 0 or > int.MaxValue)
            {
                return false;
            }

            slots.Add(new KeptSlot((int)slot, list[i + 1]));
        }

        check = new StateCheck([.. arguments.Items], slots.ToImmutable());
        return true;
    }

    private static Value ListOf(Value[] items) => Value.Of(new ListValue(items));
}

/// <summary>The write can be undone.</summary>
/// <param name="Step">The number of the step that made it, among all steps of the plan that make calls.</param>
/// <param name="Order">Later writes of a row have larger ones; those of branches side by side may have the same.</param>
/// <param name="Arguments">Of the undo, one for each parameter of its method.</param>
/// <param name="Check">Tells whether the state is still the one that the write made; null where nothing does.</param>
public sealed record PossibleUndo(int Step, long Order, ImmutableArray<Value> Arguments, StateCheck? Check) : UndoNote;

/// <param name="Arguments">Of the read, one for each parameter of its method.</param>
/// <param name="Slots">What its condition reads besides the answer.</param>
public sealed record StateCheck(ImmutableArray<Value> Arguments, ImmutableArray<KeptSlot> Slots);

public readonly record struct KeptSlot(int Slot, Value Value);

public enum UndoObstacle
{
    /// <summary>Its undo takes a secret, which is never kept.</summary>
    Secret,

    /// <summary>Its undo reads something that was not there, such as an answer that was lost.</summary>
    NoValue,
}

/// <summary>The write has an undo, and yet cannot be undone.</summary>
public sealed record ImpossibleUndo(UndoObstacle Obstacle) : UndoNote;

/// <summary>The write undoes another one of its row: of the same run for an <c>undo</c> step, of the undone run for <c>pff undo</c>.</summary>
public sealed record UndoOfWrite(long Ordinal) : UndoNote;

public sealed record WriteOfEarlierRun : UndoNote;
