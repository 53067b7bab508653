using Pff.Core.Types;

namespace Pff.Compiler.Lowering;

/// <summary>A place in the result of one call, and what the plan does with the value there. Marks are only ever added.</summary>
internal sealed class ReadNode
{
    /// <summary>Deeper than a plan writes paths; a loop that goes down a recursive type ends here.</summary>
    private const int MaximumDepth = 24;

    /// <summary>Places of one sequence: a loop that goes down two fields of a recursive type doubles them each time.</summary>
    private const int MaximumNodeCount = 5_000;

    private readonly Dictionary<string, ReadNode> _byName = new(StringComparer.Ordinal);
    private readonly List<KeyValuePair<string, ReadNode>> _properties = [];
    private readonly ReadChanges _changes;
    private readonly int _depth;

    public ReadNode(PffType type, ReadChanges changes)
        : this(type, changes, 0)
    {
    }

    private ReadNode(PffType type, ReadChanges changes, int depth)
    {
        Type = type;
        _changes = changes;
        _depth = depth;
    }

    /// <summary>As declared, with what wraps it.</summary>
    public PffType Type { get; }

    /// <summary>Whether anything looks at the place at all.</summary>
    public bool IsTouched { get; private set; }

    /// <summary>The value is read whole.</summary>
    public bool IsReadWhole { get; private set; }

    /// <summary>The value is passed on as it came.</summary>
    public bool IsPassedOn { get; private set; }

    /// <summary>In the order in which they were first read.</summary>
    public IReadOnlyList<KeyValuePair<string, ReadNode>> Properties => _properties;

    public ReadNode? Elements { get; private set; }

    public static PffType Unwrap(PffType type) => type switch
    {
        NullableType nullable => Unwrap(nullable.Inner),
        SecretType secret => Unwrap(secret.Inner),
        OptionalType optional => Unwrap(optional.Inner),
        _ => type,
    };

    public static bool IsScalar(PffType type) => Unwrap(type) is EnumType
        or PrimitiveType { Kind: not (PrimitiveKind.Dyn or PrimitiveKind.Error) };

    public void Touch()
    {
        if (!IsTouched)
        {
            IsTouched = true;
            _changes.Count++;
        }
    }

    public void ReadWhole()
    {
        Touch();
        if (!IsReadWhole)
        {
            IsReadWhole = true;
            _changes.Count++;
        }
    }

    public void PassOn()
    {
        Touch();
        if (!IsPassedOn)
        {
            IsPassedOn = true;
            _changes.Count++;
        }
    }

    /// <summary>The place of a property; null where it is too deep, and this place is then read whole.</summary>
    public ReadNode? Property(string name)
    {
        Touch();
        if (Unwrap(Type) is MapType)
        {
            return Element();
        }

        if (_byName.TryGetValue(name, out var known))
        {
            return known;
        }

        if (Descend(TypeOfProperty(Unwrap(Type), name)) is not { } child)
        {
            return null;
        }

        _byName.Add(name, child);
        _properties.Add(KeyValuePair.Create(name, child));
        return child;
    }

    /// <summary>The place of a list's elements or a map's values; null where it is too deep, as with <see cref="Property"/>.</summary>
    public ReadNode? Element()
    {
        Touch();
        return Elements ??= Descend(Unwrap(Type) switch
        {
            ListType list => list.Element,
            MapType map => map.Value,
            _ => PffType.Dyn,
        });
    }

    public static PffType TypeOfProperty(PffType type, string name)
    {
        switch (type)
        {
            case ObjectType declared:
                return declared.Find(name)?.Type ?? declared.Additional ?? PffType.Dyn;
            case UnionType union:
                var types = union.Cases.Select(c => (Unwrap(c.Type) as ObjectType)?.Find(name)?.Type).OfType<PffType>().Distinct().ToList();
                return types is [var only] ? only : PffType.Dyn;
            default:
                return PffType.Dyn;
        }
    }

    private ReadNode? Descend(PffType type)
    {
        if (_depth == MaximumDepth || _changes.NodeCount == MaximumNodeCount)
        {
            ReadWhole();
            PassOn();
            return null;
        }

        _changes.Count++;
        _changes.NodeCount++;
        return new ReadNode(type, _changes, _depth + 1);
    }
}

/// <summary>Counts marks, so that an analysis knows when it has found them all.</summary>
internal sealed class ReadChanges
{
    public int Count { get; set; }

    public int NodeCount { get; set; }
}
