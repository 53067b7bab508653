using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Pff.Runtime.Http;

/// <summary>A request without its host and its credentials: what is the same for every attempt.</summary>
/// <param name="PathAndQuery">Below the host's base path; begins with a slash; fully percent-encoded.</param>
/// <param name="Headers">Those of the method and of its arguments; names and values checked.</param>
/// <param name="Body">Null where there is none.</param>
/// <param name="Secrets">The texts that no message may repeat; empty as a rule.</param>
internal sealed record RenderedRequest(
    string PathAndQuery, KeyValuePair<string, string>[] Headers, byte[]? Body, string[] Secrets)
{
    public bool HasSecrets => Secrets.Length > 0;

    /// <summary>
    /// Identifies what is asked, in lower-case hexadecimal: a resumed run compares it before it sends a write again.
    /// Taken of the redacted form, because the hash of a short secret would give the secret away.
    /// </summary>
    public string Fingerprint(string verb)
    {
        var units = verb.Length + PathAndQuery.Length + Headers.Sum(h => h.Key.Length + h.Value.Length);
        var buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(units) + (2 * Headers.Length) + 3 + (Body?.Length ?? 0));
        try
        {
            var length = Append(buffer, 0, verb, '\n');
            length = Append(buffer, length, PathAndQuery, '\n');
            foreach (var (name, value) in Headers)
            {
                length = Append(buffer, length, name, ':');
                length = Append(buffer, length, value, '\n');
            }

            buffer[length++] = (byte)'\n';
            Body?.CopyTo(buffer, length);
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(buffer.AsSpan(0, length + (Body?.Length ?? 0)), hash);
            return Convert.ToHexStringLower(hash);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static int Append(byte[] buffer, int at, string text, char end)
    {
        at += Encoding.UTF8.GetBytes(text, buffer.AsSpan(at));
        buffer[at] = (byte)end;
        return at + 1;
    }
}
