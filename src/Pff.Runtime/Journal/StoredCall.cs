using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Undoing;

namespace Pff.Runtime.Journal;

/// <summary>What stands in the columns of a call, for those who read it from a statement that stands on all of them.</summary>
internal static class StoredCall
{
    public static CallKey Key(JournalRows call) => new(call.Int(0), call.Int(1));

    public static bool IsUnknownWrite(JournalRows call) =>
        IsUnknownWrite((Effect)call.Int(4), (CallState)call.Int(5));

    public static bool IsUnknownWrite(Effect effect, CallState state) =>
        effect != Effect.Read && state is CallState.Intended or CallState.Unknown;

    public static UnknownWrite UnknownWrite(JournalRows call, JournalRecordReader records) => new(
        Key(call), records.NameOf(call.Int(2)), records.NameOf(call.Int(3)), records.IsLocked ? null : call.Text(JournalSchema.IdempotencyKeyColumn));

    public static CallEntry Entry(JournalRows call, JournalRecordReader records)
    {
        var (effect, state) = EffectAndState(call, records);
        return new CallEntry(
            Key(call), records.NameOf(call.Int(2)), records.NameOf(call.Int(3)), effect, state, call.Text(7),
            (int)call.Int(9), (int)call.Int(10), (int)call.Int(11), Failure(call, records));
    }

    public static JournaledWrite Write(JournalRows call, JournalRecordReader records)
    {
        var (effect, state) = EffectAndState(call, records);
        return UndoNote.TryRead(call.Blob(JournalSchema.UndoColumn), out var undo)
            ? new JournaledWrite(Key(call), records.NameOf(call.Int(2)), records.NameOf(call.Int(3)), effect, state, undo)
            : throw Unreadable(call, records);
    }

    public static JournaledCall Call(JournalRows call, JournalRecordReader records)
    {
        var (effect, state) = EffectAndState(call, records);
        var (key, step, method) = (Key(call), records.NameOf(call.Int(2)), records.NameOf(call.Int(3)));
        var intent = call.Int(JournalSchema.IntentsColumn) > 0 ? new CallIntent(key, step, method, call.Text(7), call.Text(8) ?? "") : null;
        if (state == CallState.Intended)
        {
            return new JournaledCall(key, step, method, state, intent, null);
        }

        var outcome = new CallOutcome(
            key, step, method, effect, state, (int)call.Int(9), Response(call, records), (int)call.Int(10), (int)call.Int(11))
        {
            Failure = Failure(call, records),
            RequestSha256 = effect == Effect.Read ? call.Text(8) : null,
        };
        return new JournaledCall(key, step, method, state, intent, outcome);
    }

    /// <summary>What is in the clear.</summary>
    public static JournaledCall LockedCall(JournalRows call, JournalRecordReader records)
    {
        var (effect, state) = EffectAndState(call, records);
        var (key, step, method) = (Key(call), records.NameOf(call.Int(2)), records.NameOf(call.Int(3)));
        var outcome = state == CallState.Intended ? null : new CallOutcome(
            key, step, method, effect, state, (int)call.Int(9), default, (int)call.Int(10), (int)call.Int(11));
        return new JournaledCall(key, step, method, state, null, outcome);
    }

    public static Effect EffectOf(JournalRows call, JournalRecordReader records) => EffectAndState(call, records).Effect;

    public static byte[] Response(JournalRows call, JournalRecordReader records) =>
        ResponseCodec.Decode(call.Blob(12), call.Int(13), call.Int(14)) ?? throw Unreadable(call, records);

    private static (Effect Effect, CallState State) EffectAndState(JournalRows call, JournalRecordReader records)
    {
        var (effect, state) = ((Effect)call.Int(4), (CallState)call.Int(5));
        return Enum.IsDefined(effect) && Enum.IsDefined(state) ? (effect, state) : throw Unreadable(call, records);
    }

    private static RowFailure? Failure(JournalRows call, JournalRecordReader records) =>
        call.Text(15) is { } json ? JournalJson.ReadFailure(json) ?? throw Unreadable(call, records) : null;

    private static JournalException Unreadable(JournalRows call, JournalRecordReader records) =>
        records.Damaged(new(
            $"call {call.Int(1)} of row {call.Int(0)} is not readable", $"a chamada {call.Int(1)} da linha {call.Int(0)} não é legível"));
}
