using System.Text;
using Pff.Core.Plan;
using Pff.Core.Ports;

namespace Pff.Runtime.Tests.Support;

/// <summary>Records that tests write into journals.</summary>
public static class Samples
{
    public static RunHeader Header { get; } = new()
    {
        RunId = "20261122-154233-k3f9",
        PlanHash = new string('a', 64),
        PlanName = "Correção de Contratos",
        Sequence = "corrigir_contrato",
        InputPath = "/data/customers.csv",
        InputSha256 = new string('b', 64),
        Now = new Timestamp(1_795_000_000, 5),
        Columns = ["stake", "status"],
        Settings = System.Collections.Immutable.ImmutableDictionary<string, string>.Empty.Add("workers", "20"),
    };

    public static RowFailure Failure(string code = "CRM", string step = "3") =>
        new(FailureKind.Conflict, code, new("the contract changed", "o contrato mudou"), step, 409);

    public static CallIntent Intent(long row, int ordinal) =>
        new(new CallKey(row, ordinal), "3", "set_contract_status", $"key-{row}-{ordinal}", new string('c', 64));

    public static CallOutcome Read(long row, int ordinal, int length = 40) =>
        new(new CallKey(row, ordinal), "1", "get_customer", Effect.Read, CallState.Succeeded, 200, Body(row, length), 1, 12);

    public static CallOutcome Written(long row, int ordinal, CallState state = CallState.Succeeded) =>
        new(new CallKey(row, ordinal), "3", "set_contract_status", Effect.Write, state, state == CallState.Succeeded ? 200 : 409, Body(row, 30), 2, 34)
        {
            Failure = state == CallState.Succeeded ? null : Failure(),
        };

    public static RowResult Row(long row, RowOutcome outcome = RowOutcome.Succeeded) => new()
    {
        Row = row,
        Outcome = outcome,
        Failure = outcome is RowOutcome.Failed or RowOutcome.Unknown ? Failure() : null,
        Reason = outcome == RowOutcome.Skipped ? "no customer" : null,
        Returned = outcome == RowOutcome.Succeeded ? Encoding.UTF8.GetBytes($$"""{"stake":{{row}},"status":"Active"}""") : default,
        Reads = 2,
        Writes = 1,
        Attempts = 4,
        DurationMs = 55,
    };

    private static byte[] Body(long row, int length) => Encoding.UTF8.GetBytes($$"""{"id":"{{row}}","pad":"{{new string('x', length)}}"}""");
}
