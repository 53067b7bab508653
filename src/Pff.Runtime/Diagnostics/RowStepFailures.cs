using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Ports;

namespace Pff.Runtime.Diagnostics;

/// <summary>PFF3001 to PFF3011 and PFF3240: what fails a row outside its calls.</summary>
public static class RowStepFailures
{
    /// <summary>PFF3001.</summary>
    public static RowFailure ExpressionHasNoValue(string step, string where, Fault fault) => Evaluation("PFF3001", step, new(
        $"{where} has no value: {fault.Message.English}",
        $"{where} não tem valor: {fault.Message.Portuguese}"));

    /// <summary>PFF3002.</summary>
    public static RowFailure ResponseIsNotAsDeclared(string step, string where, Fault fault) => Evaluation("PFF3002", step, new(
        $"{where} reads a response that is not as its API declares: {fault.Message.English}",
        $"{where} lê uma resposta que não é como a sua API declara: {fault.Message.Portuguese}"));

    /// <summary>PFF3003.</summary>
    public static RowFailure ConditionIsNotBool(string step, string where, ValueKind found) => Evaluation("PFF3003", step, new(
        $"{where} must be true or false, and is {NameOf(found)}.",
        $"{where} deve ser verdadeiro ou falso, e é {NameOf(found)}."));

    /// <summary>PFF3004.</summary>
    public static RowFailure LoopIsNotOverList(string step, string where, ValueKind found) => Evaluation("PFF3004", step, new(
        $"for_each needs a list, and {where} is {NameOf(found)}.",
        $"for_each precisa de uma lista, e {where} é {NameOf(found)}."));

    /// <summary>PFF3005.</summary>
    public static RowFailure TooManyElements(string step, int found, int atMost) => Evaluation("PFF3005", step, new(
        $"The list has {found} elements, and at_most allows {atMost}; none was handled.",
        $"A lista tem {found} elementos, e at_most permite {atMost}; nenhum foi tratado."));

    /// <summary>PFF3006.</summary>
    public static RowFailure ValueCannotBeWritten(string step, string where, string reasonEnglish, string reasonPortuguese) => Evaluation("PFF3006", step, new(
        $"{where} cannot be written as JSON: {reasonEnglish}.",
        $"{where} não pode ser escrito como JSON: {reasonPortuguese}."));

    /// <summary>PFF3007.</summary>
    public static RowFailure TooManySteps(string step, int limit) => Evaluation("PFF3007", step, new(
        $"The row took more than {limit} steps.",
        $"A linha deu mais de {limit} passos."));

    /// <summary>PFF3008.</summary>
    public static RowFailure CallsTooDeep(string step, int limit) => Evaluation("PFF3008", step, new(
        $"Steps are nested more than {limit} deep.",
        $"Os passos estão aninhados em mais de {limit} níveis."));

    /// <summary>PFF3009.</summary>
    public static RowFailure JournalDiffers(string step, string method, string journaledStep, string journaledMethod) => Evaluation("PFF3009", step, new(
        $"The journal has a call of '{journaledMethod}' by step {journaledStep} where the row now calls '{method}'; the row was left as it was.",
        $"O diário tem uma chamada de '{journaledMethod}' pelo passo {journaledStep} onde a linha agora chama '{method}'; a linha foi deixada como estava."));

    /// <summary>PFF3009: a write of unknown effect, to which the row did not come again.</summary>
    /// <param name="cause">What ended the row instead; null where it came to its end.</param>
    public static RowFailure StillUnknown(string journaledStep, string journaledMethod, RowFailure? cause) => new(FailureKind.Unknown, "PFF3009", new(
        $"Whether '{journaledMethod}' by step {journaledStep} took effect is still not known: the row did not come to it again, so nothing could settle it. {cause?.Message.English}".TrimEnd(),
        $"Ainda não se sabe se '{journaledMethod}' do passo {journaledStep} teve efeito: a linha não voltou a ele, e nada pôde esclarecer. {cause?.Message.Portuguese}".TrimEnd()),
        journaledStep, cause?.Status ?? 0);

    /// <summary>PFF3010.</summary>
    public static RowFailure InterruptedWrite(string step, string method) => new(FailureKind.Unknown, "PFF3010", new(
        $"The run stopped while '{method}' was being sent; whether it took effect is not known, and it was not sent again.",
        $"A execução parou enquanto '{method}' era enviado; não se sabe se teve efeito, e não foi enviado de novo."), step, 0);

    /// <summary>PFF3011.</summary>
    public static RowFailure InterruptedWriteDiffers(string step, string method) => new(FailureKind.Unknown, "PFF3011", new(
        $"The run stopped while '{method}' was being sent, and its request would now be another one; it was not sent again.",
        $"A execução parou enquanto '{method}' era enviado, e a sua requisição agora seria outra; não foi enviado de novo."), step, 0);

    /// <summary>PFF3240.</summary>
    public static RowFailure OutOfTime(string step, string method) => new(FailureKind.Timeout, "PFF3240", new(
        $"The time that the sequence's budget allows was over before '{method}'; nothing more was sent.",
        $"O tempo que o orçamento da sequência permite acabou antes de '{method}'; nada mais foi enviado."), step, 0);

    private static RowFailure Evaluation(string code, string step, LocalizedText message) =>
        new(FailureKind.Evaluation, code, message, step, 0);

    private static string NameOf(ValueKind kind) => kind.ToString().ToLowerInvariant();
}
