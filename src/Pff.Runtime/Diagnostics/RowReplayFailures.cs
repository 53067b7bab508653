using Pff.Core.Plan;
using Pff.Core.Ports;

namespace Pff.Runtime.Diagnostics;

/// <summary>PFF3630 to PFF3639: what ends the replay of a row.</summary>
public static class RowReplayFailures
{
    /// <summary>PFF3630.</summary>
    public static RowFailure NotKept(string step, string method) => new(FailureKind.Evaluation, "PFF3630", new(
        $"The row cannot be replayed further: the journal does not have the answer of '{method}', and a replay sends nothing.",
        $"A linha não pode ser reproduzida além daqui: o diário não tem a resposta de '{method}', e uma reprodução não envia nada."), step, 0);
}
