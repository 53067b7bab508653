using Pff.Core.Plan;
using Pff.Core.Types;

namespace Pff.Compiler.Typing;

/// <summary>Which values of a type the arms of a match have taken so far.</summary>
internal sealed class MatchCoverage(PffType type)
{
    private readonly HashSet<Value> _taken = new(ValueKeyComparer.Instance);
    private readonly PffType _inner = TypeRelations.NotNull(type);
    private bool _hasNull;
    private bool _hasRest;

    /// <param name="pattern">The constant of an arm, or null for an arm that takes everything.</param>
    /// <returns>Whether any value can still come to that arm.</returns>
    public bool Add(Value? pattern)
    {
        if (_hasRest)
        {
            return false;
        }

        if (pattern is not { } value)
        {
            _hasRest = true;
            return IsMissingAny();
        }

        if (value.IsNull)
        {
            var isFirst = !_hasNull;
            _hasNull = true;
            return isFirst;
        }

        return value.Kind is not (ValueKind.Text or ValueKind.Bool or ValueKind.Int) || _taken.Add(value);
    }

    /// <summary>A value that no arm takes, or null.</summary>
    public string? Missing()
    {
        if (_hasRest)
        {
            return null;
        }

        if (type is NullableType && !_hasNull)
        {
            return "null";
        }

        return _inner switch
        {
            EnumType named => named.Values.FirstOrDefault(v => !_taken.Contains(Value.Of(v))) ?? (named.IsOpen ? "other(…)" : null),
            PrimitiveType { Kind: PrimitiveKind.Bool } => !_taken.Contains(Value.True) ? "true" : !_taken.Contains(Value.False) ? "false" : null,
            PrimitiveType { Kind: PrimitiveKind.Null } => _hasNull ? null : "null",
            PrimitiveType { Kind: PrimitiveKind.Error } => null,
            _ => "_",
        };
    }

    private bool IsMissingAny()
    {
        _hasRest = false;
        var isMissing = Missing() is not null;
        _hasRest = true;
        return isMissing;
    }
}
