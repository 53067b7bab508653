namespace Pff.Compiler.Sessions;

/// <summary>Keeps so many things and no more: what was not asked for longest goes first. Safe to use from several threads.</summary>
internal sealed class RecentlyUsed<TKey, TValue>(int maximumCount)
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, TValue Value)>> _byKey = [];
    private readonly LinkedList<(TKey Key, TValue Value)> _newestFirst = new();

    /// <summary>What is kept under the key; made now where there is nothing.</summary>
    public TValue Get(TKey key, Func<TValue> make)
    {
        lock (_gate)
        {
            if (_byKey.TryGetValue(key, out var node))
            {
                _newestFirst.Remove(node);
            }
            else
            {
                node = new LinkedListNode<(TKey, TValue)>((key, make()));
                _byKey.Add(key, node);
            }

            _newestFirst.AddFirst(node);
            while (_byKey.Count > maximumCount)
            {
                _byKey.Remove(_newestFirst.Last!.Value.Key);
                _newestFirst.RemoveLast();
            }

            return node.Value.Value;
        }
    }
}
