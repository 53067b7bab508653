using System.Collections.Immutable;
using Pff.Core.Plan;
using Pff.Core.Types;

namespace Pff.Compiler.Typing;

/// <summary>Which values of a type the arms of a match have taken so far.</summary>
internal sealed class MatchCoverage(PffType type)
{
    /// <summary>How values that an open enum does not list are called.</summary>
    public const string Other = "other(…)";

    private readonly HashSet<Value> _taken = new(ValueKeyComparer.Instance);
    private readonly PffType _inner = TypeRelations.NotNull(type);
    private bool _hasNull;
    private bool _hasRest;

    /// <summary>Whether an arm has taken null.</summary>
    public bool HasNull => _hasNull;

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

    /// <summary>The values that no arm takes.</summary>
    public ImmutableArray<string> Missing()
    {
        if (_hasRest)
        {
            return [];
        }

        IEnumerable<string> missing = _inner switch
        {
            EnumType named => named.Values.Where(v => !_taken.Contains(Value.Of(v))).Concat(named.IsOpen ? [Other] : []),
            PrimitiveType { Kind: PrimitiveKind.Bool } => new[] { true, false }.Where(b => !_taken.Contains(Value.Of(b))).Select(b => b ? "true" : "false"),
            PrimitiveType { Kind: PrimitiveKind.Null } => _hasNull ? [] : ["null"],
            PrimitiveType { Kind: PrimitiveKind.Error } => [],
            _ => ["_"],
        };
        return [.. missing, .. type is NullableType && !_hasNull ? ["null"] : Array.Empty<string>()];
    }

    private bool IsMissingAny()
    {
        _hasRest = false;
        var isMissing = !Missing().IsEmpty;
        _hasRest = true;
        return isMissing;
    }
}
