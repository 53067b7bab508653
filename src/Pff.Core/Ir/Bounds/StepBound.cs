namespace Pff.Core.Ir.Bounds;

/// <summary>
/// What steps can have called by each of the ways in which they can end; null where they cannot end so. A failure that
/// is not written in the sequence (of a call, an expression) is no way of its own: it is a beginning of another one.
/// </summary>
/// <param name="Continues">The next step is due.</param>
/// <param name="Returns">The sequence ends.</param>
/// <param name="Skips">The row ends, and no handler is asked.</param>
/// <param name="Fails">A <c>fail</c> or <c>assert</c>, which a handler may take.</param>
internal readonly record struct StepBound(CallBound? Continues, CallBound? Returns, CallBound? Skips, CallBound? Fails)
{
    public static StepBound Nothing => new(CallBound.Nothing, null, null, null);

    public static StepBound Calls(CallBound calls) => new(calls, null, null, null);

    public static StepBound EndingWithReturn => new(null, CallBound.Nothing, null, null);

    public static StepBound EndingWithSkip => new(null, null, CallBound.Nothing, null);

    public static StepBound EndingWithFailure => new(null, null, null, CallBound.Nothing);

    /// <summary>Whichever way they end.</summary>
    public CallBound Whole => Either(Either(Continues, Returns), Either(Skips, Fails)) ?? CallBound.Nothing;

    /// <summary>The steps and then, where they continue, others.</summary>
    public StepBound Then(StepBound next) => new(
        After(Continues, next.Continues),
        Either(Returns, After(Continues, next.Returns)),
        Either(Skips, After(Continues, next.Skips)),
        Either(Fails, After(Continues, next.Fails)));

    /// <summary>The one or the other.</summary>
    public StepBound Or(StepBound other) => new(
        Either(Continues, other.Continues), Either(Returns, other.Returns), Either(Skips, other.Skips), Either(Fails, other.Fails));

    /// <summary>The steps once after another, so often; the last time they may end.</summary>
    public StepBound Repeated(CallRange times)
    {
        if (times.Most == CallCount.Zero)
        {
            return Nothing;
        }

        var mayBeNone = times.Least == CallCount.Zero;
        CallBound? none = mayBeNone ? CallBound.Nothing : null;
        if (Continues is not { } once)
        {
            return this with { Continues = none };
        }

        // An ending comes after any number of whole rounds but the last.
        var before = once.Times(CallRange.UpTo(times.Most.LessOne));
        return new(once.Times(times), After(before, Returns), After(before, Skips), After(before, Fails));
    }

    public static CallBound? Either(CallBound? left, CallBound? right) =>
        left is { } l && right is { } r ? CallBound.Hull(l, r) : left ?? right;

    private static CallBound? After(CallBound? before, CallBound? next) => before is { } b && next is { } n ? b + n : null;
}
