using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Ports;

namespace Pff.Runtime.Diagnostics;

/// <summary>PFF3601 to PFF3609: a change plan that cannot be used.</summary>
public static partial class RuntimeFailures
{
    /// <summary>PFF3601.</summary>
    public static RuntimeFailure NotAChangePlan(string path, int line) => new("PFF3601", new(
        $"{path}:{line} is not the beginning of a change plan.", $"{path}:{line} não é o começo de um plano de mudanças."))
    {
        Help = new("Make one with: pff plan MANIFEST --file INPUT", "Faça um com: pff plan MANIFESTO --file ENTRADA"),
    };

    /// <summary>PFF3602.</summary>
    public static RuntimeFailure ChangePlanNotWhole(string path) => new("PFF3602", new(
        $"{path} is damaged or cut off; nothing of it can be trusted.", $"{path} está danificado ou cortado; nada dele é confiável."))
    {
        Help = new("Make it again with: pff plan MANIFEST --file INPUT", "Faça-o de novo com: pff plan MANIFESTO --file ENTRADA"),
    };

    /// <summary>PFF3603.</summary>
    public static RuntimeFailure ChangePlanNotReadable(string path, LocalizedText reason) => new("PFF3603", new(
        $"{path} cannot be read: {reason.English}.", $"{path} não pode ser lido: {reason.Portuguese}."));
}

/// <summary>PFF3610 to PFF3619: a row that is not as its approved plan has it.</summary>
public static class RowChangeFailures
{
    /// <summary>PFF3610.</summary>
    public static RowFailure Drifted(string step, string method) => new(FailureKind.Conflict, "PFF3610", new(
        $"The answer to '{method}' is not what it was when the changes were planned, so the row was left as it is.",
        $"A resposta de '{method}' não é a mesma de quando as mudanças foram planejadas; a linha foi deixada como está."), step, 0);

    /// <summary>PFF3611.</summary>
    public static RowFailure OutsideOfPlan(string step, string method) => new(FailureKind.Conflict, "PFF3611", new(
        $"The row would call '{method}' as the approved plan does not have it; it was not sent.",
        $"A linha chamaria '{method}' de um modo que o plano aprovado não tem; não foi enviado."), step, 0);

    /// <summary>PFF3612.</summary>
    public static RowFailure ReplacesOther(string step, string method) => new(FailureKind.Conflict, "PFF3612", new(
        $"What '{method}' would replace is not what it was when the changes were planned, so the row was left as it is.",
        $"O que '{method}' substituiria não é mais o que era quando as mudanças foram planejadas; a linha foi deixada como está."), step, 0);
}
