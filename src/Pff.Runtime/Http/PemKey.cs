using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Pff.Runtime.Http;

/// <summary>A private key in PEM form.</summary>
internal sealed class PemKey
{
    private const string EncryptedLabel = "ENCRYPTED PRIVATE KEY";

    private readonly string _text;

    private PemKey(string text, bool isEncrypted) => (_text, IsEncrypted) = (text, isEncrypted);

    public bool IsEncrypted { get; }

    /// <summary>The first private key of a text; null where it has none.</summary>
    public static PemKey? Find(string text)
    {
        for (var rest = text.AsSpan(); PemEncoding.TryFind(rest, out var fields); rest = rest[fields.Location.End..])
        {
            var label = rest[fields.Label];
            if (label is "PRIVATE KEY" or "RSA PRIVATE KEY" or "EC PRIVATE KEY" or EncryptedLabel)
            {
                return new PemKey(rest[fields.Location].ToString(), label is EncryptedLabel);
            }
        }

        return null;
    }

    /// <summary>Whether a text has a key in the encrypted form that OpenSSL wrote before PKCS#8.</summary>
    public static bool IsOfOldForm(string text) => text.Contains("Proc-Type: 4,ENCRYPTED", StringComparison.Ordinal);

    /// <returns>Null where the password is wrong, or the key is neither an RSA nor an elliptic-curve one.</returns>
    public AsymmetricAlgorithm? Open(string? password) => Import(RSA.Create(), password) ?? Import(ECDsa.Create(), password);

    /// <summary>The certificate with its key; null where the key is another one's.</summary>
    public static X509Certificate2? Join(X509Certificate2 certificate, AsymmetricAlgorithm key)
    {
        try
        {
            var joined = key switch
            {
                RSA rsa => certificate.CopyWithPrivateKey(rsa),
                ECDsa curve => certificate.CopyWithPrivateKey(curve),
                _ => throw new InvalidOperationException($"no certificate has a key of {key.GetType().Name}"),
            };
            if (!OperatingSystem.IsWindows())
            {
                return joined;
            }

            // There TLS takes no key that is in memory alone.
            using (joined)
            {
                return X509CertificateLoader.LoadPkcs12(joined.Export(X509ContentType.Pkcs12), null);
            }
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    private AsymmetricAlgorithm? Import(AsymmetricAlgorithm algorithm, string? password)
    {
        try
        {
            if (IsEncrypted)
            {
                algorithm.ImportFromEncryptedPem(_text, password);
            }
            else
            {
                algorithm.ImportFromPem(_text);
            }

            return algorithm;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            algorithm.Dispose();
            return null;
        }
    }
}
