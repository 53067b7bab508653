using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Ports;

namespace Pff.Runtime.Diagnostics;

/// <summary>PFF3101 to PFF3139 and PFF3269: a call that failed. None repeats a secret, a query or a whole body.</summary>
public static class RowCallFailures
{
    /// <summary>PFF3101: an HTTP status that is no success.</summary>
    /// <param name="detail">What the server said, redacted; empty where it said nothing that can be shown.</param>
    public static RowFailure Status(string method, string host, int status, string detail)
    {
        var said = detail.Length == 0 ? "." : $": {detail}";
        return new(FailureKinds.OfStatus(status), "PFF3101", new(
            $"'{method}' was answered {status} by {host}{said}",
            $"'{method}' recebeu {status} de {host}{said}"), "", status);
    }

    /// <summary>PFF3102.</summary>
    public static RowFailure TimedOut(string method, string host, int attempts) => new(FailureKind.Timeout, "PFF3102", new(
        $"'{method}' got no answer from {host} in time ({Attempts(attempts)}).",
        $"'{method}' não teve resposta de {host} a tempo ({AttemptsInPortuguese(attempts)})."), "", 0);

    /// <summary>PFF3103.</summary>
    public static RowFailure NoConnection(string method, string host, LocalizedText reason) => new(FailureKind.Network, "PFF3103", new(
        $"'{method}' could not connect to {host} ({reason.English}).",
        $"'{method}' não conseguiu conectar a {host} ({reason.Portuguese})."), "", 0);

    /// <summary>PFF3104.</summary>
    public static RowFailure ConnectionLost(string method, string host) => new(FailureKind.Network, "PFF3104", new(
        $"'{method}' lost its connection to {host} before the answer was complete.",
        $"'{method}' perdeu a conexão com {host} antes de a resposta estar completa."), "", 0);

    /// <summary>PFF3105.</summary>
    public static RowFailure NoHealthyHost(string method, string api) => new(FailureKind.Unavailable, "PFF3105", new(
        $"'{method}' was not sent: every host of '{api}' has failed too often lately.",
        $"'{method}' não foi enviado: todos os hosts de '{api}' falharam demais ultimamente."), "", 0);

    /// <summary>PFF3106.</summary>
    public static RowFailure ResponseTooLarge(string method, string host, long maximumBytes, int status) => new(FailureKind.BadResponse, "PFF3106", new(
        $"The answer to '{method}' from {host} is larger than {maximumBytes} bytes.",
        $"A resposta de '{method}' de {host} tem mais de {maximumBytes} bytes."), "", status);

    /// <summary>PFF3107.</summary>
    public static RowFailure ResponseIsNotJson(string step, string method, LocalizedText reason, int status) => new(FailureKind.BadResponse, "PFF3107", new(
        $"The answer to '{method}' is not the JSON that was expected: {reason.English}.",
        $"A resposta de '{method}' não é o JSON esperado: {reason.Portuguese}."), step, status);

    /// <summary>PFF3107.</summary>
    public static RowFailure WebPage(string method, string host, int status) => new(FailureKind.BadResponse, "PFF3107", new(
        $"'{method}' was answered {status} by {host} with a web page and not the JSON that was expected: a login page or a proxy answered, not the API.",
        $"'{method}' recebeu {status} de {host} com uma página web, e não o JSON esperado: respondeu uma página de login ou um proxy, não a API."), "", status);

    /// <summary>PFF3108.</summary>
    public static RowFailure Redirected(string method, string host, int status) => new(FailureKind.Rejected, "PFF3108", new(
        $"'{method}' was redirected by {host} ({status}); redirects are not followed, so the host or path needs correction.",
        $"'{method}' foi redirecionado por {host} ({status}); redirecionamentos não são seguidos, então corrija o host ou o caminho."), "", status);

    /// <summary>PFF3109: the effect of a write is not known.</summary>
    /// <param name="cause">The failure that it would have been, had it been a read.</param>
    public static RowFailure EffectUnknown(string method, RowFailure cause) => new(FailureKind.Unknown, "PFF3109", new(
        $"Whether '{method}' took effect is not known. {cause.Message.English}",
        $"Não se sabe se '{method}' teve efeito. {cause.Message.Portuguese}"), "", cause.Status);

    /// <summary>PFF3110.</summary>
    public static RowFailure NoToken(string method, string api, LocalizedText reason) => new(FailureKind.Unauthorized, "PFF3110", new(
        $"'{method}' was not sent: the token endpoint of '{api}' gave no token ({reason.English}).",
        $"'{method}' não foi enviado: o endpoint de token de '{api}' não deu um token ({reason.Portuguese})."), "", 0);

    /// <summary>PFF3111.</summary>
    public static RowFailure MalformedAnswer(string method, string host) => new(FailureKind.BadResponse, "PFF3111", new(
        $"{host} answered '{method}' with something that is not HTTP as the standard has it.",
        $"{host} respondeu a '{method}' com algo que não é HTTP segundo o padrão."), "", 0);

    /// <summary>PFF3112.</summary>
    public static RowFailure AnswerIncomplete(string method, string host, int status, bool isTooSlow)
    {
        var message = isTooSlow
            ? new LocalizedText(
                $"'{method}' was answered {status} by {host}, but the rest of the answer did not come in time.",
                $"'{method}' recebeu {status} de {host}, mas o resto da resposta não chegou a tempo.")
            : new LocalizedText(
                $"'{method}' was answered {status} by {host}, but the rest of the answer was lost.",
                $"'{method}' recebeu {status} de {host}, mas o resto da resposta se perdeu.");
        return new RowFailure(FailureKind.BadResponse, "PFF3112", message, "", status);
    }

    /// <summary>PFF3113: the answer to a write was lost, and a read shows that it had no effect.</summary>
    /// <param name="cause">The failure that it would have been, had it been a read.</param>
    public static RowFailure HadNoEffect(string method, string readBack, RowFailure cause) => new(cause.Kind, "PFF3113", new(
        $"'{method}' had no effect, as '{readBack}' shows. {cause.Message.English}",
        $"'{method}' não teve efeito, como '{readBack}' mostra. {cause.Message.Portuguese}"), "", cause.Status);

    /// <summary>PFF3114: a write took effect, but its answer, which the row needs, was lost.</summary>
    public static RowFailure AnswerLost(string method, string readBack) => new(FailureKind.BadResponse, "PFF3114", new(
        $"'{method}' took effect, as '{readBack}' shows, but its answer was lost, and the row needs what it said.",
        $"'{method}' teve efeito, como '{readBack}' mostra, mas a resposta se perdeu, e a linha precisa do que ela dizia."), "", 0);

    /// <summary>PFF3115: a resumed row needs the answer to a write, which had a secret in it and was not kept.</summary>
    public static RowFailure AnswerNotKept(string method) => new(FailureKind.BadResponse, "PFF3115", new(
        $"'{method}' took effect before the run was resumed; its answer has a secret in it, so it was not kept, and the row needs it.",
        $"'{method}' teve efeito antes de a execução ser retomada; a resposta contém um segredo, por isso não foi guardada, e a linha precisa dela."), "", 0);

    /// <summary>PFF3120.</summary>
    public static RowFailure PathArgumentUnusable(string step, string method, string parameter) => new(FailureKind.Invalid, "PFF3120", new(
        $"The argument '{parameter}' of '{method}' is part of a path and must not be empty, '.' or '..'; nothing was sent.",
        $"O argumento '{parameter}' de '{method}' faz parte de um caminho e não pode ser vazio, '.' ou '..'; nada foi enviado."), step, 0);

    /// <summary>PFF3121.</summary>
    public static RowFailure ArgumentMissing(string step, string method, string parameter) => new(FailureKind.Invalid, "PFF3121", new(
        $"The argument '{parameter}' of '{method}' is required and has no value; nothing was sent.",
        $"O argumento '{parameter}' de '{method}' é obrigatório e não tem valor; nada foi enviado."), step, 0);

    /// <summary>PFF3122.</summary>
    public static RowFailure ArgumentUnusable(string step, string method, string parameter, ValueKind found) => new(FailureKind.Invalid, "PFF3122", new(
        $"The argument '{parameter}' of '{method}' cannot be sent where it belongs, being {found.ToString().ToLowerInvariant()}; nothing was sent.",
        $"O argumento '{parameter}' de '{method}' não pode ser enviado onde deve, sendo {found.ToString().ToLowerInvariant()}; nada foi enviado."), step, 0);

    /// <summary>PFF3123.</summary>
    public static RowFailure HeaderUnusable(string step, string method, string parameter) => new(FailureKind.Invalid, "PFF3123", new(
        $"The argument '{parameter}' of '{method}' has a line break, control or non-ASCII character, which no header can carry; nothing was sent.",
        $"O argumento '{parameter}' de '{method}' tem quebra de linha, caractere de controle ou não ASCII, que nenhum cabeçalho pode levar; nada foi enviado."), step, 0);

    /// <summary>PFF3124.</summary>
    public static RowFailure RequestTooLarge(string step, string method, int maximum) => new(FailureKind.Invalid, "PFF3124", new(
        $"The request of '{method}' is larger than {maximum} bytes; nothing was sent.",
        $"A requisição de '{method}' tem mais de {maximum} bytes; nada foi enviado."), step, 0);

    /// <summary>PFF3269.</summary>
    /// <param name="reason">What the host's TLS alert says.</param>
    public static RowFailure CertificateRefused(string method, string host, LocalizedText reason) => new(FailureKind.Unauthorized, "PFF3269", new(
        $"{host} did not let '{method}' in: {reason.English}.",
        $"{host} não deixou '{method}' entrar: {reason.Portuguese}."), "", 0);

    private static string Attempts(int count) => count == 1 ? "1 attempt" : $"{count} attempts";

    private static string AttemptsInPortuguese(int count) => count == 1 ? "1 tentativa" : $"{count} tentativas";
}
