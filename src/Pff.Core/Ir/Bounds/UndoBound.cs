namespace Pff.Core.Ir.Bounds;

/// <summary>What undoing some writes calls.</summary>
public readonly record struct UndoCost(CallCount Writes, CallCount Attempts)
{
    public static UndoCost operator +(UndoCost left, UndoCost right) => new(left.Writes + right.Writes, left.Attempts + right.Attempts);

    public static UndoCost Max(UndoCost left, UndoCost right) =>
        new(CallCount.Max(left.Writes, right.Writes), CallCount.Max(left.Attempts, right.Attempts));
}

/// <summary>
/// What the row's list of writes that an <c>undo</c> would undo has to do with some steps. How many writes one undoes is
/// only known where all that came before is, so steps say how they depend on it.
/// </summary>
/// <param name="Undos">How often they undo what was written before them, at the most.</param>
/// <param name="Made">To undo all that they write.</param>
/// <param name="Left">To undo what they have written and not undone when they have ended this way.</param>
/// <param name="SettlesEarlier">Whether nothing is left of the writes before them, because an <c>undo</c> has succeeded.</param>
public readonly record struct UndoBound(CallCount Undos, UndoCost Made, UndoCost Left, bool SettlesEarlier)
{
    /// <summary>An undo that fails leaves what it could not undo, and another one may try again.</summary>
    public UndoBound AnyPart => new(Undos, Made, Made, SettlesEarlier: false);

    /// <summary>One call that can be undone, at this cost.</summary>
    public static UndoBound Of(UndoCost cost) => new(CallCount.Zero, cost, cost, SettlesEarlier: false);

    /// <summary>An <c>undo</c> that succeeds.</summary>
    public static UndoBound Undo => new(CallCount.One, default, default, SettlesEarlier: true);

    /// <summary>The steps and then others.</summary>
    public UndoBound Then(UndoBound next) => new(
        SettlesEarlier ? Undos : Undos + next.Undos,
        Made + next.Made,
        next.SettlesEarlier ? next.Left : Left + next.Left,
        SettlesEarlier || next.SettlesEarlier);

    /// <summary>The most of either.</summary>
    public static UndoBound Hull(UndoBound left, UndoBound right) => new(
        CallCount.Max(left.Undos, right.Undos),
        UndoCost.Max(left.Made, right.Made),
        UndoCost.Max(left.Left, right.Left),
        left.SettlesEarlier && right.SettlesEarlier);
}
