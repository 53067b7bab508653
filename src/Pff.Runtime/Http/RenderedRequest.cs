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
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(verb + "\n" + PathAndQuery + "\n"));
        foreach (var (name, value) in Headers)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(name + ":" + value + "\n"));
        }

        hash.AppendData("\n"u8);
        hash.AppendData(Body ?? []);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
