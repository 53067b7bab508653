using System.Buffers;
using System.Security.Cryptography;
using Pff.Core.Plan;

namespace Pff.Server.Mocking;

/// <summary>The state at one moment: a map of collections, each a map of entities. Immutable.</summary>
public sealed class MockState(PersistentMapValue root)
{
    public PersistentMapValue Root { get; } = root;

    /// <summary>
    /// Identifies the state by content: SHA-256, in lower-case hexadecimal, of its JSON with the keys of every map in
    /// ordinal order.
    /// </summary>
    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(ToJson()));

    /// <summary>UTF-8, the keys of every map in ordinal order.</summary>
    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        MockJson.WriteSorted(buffer, Root);
        return buffer.WrittenSpan.ToArray();
    }
}
