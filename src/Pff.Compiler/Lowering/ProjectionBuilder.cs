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

    private const int MaximumExpectationDepth = 12;

    private int _expectationCount;

    private ProjectionBuilder()
    {
    }

    public static Projection Of(ReadNode node) => new ProjectionBuilder().Build(node, node.Type, isWhole: false, depth: 0);

    /// <summary>What decodes all of a value of a type.</summary>
    public static Projection Whole(PffType type) => new ProjectionBuilder().Build(null, type, isWhole: true, depth: 0);

    /// <param name="node">Null where nothing reads just this place.</param>
    /// <param name="isWhole">A place above is read whole.</param>
    private Projection Build(ReadNode? node, PffType type, bool isWhole, int depth)
    {
        isWhole |= node?.IsReadWhole == true;
        var inner = ReadNode.Unwrap(type);
        var scalar = isWhole ? ExpectationOf(inner) : ScalarExpectation.Any;
        var projection = new Projection
        {
            KeepsBytes = node?.IsPassedOn == true,
            DecodesAll = isWhole && scalar == ScalarExpectation.Any,
            Scalar = scalar,
            AllowsNull = AllowsNull(type),
        };
        return scalar != ScalarExpectation.Any ? projection : projection with
        {
            Properties = Properties(node, inner, isWhole, depth + 1),
            Elements = Elements(node, inner, isWhole, depth + 1),
        };
    }

    private ImmutableArray<ProjectedProperty> Properties(ReadNode? node, PffType type, bool isWhole, int depth)
    {
        var properties = ImmutableArray.CreateBuilder<ProjectedProperty>();
        foreach (var (name, child) in node?.Properties ?? [])
        {
            properties.Add(new ProjectedProperty(name, Build(child, child.Type, isWhole, depth)));
        }

        if (isWhole && type is ObjectType declared && CanExpect(depth))
        {
            foreach (var field in declared.Fields.Where(f => properties.All(p => p.Name != f.Name)))
            {
                if (!CanExpect(depth))
                {
                    break;
                }

                properties.Add(new ProjectedProperty(field.Name, Build(null, field.Type, isWhole, depth)));
            }
        }

        return properties.ToImmutable();
    }

    private Projection? Elements(ReadNode? node, PffType type, bool isWhole, int depth)
    {
        if (node?.Elements is { } elements)
        {
            return Build(elements, elements.Type, isWhole, depth);
        }

        var element = type switch
        {
            ListType list => list.Element,
            MapType map => map.Value,
            ObjectType { Additional: { } additional } => additional,
            _ => null,
        };
        return isWhole && element is not null && CanExpect(depth) ? Build(null, element, isWhole, depth) : null;
    }

    private bool CanExpect(int depth) => depth <= MaximumExpectationDepth && ++_expectationCount <= MaximumExpectationCount;

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
}
