using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Pff.Core.Plan;
using Pff.Runtime.Diagnostics;

namespace Pff.Runtime.Http;

/// <summary>
/// Reads the certificate that the hosts of one API are shown, when a run starts. A failure says which file is wrong and how,
/// never what is in it.
/// </summary>
internal sealed class ClientCertificateReader(string api, ISecretReader reader, TimeProvider time)
{
    /// <summary>What Windows calls ERROR_INVALID_PASSWORD, which the platform says everywhere.</summary>
    private const int WrongPassword = unchecked((int)0x80070056);

    private static readonly TimeSpan LastDays = TimeSpan.FromDays(7);

    public Result<ClientCertificate> Read(ClientCertificateSource source)
    {
        if (reader.ReadBytes(source.File) is not { Length: > 0 } bytes)
        {
            return RuntimeFailures.ClientCertificateUnusable(api, source.File, ClientCertificateFault.NotReadable);
        }

        var secrets = new SecretResolver(api, reader);
        string? key = null;
        string? password = null;
        if ((source.Key is { } keySource && !secrets.TryRead(keySource, isForHeader: false, out key))
            || (source.Password is { } passwordSource && !secrets.TryRead(passwordSource, isForHeader: false, out password)))
        {
            return secrets.Failure!;
        }

        return bytes.AsSpan().IndexOf("-----BEGIN "u8) < 0
            ? OfPkcs12(source, bytes, password)
            : OfPem(source, Encoding.UTF8.GetString(bytes), key, password);
    }

    private Result<ClientCertificate> OfPkcs12(ClientCertificateSource source, byte[] bytes, string? password)
    {
        X509Certificate2Collection found;
        try
        {
            found = X509CertificateLoader.LoadPkcs12Collection(bytes, password);
        }
        catch (CryptographicException e)
        {
            return e.HResult == WrongPassword
                ? RuntimeFailures.ClientKeyLocked(api, source.File, password is not null)
                : RuntimeFailures.ClientCertificateUnusable(api, source.File, ClientCertificateFault.NoCertificate);
        }

        if (found.Count == 0)
        {
            return RuntimeFailures.ClientCertificateUnusable(api, source.File, ClientCertificateFault.NoCertificate);
        }

        if (source.Key is not null)
        {
            return RuntimeFailures.ClientKeyUnusable(api, source.File, ClientKeyFault.Twice);
        }

        return found.FirstOrDefault(c => c.HasPrivateKey) is { } certificate
            ? Checked(source, certificate, found)
            : RuntimeFailures.ClientKeyUnusable(api, source.File, ClientKeyFault.None);
    }

    private Result<ClientCertificate> OfPem(ClientCertificateSource source, string text, string? separateKey, string? password)
    {
        var found = new X509Certificate2Collection();
        try
        {
            found.ImportFromPem(text);
        }
        catch (CryptographicException)
        {
            // Nothing was found then, or not all.
            found.Clear();
        }

        if (found.Count == 0)
        {
            return RuntimeFailures.ClientCertificateUnusable(api, source.File, ClientCertificateFault.NoCertificate);
        }

        var place = source.Key?.EnvironmentVariable ?? source.Key?.File ?? source.File;
        if (PemKey.Find(separateKey ?? text) is not { } key)
        {
            return RuntimeFailures.ClientKeyUnusable(api, place, PemKey.IsOfOldForm(separateKey ?? text) ? ClientKeyFault.OldForm : ClientKeyFault.None);
        }

        if (key.IsEncrypted && password is null)
        {
            return RuntimeFailures.ClientKeyLocked(api, place, isGiven: false);
        }

        using var algorithm = key.Open(password);
        if (algorithm is null)
        {
            return key.IsEncrypted
                ? RuntimeFailures.ClientKeyLocked(api, place, isGiven: true)
                : RuntimeFailures.ClientKeyUnusable(api, place, ClientKeyFault.Unsupported);
        }

        // The certificate is not the first of its file in all of them.
        return found.Select(c => PemKey.Join(c, algorithm)).FirstOrDefault(c => c is not null) is { } certificate
            ? Checked(source, certificate, found)
            : RuntimeFailures.ClientKeyUnusable(api, place, ClientKeyFault.OfAnother);
    }

    private Result<ClientCertificate> Checked(ClientCertificateSource source, X509Certificate2 certificate, X509Certificate2Collection all)
    {
        var (now, from, until) = (time.GetUtcNow(), Moment(certificate.NotBefore), Moment(certificate.NotAfter));
        if (now < from || now > until)
        {
            certificate.Dispose();
            return RuntimeFailures.ClientCertificateOutOfTime(api, source.File, from, until, now);
        }

        X509Certificate2[] others = [.. all.Where(c => !c.RawDataMemory.Span.SequenceEqual(certificate.RawDataMemory.Span))];
        var behind = new X509Certificate2Collection(others);
        return new ClientCertificate(
            SslStreamCertificateContext.Create(certificate, behind, offline: true),
            until - now < LastDays ? RuntimeFailures.ClientCertificateOutOfTime(api, source.File, from, until, now) : null);
    }

    /// <summary>The platform gives it in the machine's own time zone.</summary>
    private static DateTimeOffset Moment(DateTime local) => new(local.ToUniversalTime(), TimeSpan.Zero);
}
