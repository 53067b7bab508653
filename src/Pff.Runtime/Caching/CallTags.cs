using System.Collections.Immutable;
using System.Security.Cryptography;
using Pff.Core.Plan;

namespace Pff.Runtime.Caching;

/// <summary>
/// Which kept answers a write drops, as numbers that both sides work out from their arguments. A read looks at the number of
/// its values and at one for writes whose values are not known; a write moves the number of its values and the one for reads
/// whose values are not known. Numbers are hashes: where two meet by chance, an answer is dropped for nothing.
/// </summary>
internal static class CallTags
{
    /// <summary>A power of two.</summary>
    public const int Count = 1 << 18;

    private const char OfValues = 'v';
    private const char OfUnknownWrites = 'w';
    private const char OfUnknownReads = 'r';

    public static int[] OfRead(MethodDescriptor read, ReadOnlySpan<Value> arguments)
    {
        if (read.CacheRule is not { Groups: { IsEmpty: false } groups })
        {
            return [];
        }

        var tags = new List<int>(2 * groups.Length);
        foreach (var group in groups)
        {
            var names = group.Parameters.Select(p => read.Parameters[p].Name).ToImmutableArray();
            if (TextsOf(group.Parameters, arguments) is { } texts)
            {
                tags.Add(Number(read.Api, read.Name, OfValues, names, texts));
                tags.Add(Number(read.Api, read.Name, OfUnknownWrites, names, []));
            }
            else
            {
                tags.Add(Number(read.Api, read.Name, OfUnknownReads, names, []));
            }
        }

        return [.. tags];
    }

    public static int[] OfWrite(string api, IEnumerable<InvalidationRule> rules, ReadOnlySpan<Value> arguments)
    {
        var tags = new List<int>();
        foreach (var rule in rules)
        {
            tags.Add(TextsOf(rule.Parameters, arguments) is { } texts
                ? Number(api, rule.Method, OfValues, rule.Names, texts)
                : Number(api, rule.Method, OfUnknownWrites, rule.Names, []));
            tags.Add(Number(api, rule.Method, OfUnknownReads, rule.Names, []));
        }

        return [.. tags];
    }

    /// <summary>What tells a value from others of its parameter, however a caller writes it; null where it is left out or has no text.</summary>
    public static string? TextOf(in Value value)
    {
        if (value.TryGet<OptionalValue>(out var optional))
        {
            return optional.HasValue ? TextOf(optional.Inner) : null;
        }

        if (value.IsAbsent || value.IsNull)
        {
            return null;
        }

        var text = ValueText.Write(value);
        return text.IsFault ? null : text.AsText;
    }

    /// <summary>Null where one of them is not known, or where there are none, which is then true of all calls.</summary>
    private static string[]? TextsOf(ImmutableArray<int> parameters, ReadOnlySpan<Value> arguments)
    {
        var texts = new string[parameters.Length];
        for (var i = 0; i < texts.Length; i++)
        {
            if (TextOf(arguments[parameters[i]]) is not { } text)
            {
                return null;
            }

            texts[i] = text;
        }

        return texts.Length == 0 ? null : texts;
    }

    private static int Number(string api, string read, char kind, ImmutableArray<string> names, string[] texts)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(api);
        writer.Write(read);
        writer.Write(kind);
        foreach (var text in names.Concat(texts))
        {
            writer.Write(text);
        }

        writer.Flush();
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(stream.GetBuffer().AsSpan(0, (int)stream.Length), hash);
        return (int)(BitConverter.ToUInt32(hash) & (Count - 1));
    }
}
