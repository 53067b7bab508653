using System.Security.Cryptography;
using Pff.Core.Diagnostics;

namespace Pff.Runtime.Http;

/// <summary>
/// Whether a host refused the client certificate, as far as the platform tells: OpenSSL has the number of the host's TLS alert in
/// its error. Elsewhere, and where a host closes the connection without an alert, it is a connection like any other that broke.
/// </summary>
internal static class CertificateRefusal
{
    private const int NoCertificate = 41;
    private const int BadCertificate = 42;
    private const int UnsupportedCertificate = 43;
    private const int CertificateRevoked = 44;
    private const int CertificateExpired = 45;
    private const int CertificateUnknown = 46;
    private const int UnknownAuthority = 48;
    private const int AccessDenied = 49;
    private const int CertificateRequired = 116;

    /// <summary>OpenSSL's own number of the library that TLS is in, and what it adds to an alert of the other side.</summary>
    private const int TlsLibrary = 20;
    private const int AlertOffset = 1000;

    /// <summary>The number of the alert about the client certificate; 0 where there is none.</summary>
    public static int AlertIn(Exception? failure)
    {
        for (; failure is not null; failure = failure.InnerException)
        {
            if (failure is CryptographicException && AlertOf(failure.HResult) is var alert && IsAboutCertificate(alert))
            {
                return alert;
            }
        }

        return 0;
    }

    /// <summary>Whether the host refused the certificate before it took anything of a request.</summary>
    public static bool CameFirst(Exception? failure)
    {
        while (failure is not null and not HandshakeRefusedException)
        {
            failure = failure.InnerException;
        }

        return failure is not null;
    }

    public static LocalizedText ReasonOf(int alert) => alert switch
    {
        NoCertificate or CertificateRequired => new("it asks for a client certificate, and was shown none", "ele pede um certificado de cliente, e não viu nenhum"),
        CertificateExpired => new("the client certificate has expired", "o certificado de cliente expirou"),
        CertificateRevoked => new("the client certificate was revoked", "o certificado de cliente foi revogado"),
        UnknownAuthority => new("it does not trust the issuer of the client certificate", "ele não confia no emissor do certificado de cliente"),
        UnsupportedCertificate => new("the client certificate is of a kind that it does not take", "o certificado de cliente é de um tipo que ele não aceita"),
        AccessDenied => new("the client certificate gives no access to it", "o certificado de cliente não dá acesso a ele"),
        _ => new("it does not take the client certificate", "ele não aceita o certificado de cliente"),
    };

    private static bool IsAboutCertificate(int alert) => alert is NoCertificate or BadCertificate or UnsupportedCertificate or CertificateRevoked
        or CertificateExpired or CertificateUnknown or UnknownAuthority or AccessDenied or CertificateRequired;

    /// <summary>The library is in the bits from 23 in OpenSSL 3, from 24 in 1.1, which has the function's number in between.</summary>
    private static int AlertOf(int error) =>
        error >>> 23 == TlsLibrary ? (error & 0x7FFFFF) - AlertOffset
        : error >>> 24 == TlsLibrary ? (error & 0xFFF) - AlertOffset
        : 0;
}

/// <summary>The host refused the client certificate, and had not answered anything on the connection before.</summary>
internal sealed class HandshakeRefusedException(IOException cause) : IOException(cause.Message, cause);
