using System.Collections.Immutable;
using Pff.Core.Types;

namespace Pff.Compiler.Catalogs;

/// <summary>Finds what a catalogue leaves without a type, so that it can be counted and shown.</summary>
public static class UntypedParts
{
    /// <summary>
    /// Every dyn part of parameters and results, each once, as a path such as <c>get_customer result.characteristic[].value</c>.
    /// Objects are looked into where they are first met.
    /// </summary>
    public static ImmutableArray<string> Of(ApiCatalogue catalogue)
    {
        var found = ImmutableArray.CreateBuilder<string>();
        var seen = new HashSet<PffType>();
        var work = new Queue<(PffType Type, string Path)>();
        foreach (var method in catalogue.Methods)
        {
            work.Enqueue((method.Result, method.Name + " result"));
            foreach (var parameter in method.Parameters)
            {
                work.Enqueue((parameter.Type, $"{method.Name}({parameter.Name})"));
            }
        }

        while (work.TryDequeue(out var next))
        {
            switch (next.Type)
            {
                case { IsDyn: true }:
                    found.Add(next.Path);
                    break;
                case ListType list:
                    work.Enqueue((list.Element, next.Path + "[]"));
                    break;
                case MapType map:
                    work.Enqueue((map.Value, next.Path + "[]"));
                    break;
                case NullableType nullable:
                    work.Enqueue((nullable.Inner, next.Path));
                    break;
                case SecretType secret:
                    work.Enqueue((secret.Inner, next.Path));
                    break;
                case UnionType union when seen.Add(union):
                    foreach (var each in union.Cases)
                    {
                        work.Enqueue((each.Type, $"{next.Path}({each.Tag})"));
                    }

                    break;
                case ObjectType type when seen.Add(type):
                    foreach (var field in type.Fields)
                    {
                        work.Enqueue((field.Type, $"{next.Path}.{field.Name}"));
                    }

                    break;
            }
        }

        return found.ToImmutable();
    }
}
