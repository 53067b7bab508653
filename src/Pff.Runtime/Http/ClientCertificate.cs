using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Pff.Runtime.Diagnostics;

namespace Pff.Runtime.Http;

/// <summary>A certificate to show, with its private key and the chain behind it.</summary>
/// <param name="Caution">Set where it is about to expire.</param>
internal sealed record ClientCertificate(SslStreamCertificateContext Context, RuntimeFailure? Caution) : IDisposable
{
    /// <summary>Tells it from every other one, and is no secret.</summary>
    public string Thumbprint => Context.TargetCertificate.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256);

    public void Dispose()
    {
        Context.TargetCertificate.Dispose();
        foreach (X509Certificate2 certificate in Context.IntermediateCertificates)
        {
            certificate.Dispose();
        }
    }
}
