namespace Pff.Core.Plan;

/// <summary>
/// Where a selection found its field last. The records of one place in a response share the array of their names, so
/// that one look at it tells whether they have the field, and where. Immutable, because several threads share it.
/// </summary>
public sealed class FieldPlace
{
    /// <summary>Beyond every record's last field.</summary>
    internal const int Nowhere = int.MaxValue;

    // Records of many shapes in turns gain nothing from a memory of one, and each new one costs an allocation.
    private const int MostChanges = 32;

    private readonly int _changes;

    private FieldPlace(string[] names, int at, int changes)
    {
        Names = names;
        At = at;
        _changes = changes;
    }

    internal string[] Names { get; }

    internal int At { get; }

    /// <summary>The place to remember after one that was of no use.</summary>
    internal static FieldPlace After(FieldPlace? before, string[] names, int at) =>
        before is null ? new FieldPlace(names, at, 0)
        : before._changes < MostChanges ? new FieldPlace(names, at, before._changes + 1)
        : before;
}
