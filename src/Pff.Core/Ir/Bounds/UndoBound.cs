namespace Pff.Core.Ir.Bounds;

/// <summary>What undoing some writes calls.</summary>
public readonly record struct UndoCost(CallCount Writes, CallCount Attempts)
{
    public static UndoCost operator +(UndoCost left, UndoCost right) => new(left.Writes + right.Writes, left.Attempts + right.Attempts);

    public static UndoCost operator *(UndoCost cost, CallCount times) => new(cost.Writes * times, cost.Attempts * times);

    public static UndoCost Min(UndoCost left, UndoCost right) =>
        new(CallCount.Min(left.Writes, right.Writes), CallCount.Min(left.Attempts, right.Attempts));

    public static UndoCost Max(UndoCost left, UndoCost right) =>
        new(CallCount.Max(left.Writes, right.Writes), CallCount.Max(left.Attempts, right.Attempts));
}

/// <summary>
/// What the row's list of writes that an <c>undo</c> would undo has to do with some steps. How many writes one undoes is
/// only known where all that came before is, so steps say how they depend on it. Two rules bound the calls, and the
/// smaller one counts: an <c>undo</c> finds no more than what is left there, and a write is undone again only after an
/// <c>undo</c> that has failed, which the row must have survived.
/// </summary>
public readonly record struct UndoBound
{
    /// <summary>For undoing what these steps have written themselves.</summary>
    public UndoCost Own { get; private init; }

    /// <summary>How often they undo what was written before them.</summary>
    public CallCount Undos { get; private init; }

    /// <summary>To undo all that they write once.</summary>
    public UndoCost Made { get; private init; }

    /// <summary>To undo what they have written and not undone when they have ended this way.</summary>
    public UndoCost Left { get; private init; }

    /// <summary>Whether nothing is left of the writes before them, because an <c>undo</c> has succeeded.</summary>
    private bool SettlesEarlier { get; init; }

    /// <summary>How many times an <c>undo</c> among them has failed, and the row went on.</summary>
    private CallCount Failures { get; init; }

    /// <summary>Whether there is an <c>undo</c> behind the last failure.</summary>
    private bool UndoesSince { get; init; }

    /// <summary>An <c>undo</c> that succeeds.</summary>
    public static UndoBound Undo => new() { Undos = CallCount.One, SettlesEarlier = true, UndoesSince = true };

    /// <summary>A beginning that a failure has ended, perhaps of an <c>undo</c>: it leaves what it could not undo.</summary>
    public UndoBound AnyPart => this with { Left = Made, SettlesEarlier = false, Failures = MostTimes, UndoesSince = false };

    /// <summary>How often one and the same write is undone at the most.</summary>
    public CallCount MostTimes => UndoesSince ? Failures + CallCount.One : Failures;

    /// <summary>One call that can be undone, at this cost.</summary>
    public static UndoBound Of(UndoCost cost) => new() { Made = cost, Left = cost };

    /// <summary>The steps and then others.</summary>
    public UndoBound Then(UndoBound next)
    {
        var both = new UndoBound
        {
            Made = Made + next.Made,
            Left = next.SettlesEarlier ? next.Left : Left + next.Left,
            SettlesEarlier = SettlesEarlier || next.SettlesEarlier,
            Failures = Failures + next.Failures,
            UndoesSince = UndoesSince || next.UndoesSince,
        };
        return both with
        {
            Own = UndoCost.Min(Own + next.Own + (Left * next.Undos), both.Made * both.MostTimes),
            Undos = CallCount.Min(SettlesEarlier ? Undos : Undos + next.Undos, both.MostTimes),
        };
    }

    /// <summary>The most of either.</summary>
    public static UndoBound Hull(UndoBound left, UndoBound right) => new()
    {
        Own = UndoCost.Max(left.Own, right.Own),
        Undos = CallCount.Max(left.Undos, right.Undos),
        Made = UndoCost.Max(left.Made, right.Made),
        Left = UndoCost.Max(left.Left, right.Left),
        SettlesEarlier = left.SettlesEarlier && right.SettlesEarlier,
        Failures = CallCount.Max(left.Failures, right.Failures),
        UndoesSince = left.UndoesSince || right.UndoesSince,
    };

    /// <summary>Once after another, at least and at most so often; by doubling, for one round may undo what others have written.</summary>
    public UndoBound Times(CallRange times)
    {
        var (sum, power) = (default(UndoBound), this);
        for (var left = times.Most.Value ?? long.MaxValue; left > 0; left >>= 1)
        {
            sum = (left & 1) != 0 ? sum.Then(power) : sum;
            power = power.Then(power);
        }

        return times.Least == CallCount.Zero ? Hull(default, sum) : sum;
    }
}
