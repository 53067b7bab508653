using Pff.Compiler.Manifest;
using Pff.Core.Diagnostics;
using Pff.Core.Text;

namespace Pff.Compiler.Diagnostics;

/// <summary>PFF1468 and PFF1469: client certificates that nobody would see.</summary>
public static partial class CompilerDiagnostics
{
    public static Diagnostic CertificateNotShown(SourceText source, TextSpan span, string host) => Warning(
        "PFF1468", source, span,
        $"The client certificate is not shown to '{Shorten(host)}', since that is no encrypted connection; use https.",
        $"O certificado de cliente não é mostrado a '{Shorten(host)}', pois a conexão não é cifrada; use https.");

    public static Diagnostic NoCertificateToShow(YamlScalar key) => Error(
        "PFF1469", key.Source, key.Span,
        "The token endpoint is to be shown a client certificate, and the catalogue names none; add 'tls: { client_certificate: FILE }'.",
        "O endpoint de token deve ver um certificado de cliente, e o catálogo não indica nenhum; acrescente 'tls: { client_certificate: ARQUIVO }'.");
}
