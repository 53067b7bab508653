using Pff.Core.Plan.Library;

namespace Pff.Core.Plan.Compiled;

/// <summary>A list in the making whose length is not known before. What may go wrong gives a fault, else absent.</summary>
public sealed class ListBuilder
{
    private readonly List<Value> _items = [];

    public Value Add(Value item)
    {
        _items.Add(item);
        return _items.Count > Limits.MaxElements ? Faults.TooManyElements : default;
    }

    /// <summary>What is in an optional; nothing where it is empty.</summary>
    public Value AddOptional(Value item) =>
        !item.TryGet<OptionalValue>(out var optional) ? Faults.TypeMismatch(TypeNames.Optional, item)
        : optional.HasValue ? Add(optional.Inner)
        : default;

    /// <summary>The elements of a list.</summary>
    public Value AddAll(Value list)
    {
        var clean = Operands.Prepare(list);
        if (!clean.TryGet<ListValue>(out var items))
        {
            return clean.IsFault ? clean : Faults.TypeMismatch(TypeNames.List, clean);
        }

        if (_items.Count + (long)items.Count > Limits.MaxElements)
        {
            return Faults.TooManyElements;
        }

        _items.AddRange(items.Items);
        return default;
    }

    public Value ToValue() => Value.Of(new ListValue([.. _items]));
}
