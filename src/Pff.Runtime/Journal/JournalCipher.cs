using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Pff.Runtime.Diagnostics;
using Pff.Runtime.Encryption;
using Pff.Runtime.Http;

namespace Pff.Runtime.Journal;

/// <summary>Encrypts and decrypts the records of one journal, whose key is of no use for another one.</summary>
internal sealed class JournalCipher
{
    private readonly ContentCipher _cipher;

    private JournalCipher(JournalKeyRing ring, byte[] secrets, string runId)
    {
        Ring = ring;
        _cipher = new ContentCipher(ContentCipher.Derive(secrets, ring.Salt.AsSpan(), $"pff journal 1 {runId}"));
    }

    public JournalKeyRing Ring { get; }

    /// <summary>For a new journal.</summary>
    /// <exception cref="JournalException">PFF3316 or PFF3318: a key is not there, or too short. PFF3017: none is named.</exception>
    public static JournalCipher Create(JournalEncryption encryption, string runId)
    {
        var salt = RandomNumberGenerator.GetBytes(ContentCipher.SaltBytes);
        var secrets = encryption.Keys.Select(key => Read(key, encryption.Secrets)).ToList();
        for (var i = 0; i < secrets.Count; i++)
        {
            if (secrets[i].Length < ContentCipher.ShortestSecret)
            {
                throw new JournalException(RuntimeFailures.JournalKeyTooShort(encryption.Keys[i], ContentCipher.ShortestSecret));
            }
        }

        var ring = new JournalKeyRing([.. salt], [.. encryption.Keys.Zip(secrets, (key, secret) => new KnownKey(key, [.. IdentityOf(secret, salt)]))]);
        return new JournalCipher(ring, Joined(secrets), runId);
    }

    /// <summary>For a journal that is there.</summary>
    /// <exception cref="JournalException">PFF3316 or PFF3317: a key is not there, or another one.</exception>
    public static JournalCipher Open(JournalKeyRing ring, ISecretReader reader, string runId)
    {
        var secrets = ring.Keys.Select(known => Read(known.Key, reader)).ToList();
        for (var i = 0; i < secrets.Count; i++)
        {
            if (!CryptographicOperations.FixedTimeEquals(IdentityOf(secrets[i], ring.Salt.AsSpan()), ring.Keys[i].Identity.AsSpan()))
            {
                throw new JournalException(RuntimeFailures.JournalKeyWrong(ring.Keys[i].Key));
            }
        }

        return new JournalCipher(ring, Joined(secrets), runId);
    }

    public byte[] Encrypt(ReadOnlySpan<byte> around, ReadOnlySpan<byte> plain) => _cipher.Encrypt(around, plain);

    /// <returns>Null where the bytes are not what was encrypted with this around it.</returns>
    public byte[]? Decrypt(ReadOnlySpan<byte> around, ReadOnlySpan<byte> content) => _cipher.Decrypt(around, content);

    private static string Read(JournalKey key, ISecretReader secrets)
    {
        // An editor ends a file with a line break that is no part of the secret.
        var secret = key.Source switch
        {
            { EnvironmentVariable: { Length: > 0 } variable } => secrets.ReadEnvironmentVariable(variable),
            { File: { Length: > 0 } file } => secrets.ReadFile(file)?.Trim(),
            _ => throw new JournalException(RuntimeFailures.SecretHasNoSource(key.Api)),
        };
        return string.IsNullOrEmpty(secret) ? throw new JournalException(RuntimeFailures.JournalKeyMissing(key)) : secret;
    }

    private static byte[] IdentityOf(string secret, ReadOnlySpan<byte> salt) =>
        ContentCipher.Derive(Encoding.UTF8.GetBytes(secret), salt, "pff journal identity 1");

    /// <summary>Each with its length, so that no two lists of secrets give the same bytes.</summary>
    private static byte[] Joined(List<string> secrets)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        secrets.ForEach(writer.Write);
        writer.Flush();
        return stream.ToArray();
    }
}
