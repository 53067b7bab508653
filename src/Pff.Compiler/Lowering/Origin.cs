using System.Collections.Immutable;

namespace Pff.Compiler.Lowering;

/// <summary>
/// Where a value may come from: places in results, of which it is the very value, and, where it may be a new list or
/// map, the origin of what is in it. A value that is neither comes from nowhere. Optional values are seen through.
/// </summary>
internal sealed record Origin(ImmutableHashSet<ReadNode> Nodes, Origin? Elements)
{
    /// <summary>New lists within new lists; what lies deeper is read whole.</summary>
    private const int MaximumNesting = 4;

    public static Origin Nowhere { get; } = new([], null);

    private int Nesting => Elements is null ? 0 : Elements.Nesting + 1;

    public static Origin Of(ReadNode? node) => node is null ? Nowhere : new([node], null);

    /// <summary>A new list or map with such elements or values.</summary>
    public static Origin Containing(Origin elements)
    {
        if (elements.Nesting < MaximumNesting)
        {
            return elements.IsNowhere ? Nowhere : new([], elements);
        }

        elements.ReadWhole();
        elements.PassOn();
        return Nowhere;
    }

    public bool IsNowhere => Nodes.IsEmpty && Elements is null;

    public Origin Or(Origin other)
    {
        if (ReferenceEquals(this, other) || other.IsNowhere)
        {
            return this;
        }

        if (IsNowhere)
        {
            return other;
        }

        var elements = Elements is null ? other.Elements : other.Elements is null ? Elements : Elements.Or(other.Elements);
        return new Origin(Nodes.Union(other.Nodes), elements);
    }

    public bool Includes(Origin other) =>
        other.Nodes.IsSubsetOf(Nodes) && (other.Elements is null || Elements?.Includes(other.Elements) == true);

    /// <summary>A value found under a name: of a new map, any of its values may be meant.</summary>
    public Origin Property(string name)
    {
        var origin = Elements ?? Nowhere;
        foreach (var node in Nodes)
        {
            origin = origin.Or(Of(node.Property(name)));
        }

        return origin;
    }

    /// <summary>An element of a list, or a value of a map whose values are all alike.</summary>
    public Origin Element()
    {
        var origin = Elements ?? Nowhere;
        foreach (var node in Nodes)
        {
            origin = origin.Or(Of(node.Element()));
        }

        return origin;
    }

    public void Touch()
    {
        foreach (var node in Nodes)
        {
            node.Touch();
        }
    }

    public void ReadWhole()
    {
        foreach (var node in Nodes)
        {
            node.ReadWhole();
        }

        Elements?.ReadWhole();
    }

    /// <summary>The value goes on as it came: its bytes are needed, and of a new list those of its elements.</summary>
    public void PassOn()
    {
        foreach (var node in Nodes)
        {
            node.PassOn();
        }

        Elements?.PassOn();
    }
}
