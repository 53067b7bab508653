using System.Text;
using Pff.Core.Plan;
using Pff.Runtime.Undoing;

namespace Pff.Runtime.Tests.Undoing;

public sealed class UndoNoteTests
{
    [Fact]
    public void A_value_comes_back_as_it_was_with_the_json_that_it_passes_on()
    {
        var json = Encoding.UTF8.GetBytes("""{"id":1,"more":"not decoded"}""");
        var record = new RecordValue(["id"], [Value.Of(1L)], json);
        var note = new PossibleUndo(
            3, 2,
            [
                Value.Absent, Value.Null, Value.Of("a\ud800"), Value.Of(1.10m), Value.Of(double.NaN), Value.Of(new Timestamp(-5, 7)),
                Value.Of(record), Value.Of(new ListValue([Value.Of(record)], Encoding.UTF8.GetBytes("[{}]"))), Value.Of(new JsonValue(json)),
            ],
            new StateCheck([Value.Of("K1")], [new KeptSlot(4, Value.Of(true))]));
        Assert.True(UndoNote.TryRead(note.ToBytes(), out var read));
        var possible = Assert.IsType<PossibleUndo>(read);
        Assert.Equal((3, 2L), (possible.Step, possible.Order));
        Assert.Equal(note.ToBytes(), possible.ToBytes());
        Assert.Equal(json, possible.Arguments[6].As<RecordValue>().Json.ToArray());
        Assert.Equal("1.10", possible.Arguments[3].ToString());
        Assert.Equal(4, Assert.Single(possible.Check!.Slots).Slot);
    }

    [Fact]
    public void Bytes_that_are_no_note_are_refused_and_never_thrown_upon()
    {
        var whole = new PossibleUndo(1, 1, [Value.Of("abc"), Value.Of(new ListValue([Value.Of(1L), Value.Null]))], new StateCheck([Value.Of(2L)], [])).ToBytes();
        for (var length = 1; length < whole.Length; length++)
        {
            Assert.False(UndoNote.TryRead(whole.AsSpan(0, length), out _));
        }

        var random = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = (byte[])whole.Clone();
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            UndoNote.TryRead(bytes, out _);
        }

        Assert.False(UndoNote.TryRead(ConstantFormat.Write(Value.Of("text")), out _));
        Assert.False(UndoNote.TryRead([.. Enumerable.Repeat((byte)ValueKind.Optional, 5_000)], out _));
        Assert.True(UndoNote.TryRead([], out var none));
        Assert.Null(none);
    }
}
