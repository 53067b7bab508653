using System.Globalization;
using Pff.Core.Diagnostics;

namespace Pff.Runtime.Diagnostics;

/// <summary>What is wrong with the file of a client certificate.</summary>
internal enum ClientCertificateFault
{
    NotReadable,
    NoCertificate,
    EncryptedProxy,
}

/// <summary>What is wrong with the private key of a client certificate.</summary>
internal enum ClientKeyFault
{
    None,
    OfAnother,
    Twice,
    OldForm,
    Unsupported,
}

/// <summary>PFF3265 to PFF3268: the client certificate of an API. None says what is in a file.</summary>
public static partial class RuntimeFailures
{
    /// <summary>PFF3265.</summary>
    internal static RuntimeFailure ClientCertificateUnusable(string api, string file, ClientCertificateFault fault)
    {
        LocalizedText what = fault switch
        {
            ClientCertificateFault.NotReadable => new("which is missing, empty, larger than 64 KiB or not readable", "que não existe, está vazio, tem mais de 64 KiB ou não pode ser lido"),
            ClientCertificateFault.NoCertificate => new("which has no certificate in PEM or PKCS#12 form", "que não tem certificado em formato PEM ou PKCS#12"),
            ClientCertificateFault.EncryptedProxy => new("and is reached through an https proxy, which could ask for it", "e é acessada por um proxy https, que poderia pedi-lo"),
            _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, null),
        };
        return new("PFF3265", new(
            $"API '{api}' takes its client certificate from the file {file}, {what.English}.",
            $"A API '{api}' lê seu certificado de cliente do arquivo {file}, {what.Portuguese}."));
    }

    /// <summary>PFF3266.</summary>
    /// <param name="place">The file or environment variable with the key.</param>
    /// <param name="isGiven">Whether there is a password, so that it is the wrong one.</param>
    internal static RuntimeFailure ClientKeyLocked(string api, string place, bool isGiven) => new("PFF3266", isGiven
        ? new(
            $"API '{api}' has a client certificate whose key, in {place}, its password does not open.",
            $"A API '{api}' tem um certificado de cliente cuja chave, em {place}, a senha não abre.")
        : new(
            $"API '{api}' has a client certificate whose key, in {place}, has a password, and the catalogue does not say where that is.",
            $"A API '{api}' tem um certificado de cliente cuja chave, em {place}, tem senha, e o catálogo não diz onde ela está."))
    {
        Help = isGiven ? null : new("Add 'password: { env: NAME }' to 'client_certificate'.", "Acrescente 'password: { env: NOME }' a 'client_certificate'."),
    };

    /// <summary>PFF3267.</summary>
    /// <param name="place">The file or environment variable where the key should be.</param>
    internal static RuntimeFailure ClientKeyUnusable(string api, string place, ClientKeyFault fault)
    {
        LocalizedText what = fault switch
        {
            ClientKeyFault.None => new($"there is no private key in {place}", $"não há chave privada em {place}"),
            ClientKeyFault.OfAnother => new($"the private key in {place} belongs to another certificate", $"a chave privada em {place} pertence a outro certificado"),
            ClientKeyFault.Twice => new($"{place} is a PKCS#12 file, which has its key in it; leave 'key' out", $"{place} é um arquivo PKCS#12, que já contém a chave; retire 'key'"),
            ClientKeyFault.OldForm => new($"the private key in {place} is encrypted in an old form; write it anew with: openssl pkcs8 -topk8", $"a chave privada em {place} está cifrada em um formato antigo; grave-a de novo com: openssl pkcs8 -topk8"),
            ClientKeyFault.Unsupported => new($"the private key in {place} is damaged, or neither an RSA nor an elliptic-curve key", $"a chave privada em {place} está danificada, ou não é RSA nem de curva elíptica"),
            _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, null),
        };
        return new("PFF3267", new(
            $"The client certificate of API '{api}' cannot be used: {what.English}.",
            $"O certificado de cliente da API '{api}' não pode ser usado: {what.Portuguese}."))
        {
            Help = fault == ClientKeyFault.None
                ? new("If it is elsewhere, add 'key: { file: PATH }' to 'client_certificate'.", "Se estiver em outro lugar, acrescente 'key: { file: CAMINHO }' a 'client_certificate'.")
                : null,
        };
    }

    /// <summary>PFF3268: out of its time, which ends a run before it starts, or in its last days, of which a run warns.</summary>
    internal static RuntimeFailure ClientCertificateOutOfTime(string api, string file, DateTimeOffset from, DateTimeOffset until, DateTimeOffset now)
    {
        var (state, stateInPortuguese) = now < from ? ($"is valid only from {Show(from)}", $"só vale a partir de {Show(from)}")
            : now > until ? ($"expired at {Show(until)}", $"expirou em {Show(until)}")
            : ($"expires at {Show(until)}", $"expira em {Show(until)}");
        return new("PFF3268", new(
            $"The client certificate of API '{api}', in {file}, {state}.",
            $"O certificado de cliente da API '{api}', em {file}, {stateInPortuguese}."));
    }

    private static string Show(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
