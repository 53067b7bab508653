using Pff.Core.Plan;
using Pff.Core.Types;

namespace Pff.Compiler.Typing;

/// <summary>Which types have secrets in them.</summary>
internal static class SecretTypes
{
    /// <summary>A secret, or nothing but secrets: null, an optional, a list or a map of one.</summary>
    public static bool IsSecret(PffType type) => type switch
    {
        SecretType => true,
        NullableType nullable => IsSecret(nullable.Inner),
        OptionalType optional => IsSecret(optional.Inner),
        ListType list => IsSecret(list.Element),
        MapType map => IsSecret(map.Value),
        _ => false,
    };

    /// <summary>Where in a value of the type a secret is, as <c>.pin</c> or <c>[].card.number</c>; null where there is none.</summary>
    public static string? PathTo(PffType type) => PathTo(type, string.Empty, []);

    /// <summary>Functions that give a part of a list of secrets as a secret again, or say nothing of what is in it.</summary>
    public static bool KeepsSecrets(Builtin function) => function
        is Builtin.Size or Builtin.Count or Builtin.First or Builtin.Last or Builtin.Slice or Builtin.Reverse or Builtin.Flatten
        or Builtin.Keys or Builtin.Values or Builtin.OptionalHasValue or Builtin.OptionalGetValue or Builtin.OptionalOr or Builtin.OptionalOrValue;

    private static string? PathTo(PffType type, string path, HashSet<PffType> seen)
    {
        switch (type)
        {
            case SecretType:
                return path;
            case NullableType nullable:
                return PathTo(nullable.Inner, path, seen);
            case OptionalType optional:
                return PathTo(optional.Inner, path, seen);
            case ListType list:
                return PathTo(list.Element, path + "[]", seen);
            case MapType map:
                return PathTo(map.Value, path + "[]", seen);
            case ObjectType owner when seen.Add(owner):
                return owner.Fields.Select(f => PathTo(f.Type, $"{path}.{f.Name}", seen)).FirstOrDefault(p => p is not null);
            case UnionType union when seen.Add(union):
                return union.Cases.Select(c => PathTo(c.Type, path, seen)).FirstOrDefault(p => p is not null);
            default:
                return null;
        }
    }
}
