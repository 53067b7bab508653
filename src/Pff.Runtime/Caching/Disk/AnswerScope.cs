using System.Security.Cryptography;
using System.Text;
using Pff.Core.Plan;
using Pff.Runtime.Http;

namespace Pff.Runtime.Caching.Disk;

/// <summary>
/// What an answer on disk belongs to besides its arguments: the hosts, who asks, and what the catalogue says of the method. An
/// answer of another environment, another user or another request line is another answer.
/// </summary>
internal static class AnswerScope
{
    /// <summary>So many rounds that a short password cannot be found by trying.</summary>
    private const int Rounds = 100_000;

    private const int IdentityBytes = 16;

    /// <summary>Who asks; slow on purpose, so once for each API.</summary>
    public static byte[] IdentityOf(ApiClient api, byte[] salt) => api.Identity is { } identity
        ? Rfc2898DeriveBytes.Pbkdf2(identity, salt, Rounds, HashAlgorithmName.SHA256, IdentityBytes)
        : [];

    public static byte[] Of(ApiDescriptor api, byte[] identity, MethodDescriptor method, AnswerSeal seal)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(api.Name);
        foreach (var host in api.Hosts)
        {
            writer.Write(host);
        }

        writer.Write(api.Auth.GetType().Name);
        if (api.Auth is ClientCredentialsAuth client)
        {
            writer.Write(client.TokenUrl);
            writer.Write(string.Join(' ', client.Scopes));
        }

        writer.Write(identity);
        Write(writer, method);
        writer.Write(seal.Encrypts);
        writer.Write(seal.Identity);
        writer.Flush();
        return SHA256.HashData(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }

    private static void Write(BinaryWriter writer, MethodDescriptor method)
    {
        writer.Write(method.Name);
        writer.Write(method.Verb);
        foreach (var segment in method.Path)
        {
            writer.Write(segment.Literal ?? $"{{{segment.Parameter}}}");
        }

        foreach (var parameter in method.Parameters)
        {
            writer.Write(parameter.Name);
            writer.Write(parameter.WireName);
            writer.Write((byte)parameter.Location);
        }

        foreach (var header in method.FixedHeaders)
        {
            writer.Write(header.Name);
            writer.Write(header.Value);
        }

        foreach (var index in method.CacheRule is { IsByParameters: true } rule ? rule.By : [])
        {
            writer.Write(index);
        }
    }
}
