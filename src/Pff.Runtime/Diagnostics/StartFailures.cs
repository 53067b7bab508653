using Pff.Core.Diagnostics;

namespace Pff.Runtime.Diagnostics;

/// <summary>PFF3012 to PFF3029: a run that cannot start.</summary>
public static partial class RuntimeFailures
{
    /// <summary>PFF3012.</summary>
    public static RuntimeFailure UnknownSequence(string name, IEnumerable<string> known)
    {
        var near = Suggestion.Nearest(name, known);
        return new("PFF3012", new(
            $"The plan has no sequence '{name}'; it has {string.Join(", ", known)}.",
            $"O plano não tem a sequência '{name}'; tem {string.Join(", ", known)}."))
        {
            Help = near is null ? null : new($"Did you mean '{near}'?", $"Você quis dizer '{near}'?"),
        };
    }

    /// <summary>PFF3013.</summary>
    public static RuntimeFailure PlanIsInconsistent(string detail) => new("PFF3013", new(
        $"The plan contradicts itself: {detail}.",
        $"O plano se contradiz: {detail}."))
    {
        Help = new("Compile it again.", "Compile-o de novo."),
    };

    /// <summary>PFF3014.</summary>
    public static RuntimeFailure SettingOutOfRange(string name, long value, long minimum, long maximum) => new("PFF3014", new(
        $"{name} must be {minimum} to {maximum}, and is {value}.",
        $"{name} deve estar entre {minimum} e {maximum}, e é {value}."));

    /// <summary>PFF3015.</summary>
    public static RuntimeFailure SecretVariableMissing(string api, string variable) => new("PFF3015", new(
        $"API '{api}' takes a secret from the environment variable {variable}, which is not set.",
        $"A API '{api}' lê um segredo da variável de ambiente {variable}, que não está definida."));

    /// <summary>PFF3016.</summary>
    public static RuntimeFailure SecretFileMissing(string api, string file) => new("PFF3016", new(
        $"API '{api}' takes a secret from the file {file}, which is missing, empty or not readable.",
        $"A API '{api}' lê um segredo do arquivo {file}, que não existe, está vazio ou não pode ser lido."));

    /// <summary>PFF3017.</summary>
    public static RuntimeFailure SecretHasNoSource(string api) => new("PFF3017", new(
        $"API '{api}' has a secret without an environment variable or file to take it from.",
        $"A API '{api}' tem um segredo sem variável de ambiente ou arquivo de onde lê-lo."));

    /// <summary>PFF3018.</summary>
    /// <param name="found">The first such character; only its kind is said.</param>
    public static RuntimeFailure SecretNotSendable(string api, string source, char found)
    {
        var (kind, kindInPortuguese) = found is '\r' or '\n' ? ("a line break", "quebra de linha")
            : found > '\u007f' ? ("a character beyond ASCII (a letter with an accent, or a typographic quote or dash)", "caractere que não é ASCII (letra acentuada, ou aspas ou traço tipográfico)")
            : ("a control character", "caractere de controle");
        return new("PFF3018", new(
            $"API '{api}' takes a secret from {source} that contains {kind}, which no header can carry.",
            $"A API '{api}' lê de {source} um segredo com {kindInPortuguese}, que nenhum cabeçalho pode levar."));
    }

    /// <summary>PFF3019.</summary>
    public static RuntimeFailure HostIsNotAnAddress(string api, string host) => new("PFF3019", new(
        $"API '{api}' has the host '{host}', which is not an absolute http or https address without query.",
        $"A API '{api}' tem o host '{host}', que não é um endereço http ou https absoluto sem consulta."));

    /// <summary>PFF3116.</summary>
    public static RuntimeFailure AuthoritiesNotReadable(string api, string file) => new("PFF3116", new(
        $"API '{api}' trusts the certificate authorities in the file {file}, which is missing, not readable, or has no certificate in PEM form.",
        $"A API '{api}' confia nas autoridades certificadoras do arquivo {file}, que não existe, não pode ser lido ou não tem certificado em formato PEM."));

    /// <summary>PFF3020.</summary>
    public static RuntimeFailure ApiHasNoHost(string api) => new("PFF3020", new(
        $"API '{api}' has no host.",
        $"A API '{api}' não tem host."));
}
