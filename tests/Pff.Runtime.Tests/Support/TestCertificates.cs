using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Pff.Runtime.Tests.Support;

/// <summary>Certificates that are made for one test.</summary>
internal static class TestCertificates
{
    public static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    /// <summary>One that trusts itself.</summary>
    public static X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(Now.AddDays(-40), Now.AddDays(40));
    }

    /// <summary>One that another one stands for.</summary>
    public static X509Certificate2 Authority(X509Certificate2 above, string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return Signed(request, above, key, Now.AddDays(-20), Now.AddDays(20));
    }

    public static X509Certificate2 OfHost(X509Certificate2 authority, IPAddress address)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=server", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(address);
        request.CertificateExtensions.Add(names.Build());
        return Signed(request, authority, key, Now.AddHours(-1), Now.AddHours(1));
    }

    public static X509Certificate2 OfClient(X509Certificate2 authority, string name, DateTimeOffset? from = null, DateTimeOffset? until = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Signed(new CertificateRequest(name, key, HashAlgorithmName.SHA256), authority, key, from ?? Now.AddDays(-1), until ?? Now.AddDays(10));
    }

    /// <summary>In the form that TLS takes on every platform.</summary>
    public static X509Certificate2 OfClientWithRsa(X509Certificate2 authority, string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var signed = request.Create(
            authority.SubjectName, X509SignatureGenerator.CreateForECDsa(authority.GetECDsaPrivateKey()!), Now.AddDays(-1), Now.AddDays(10), [9, 9]);
        using var whole = signed.CopyWithPrivateKey(key);
        return Exportable(whole);
    }

    private static X509Certificate2 Signed(CertificateRequest request, X509Certificate2 authority, ECDsa key, DateTimeOffset from, DateTimeOffset until)
    {
        using var signed = request.Create(authority, from, until, RandomNumberGenerator.GetBytes(8));
        using var whole = signed.CopyWithPrivateKey(key);
        return Exportable(whole);
    }

    private static X509Certificate2 Exportable(X509Certificate2 certificate) =>
        X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
}
