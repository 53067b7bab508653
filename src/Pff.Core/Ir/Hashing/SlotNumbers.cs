namespace Pff.Core.Ir.Hashing;

/// <summary>Numbers slots in the order in which they first appear, so that neither their names nor their places matter.</summary>
internal sealed class SlotNumbers
{
    private readonly Dictionary<int, int> _numbers = [];

    public int Of(int slot)
    {
        if (!_numbers.TryGetValue(slot, out var number))
        {
            number = _numbers.Count;
            _numbers.Add(slot, number);
        }

        return number;
    }
}
