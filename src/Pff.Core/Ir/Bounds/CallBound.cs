namespace Pff.Core.Ir.Bounds;

/// <summary>The least and the most of something.</summary>
public readonly record struct CallRange(CallCount Least, CallCount Most)
{
    public static CallRange Exactly(CallCount count) => new(count, count);

    public static CallRange UpTo(CallCount most) => new(CallCount.Zero, most);

    public static CallRange operator +(CallRange left, CallRange right) => new(left.Least + right.Least, left.Most + right.Most);

    /// <summary>The smallest range that has both.</summary>
    public static CallRange Hull(CallRange left, CallRange right) =>
        new(CallCount.Min(left.Least, right.Least), CallCount.Max(left.Most, right.Most));

    /// <summary>Repeated at least and at most so often.</summary>
    public CallRange Times(CallRange times) => new(Least * times.Least, Most * times.Most);

    public bool Contains(long count) => Least <= CallCount.Of(count) && CallCount.Of(count) <= Most;

    public override string ToString() => Least == Most ? Most.ToString() : $"{Least}–{Most}";
}

/// <summary>
/// How many calls a row makes. The most holds for every row. The least holds for a row that ends as the sequence says
/// (at its end, by <c>return</c>, <c>skip</c>, <c>fail</c> or <c>assert</c>); one that an unhandled failure of an input,
/// an expression or a call cuts off may make fewer.
/// </summary>
/// <param name="Reads">Calls of methods that read, whether sent or answered from memory.</param>
/// <param name="Writes">Calls of methods that write, irreversible ones among them.</param>
/// <param name="Attempts">Requests sent for those calls, retries among them, requests for tokens not.</param>
public readonly record struct CallBound(CallRange Reads, CallRange Writes, CallRange Attempts)
{
    /// <summary>What undoing adds, which is only known of a whole row; see <see cref="WithUndos"/>.</summary>
    public UndoBound Undo { get; init; }

    public static CallBound Nothing => default;

    /// <summary>The same without its least: any beginning of it.</summary>
    public CallBound AnyPart => new(CallRange.UpTo(Reads.Most), CallRange.UpTo(Writes.Most), CallRange.UpTo(Attempts.Most)) { Undo = Undo.AnyPart };

    /// <summary>Of a whole row, the calls of its <c>undo</c> steps among the others.</summary>
    public CallBound WithUndos => new(Reads, Writes + CallRange.UpTo(Undo.Own.Writes), Attempts + CallRange.UpTo(Undo.Own.Attempts));

    /// <summary>The one and then the other.</summary>
    public static CallBound operator +(CallBound left, CallBound right) =>
        new(left.Reads + right.Reads, left.Writes + right.Writes, left.Attempts + right.Attempts) { Undo = left.Undo.Then(right.Undo) };

    public static CallBound Hull(CallBound left, CallBound right) => new(
        CallRange.Hull(left.Reads, right.Reads), CallRange.Hull(left.Writes, right.Writes), CallRange.Hull(left.Attempts, right.Attempts))
    {
        Undo = UndoBound.Hull(left.Undo, right.Undo),
    };

    public CallBound Times(CallRange times) => new(Reads.Times(times), Writes.Times(times), Attempts.Times(times)) { Undo = Undo.Times(times) };
}
