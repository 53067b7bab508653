using System.Collections.Concurrent;
using System.Text;

namespace Pff.Core.Plan.Decoding;

/// <summary>A projection prepared for decoding: names in UTF-8, children at hand, its place for messages.</summary>
internal sealed class DecodingNode
{
    /// <summary>As many different sets of present properties as one place is worth remembering for.</summary>
    private const int MaximumSubsets = 64;

    /// <summary>What stands in a path for the elements of a list or the values of a map.</summary>
    private const string Element = "[]";

    private readonly DecodingNode? _parent;
    private readonly string _segment;
    private readonly ConcurrentDictionary<ulong, string[]> _subsets = new();
    private DecodingNode? _rest;
    private volatile ObjectShape? _shape;

    private DecodingNode(Projection projection, bool decodesAll, DecodingNode? parent, string segment)
    {
        _parent = parent;
        _segment = segment;
        DecodesAll = decodesAll || projection.DecodesAll;
        KeepsBytes = projection.KeepsBytes;
        AllowsNull = projection.AllowsNull;
        Scalar = projection.Scalar;

        // The same objects as the literals of compiled expressions, so that a name is found by its address.
        Names = [.. projection.Properties.Select(p => string.Intern(p.Name))];
        Utf8Names = [.. Names.Select(Encoding.UTF8.GetBytes)];
        Children = [.. projection.Properties.Select(p => new DecodingNode(p.Projection, DecodesAll, this, p.Name))];
        Elements = projection.Elements is { } elements ? new DecodingNode(elements, DecodesAll, this, Element) : null;
    }

    public bool DecodesAll { get; }

    public bool KeepsBytes { get; }

    public bool AllowsNull { get; }

    public ScalarExpectation Scalar { get; }

    public string[] Names { get; }

    public byte[][] Utf8Names { get; }

    public DecodingNode[] Children { get; }

    /// <summary>For the elements of a list and the values of undeclared keys; null where they are not read.</summary>
    public DecodingNode? Elements { get; }

    /// <summary>The names of the last object whose names were not known before, in its order.</summary>
    public ObjectShape? Shape
    {
        get => _shape;
        set => _shape = value;
    }

    public static DecodingNode Of(Projection projection, string subject) => new(projection, decodesAll: false, null, subject);

    /// <summary>What decodes an element or an undeclared property: as declared, else everything.</summary>
    public DecodingNode ElementsOrEverything =>
        Elements ?? (_rest ??= new DecodingNode(Projection.Everything, decodesAll: true, this, Element));

    /// <summary>The names of the properties in <paramref name="present"/> (a bit each), the same array each time while few are known.</summary>
    public string[] Subset(ulong present)
    {
        if (_subsets.TryGetValue(present, out var known))
        {
            return known;
        }

        string[] names = [.. Names.Where((_, i) => (present & (1UL << i)) != 0)];
        if (_subsets.Count < MaximumSubsets)
        {
            _subsets.TryAdd(present, names);
        }

        return names;
    }

    /// <summary>As a person writes it: <c>get_customer.contract[2].id</c>.</summary>
    public string PathOf(ReadOnlySpan<int> indexes)
    {
        var text = new StringBuilder();
        Append(text, indexes);
        return text.ToString();
    }

    private int Append(StringBuilder text, ReadOnlySpan<int> indexes)
    {
        if (_parent is null)
        {
            text.Append(_segment);
            return 0;
        }

        var used = _parent.Append(text, indexes);
        if (_segment != Element)
        {
            text.Append('.').Append(_segment);
            return used;
        }

        text.Append('[').Append(indexes[used]).Append(']');
        return used + 1;
    }
}

/// <summary>The property names of an object, as text and as UTF-8; shared by all objects that have just these.</summary>
internal sealed class ObjectShape(string[] names)
{
    public string[] Names { get; } = names;

    public byte[][] Utf8Names { get; } = [.. names.Select(Encoding.UTF8.GetBytes)];
}
