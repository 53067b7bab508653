using System.Collections.Immutable;
using Pff.Core.Diagnostics;
using Pff.Core.Types;

namespace Pff.Compiler.Impact;

/// <summary>What differs between two versions of a result, place by place; each pair of types is looked into once.</summary>
internal sealed class TypeComparison
{
    private const int MaximumChangeCount = 200;
    private const int MaximumDepth = 24;

    private readonly List<LocalizedText> _changes = [];
    private readonly HashSet<(PffType, PffType)> _seen = [];

    private TypeComparison()
    {
    }

    public static IReadOnlyList<LocalizedText> Compare(PffType before, PffType after)
    {
        var comparison = new TypeComparison();
        comparison.Walk(before, after, "result", 0);
        return comparison._changes;
    }

    private void Walk(PffType before, PffType after, string path, int depth)
    {
        if (_changes.Count >= MaximumChangeCount || depth > MaximumDepth)
        {
            return;
        }

        switch (before, after)
        {
            case (NullableType from, NullableType to):
                Walk(from.Inner, to.Inner, path, depth + 1);
                break;
            case (NullableType from, _):
                Add($"{path} is never null now", $"{path} agora nunca é nulo");
                Walk(from.Inner, after, path, depth + 1);
                break;
            case (_, NullableType to):
                Add($"{path} may be null now", $"{path} agora pode ser nulo");
                Walk(before, to.Inner, path, depth + 1);
                break;
            case (ListType from, ListType to):
                CompareBounds(from, to, path);
                Walk(from.Element, to.Element, path + "[]", depth + 1);
                break;
            case (MapType from, MapType to):
                Walk(from.Value, to.Value, path + "[]", depth + 1);
                break;
            case (EnumType from, EnumType to):
                CompareValues(from, to, path);
                break;
            case (ObjectType from, ObjectType to):
                if (_seen.Add((from, to)))
                {
                    CompareFields(from, to, path, depth);
                }

                break;
            case (UnionType from, UnionType to):
                CompareValues(from.Tags, to.Tags, path);
                break;
            default:
                if (before.ToString() != after.ToString())
                {
                    Add($"{path} is {after} now, before {before}", $"{path} agora é {after}; antes, {before}");
                }

                break;
        }
    }

    private void CompareFields(ObjectType before, ObjectType after, string path, int depth)
    {
        foreach (var field in before.Fields)
        {
            var place = $"{path}.{field.Name}";
            if (after.Find(field.Name) is not { } later)
            {
                Add($"{place} is gone", $"{place} não existe mais");
                continue;
            }

            if (field.IsRequired != later.IsRequired)
            {
                Add(
                    later.IsRequired ? $"{place} is always there now" : $"{place} may be missing now",
                    later.IsRequired ? $"{place} agora está sempre presente" : $"{place} agora pode faltar");
            }

            Walk(field.Type, later.Type, place, depth + 1);
        }

        foreach (var field in after.Fields.Where(f => before.Find(f.Name) is null))
        {
            Add($"{path}.{field.Name} is new ({field.Type})", $"{path}.{field.Name} é novo ({field.Type})");
        }
    }

    private void CompareValues(EnumType before, EnumType after, string path)
    {
        foreach (var value in before.Values.Except(after.Values))
        {
            Add($"{path} is never '{value}' now", $"{path} agora nunca é '{value}'");
        }

        foreach (var value in after.Values.Except(before.Values))
        {
            Add($"{path} may be '{value}' now", $"{path} agora pode ser '{value}'");
        }
    }

    private void CompareBounds(ListType before, ListType after, string path)
    {
        if (after.MaximumCount is { } most && before.MaximumCount != most)
        {
            Add($"{path} has at most {most} elements now", $"{path} agora tem no máximo {most} elementos");
        }
        else if (before.MaximumCount is { } known && after.MaximumCount is null)
        {
            Add($"{path} may have more than {known} elements now", $"{path} agora pode ter mais de {known} elementos");
        }
    }

    private void Add(string english, string portuguese) => _changes.Add(new LocalizedText(english, portuguese));
}
