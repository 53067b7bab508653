using Pff.Core.Diagnostics;
using Pff.Core.Plan;

namespace Pff.Server.Mocking;

/// <summary>
/// The one place that changes: the state, and the answers stored for idempotency keys. Reading takes no lock, since a
/// state is an immutable value; a request with an effect runs as a whole under <see cref="Gate"/>.
/// </summary>
internal sealed class MockStateStore
{
    // Past this many keys the oldest are forgotten, so that memory stays bounded.
    private const int MaximumKeys = 1_000_000;
    private const int MaximumDepth = 32;

    private readonly Dictionary<string, (ulong Request, MockAnswer Answer)> _answers = new(StringComparer.Ordinal);
    private readonly Queue<string> _keysByAge = new();
    private readonly PersistentMapValue _initial;
    private volatile PersistentMapValue _current;

    public MockStateStore(PersistentMapValue initial) => _initial = _current = initial;

    public Lock Gate { get; } = new();

    public PersistentMapValue Current => _current;

    /// <summary>The answer stored for a key, and the hash of the request that it answered. Call under the gate.</summary>
    public bool TryFindAnswer(string key, out ulong request, out MockAnswer answer)
    {
        var found = _answers.TryGetValue(key, out var stored);
        (request, answer) = stored;
        return found;
    }

    /// <summary>Call under the gate.</summary>
    public void Store(string key, ulong request, MockAnswer answer)
    {
        if (_answers.TryAdd(key, (request, answer)))
        {
            _keysByAge.Enqueue(key);
            if (_keysByAge.Count > MaximumKeys)
            {
                _answers.Remove(_keysByAge.Dequeue());
            }
        }
    }

    /// <summary>Call under the gate.</summary>
    public void Replace(PersistentMapValue state) => _current = state;

    public void Reset()
    {
        lock (Gate)
        {
            _current = _initial;
            _answers.Clear();
            _keysByAge.Clear();
        }
    }

    /// <summary>
    /// The state with the place at <paramref name="path"/> set (or removed, where the value is absent); maps on the way
    /// there that do not exist are made. A place below something that is no map is a fault.
    /// </summary>
    public static Value Changed(PersistentMapValue state, ReadOnlySpan<string> path, in Value value)
    {
        if (path.Length > MaximumDepth)
        {
            return Fault(FaultKind.LimitExceeded, $"a path of {path.Length} names, where {MaximumDepth} are allowed", $"um caminho de {path.Length} nomes, onde {MaximumDepth} são permitidos");
        }

        return ChangedIn(Value.Of(state), path, value, depth: 0);
    }

    private static Value ChangedIn(in Value container, ReadOnlySpan<string> path, in Value value, int depth)
    {
        if (path.IsEmpty)
        {
            return value;
        }

        if (!container.IsAbsent && !container.IsNull && container.Kind != ValueKind.Map)
        {
            return Fault(
                FaultKind.TypeMismatch,
                $"'{path[0]}' is to be set in something that is no map",
                $"'{path[0]}' deveria ser definido em algo que não é um mapa");
        }

        // A collection may become large; what is inside an entity stays small.
        var map = container.Kind == ValueKind.Map ? container.AsMap : depth == 1 ? PersistentMapValue.Empty : null;
        var inner = default(Value);
        map?.TryGet(path[0], out inner);
        var changed = ChangedIn(inner, path[1..], value, depth + 1);
        return changed.IsFault ? changed
            : map is PersistentMapValue persistent ? Value.Of(changed.IsAbsent ? persistent.Without(path[0]) : persistent.With(path[0], changed))
            : Value.Of(With(map, path[0], changed));
    }

    private static RecordValue With(MapValue? map, string name, in Value value)
    {
        var count = map?.Count ?? 0;
        var names = new List<string>(count + 1);
        var values = new List<Value>(count + 1);
        var isSet = value.IsAbsent;
        for (var i = 0; i < count; i++)
        {
            var key = map!.KeyAt(i).TryGetText(out var text) ? text : map.KeyAt(i).ToString();
            if (key == name)
            {
                if (value.IsAbsent)
                {
                    continue;
                }

                isSet = true;
            }

            names.Add(key);
            values.Add(key == name ? value : map.ValueAt(i));
        }

        if (!isSet)
        {
            names.Add(name);
            values.Add(value);
        }

        return new RecordValue([.. names], [.. values]);
    }

    private static Value Fault(FaultKind kind, string english, string portuguese) =>
        Value.Of(new Fault(kind, new LocalizedText(english, portuguese)));
}
