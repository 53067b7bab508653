using System.Collections.Immutable;
using Pff.Core.Plan;
using Pff.Core.Types;

namespace Pff.Compiler.Lowering;

/// <summary>Turns what was found to be read into what is decoded.</summary>
internal sealed class ProjectionBuilder
{
    /// <summary>
    /// The expectations that one projection states for values that are read whole. A type may be endless; below them JSON's
    /// own kinds hold, as they do for dyn.
    /// </summary>
    private const int MaximumExpectationCount = 2_000;

    private readonly Queue<Draft> _pending = new();
    private int _expectationCount;

    private ProjectionBuilder()
    {
    }

    public static Projection Of(ReadNode node) => new ProjectionBuilder().Build(new Draft(node, node.Type, IsWhole: node.IsReadWhole));

    /// <summary>What decodes all of a value of a type.</summary>
    public static Projection Whole(PffType type) => new ProjectionBuilder().Build(new Draft(null, type, IsWhole: true));

    /// <summary>Level by level, so that where expectations must end they end at the deepest places.</summary>
    private Projection Build(Draft root)
    {
        _pending.Enqueue(root);
        while (_pending.TryDequeue(out var draft))
        {
            AddProperties(draft);
            AddElements(draft);
        }

        return Finish(root);
    }

    private void AddProperties(Draft draft)
    {
        foreach (var (name, child) in draft.Node?.Properties ?? [])
        {
            draft.Properties.Add(KeyValuePair.Create(name, Enqueue(draft, child, child.Type)));
        }

        if (!draft.IsWhole || ReadNode.Unwrap(draft.Type) is not ObjectType declared)
        {
            return;
        }

        var known = draft.Properties.Select(p => p.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var field in declared.Fields)
        {
            if (!known.Contains(field.Name) && CanExpect())
            {
                draft.Properties.Add(KeyValuePair.Create(field.Name, Enqueue(draft, null, field.Type)));
            }
        }
    }

    private void AddElements(Draft draft)
    {
        if (draft.Node?.Elements is { } elements)
        {
            draft.Elements = Enqueue(draft, elements, elements.Type);
            return;
        }

        var element = ReadNode.Unwrap(draft.Type) switch
        {
            ListType list => list.Element,
            MapType map => map.Value,
            ObjectType { Additional: { } additional } => additional,
            _ => null,
        };
        if (draft.IsWhole && element is not null && CanExpect())
        {
            draft.Elements = Enqueue(draft, null, element);
        }
    }

    private Draft Enqueue(Draft parent, ReadNode? node, PffType type)
    {
        var draft = new Draft(node, type, parent.IsWhole || node?.IsReadWhole == true);
        _pending.Enqueue(draft);
        return draft;
    }

    private bool CanExpect() => ++_expectationCount <= MaximumExpectationCount;

    private static Projection Finish(Draft draft)
    {
        var scalar = draft.IsWhole ? ExpectationOf(ReadNode.Unwrap(draft.Type)) : ScalarExpectation.Any;
        return new Projection
        {
            KeepsBytes = draft.Node?.IsPassedOn == true,
            DecodesAll = draft.IsWhole && scalar == ScalarExpectation.Any,
            Scalar = scalar,
            AllowsNull = AllowsNull(draft.Type),
            Properties = [.. draft.Properties.Select(p => new ProjectedProperty(p.Key, Finish(p.Value)))],
            Elements = draft.Elements is null ? null : Finish(draft.Elements),
        };
    }

    private static bool AllowsNull(PffType type) => type switch
    {
        NullableType => true,
        SecretType secret => AllowsNull(secret.Inner),
        PrimitiveType { Kind: PrimitiveKind.Dyn or PrimitiveKind.Null or PrimitiveKind.Error } => true,
        _ => false,
    };

    private static ScalarExpectation ExpectationOf(PffType type) => type switch
    {
        EnumType => ScalarExpectation.Text,
        PrimitiveType primitive => primitive.Kind switch
        {
            PrimitiveKind.Bool => ScalarExpectation.Bool,
            PrimitiveKind.Int => ScalarExpectation.Int,
            PrimitiveKind.Double => ScalarExpectation.Double,
            PrimitiveKind.Decimal => ScalarExpectation.Decimal,
            PrimitiveKind.Text => ScalarExpectation.Text,
            PrimitiveKind.Timestamp => ScalarExpectation.Timestamp,
            PrimitiveKind.Duration => ScalarExpectation.Duration,
            _ => ScalarExpectation.Any,
        },
        _ => ScalarExpectation.Any,
    };

    /// <summary>A place of the projection while it grows.</summary>
    /// <param name="Node">Null where nothing reads just this place.</param>
    /// <param name="IsWhole">It, or a place above, is read whole.</param>
    private sealed record Draft(ReadNode? Node, PffType Type, bool IsWhole)
    {
        public List<KeyValuePair<string, Draft>> Properties { get; } = [];

        public Draft? Elements { get; set; }
    }
}
