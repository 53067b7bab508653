using System.Collections.Immutable;
using Pff.Core.Types;

namespace Pff.Core.Ir.Hashing;

/// <summary>A type as far as a coercion looks at it when it runs: named types by what they are, not by what they are called.</summary>
internal static class TypeForm
{
    public static void Write(BinaryWriter writer, PffType type)
    {
        writer.Write(type.GetType().Name);
        switch (type)
        {
            case PrimitiveType primitive:
                writer.Write((byte)primitive.Kind);
                break;
            case ListType list:
                Write(writer, list.Element);
                break;
            case MapType map:
                Write(writer, map.Key);
                Write(writer, map.Value);
                break;
            case NullableType nullable:
                Write(writer, nullable.Inner);
                break;
            case OptionalType optional:
                Write(writer, optional.Inner);
                break;
            case SecretType secret:
                Write(writer, secret.Inner);
                break;
            case EnumType named:
                WriteValues(writer, named.IsOpen, named.Values);
                break;
            case ObjectType or UnionType or TypeParameter or FunctionType:
                // A coercion looks at one level, and on that level all objects are alike.
                break;
            default:
                throw new InvalidOperationException($"no form for {type.GetType().Name}");
        }
    }

    private static void WriteValues(BinaryWriter writer, bool isOpen, ImmutableArray<string> values)
    {
        writer.Write(isOpen);
        writer.Write(values.Length);
        foreach (var value in values.Order(StringComparer.Ordinal))
        {
            writer.Write(value);
        }
    }
}
