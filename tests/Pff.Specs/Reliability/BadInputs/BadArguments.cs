namespace Pff.Specs.Reliability.BadInputs;

/// <summary>Command lines.</summary>
internal static class BadArguments
{
    public static IEnumerable<BadInput> All { get; } =
    [
        new("an option that is nearly right", BadInput.Run + " --worker 5"),
        new("such an option in front", "pff run --worker 5 manifest.yaml --file rows.csv"),
        new("no workers", BadInput.Run + " --workers 0"),
        new("a sequence that is not there", BadInput.Run + " --sequence fixx"),
        new("a share of more than all", BadInput.Run + " --stop-rate 500%"),
        new("a window without an end", BadInput.Run + " --window 22:00"),
        new("a report of a format that is not known", BadInput.Run + " --report report.pdf"),
        new("an environment that is not there", BadInput.Run + " --env staging"),
        new("a run that is not there", "pff resume 20200101-000000-k3f9"),
        new("a plan that is none", "pff run none.pffplan --file rows.csv") { Files = [("none.pffplan", "nonsense"u8.ToArray())] },
        new("a manifest that is not there", "pff run manifes.yaml --file rows.csv"),
        new("a change plan that is none", "pff apply none.pffchanges") { Files = [("none.pffchanges", "nonsense"u8.ToArray())] },
    ];
}
