using System.Collections.Immutable;
using System.CommandLine;

namespace Pff.Cli.Runtime.Commands;

/// <summary>The part of a command line that says when a run stops by itself, and how it is widened.</summary>
internal sealed class CautionChoice
{
    private readonly Option<string?> _stopAfter = new("--stop-after") { Description = "Stop when more rows than this have failed", HelpName = "ROWS" };

    private readonly Option<string?> _stopRate = new("--stop-rate") { Description = "Stop when a larger share of the finished rows has failed", HelpName = "SHARE" };

    private readonly Option<string[]> _stopOn = new("--stop-on")
    {
        Description = "Stop when more rows than this have failed with a code or status (HTTP-409); may be given several times",
        HelpName = "CODE=ROWS",
    };

    private readonly Option<string?> _canary = new("--canary")
    {
        Description = "Run a random part of the rows first, and widen where few fail: 1%,10%,100%",
        HelpName = "SHARES",
    };

    private readonly Option<string?> _acceptable = new("--acceptable") { Description = "With --canary: a share of failing rows that is good (default: 1%)", HelpName = "SHARE" };

    private readonly Option<string?> _intolerable = new("--intolerable") { Description = "With --canary: a share of failing rows that must stop the run (default: 5%)", HelpName = "SHARE" };

    private readonly Option<string?> _error = new("--error")
    {
        Description = "With --canary: how likely, at most, a good run is stopped, or a bad one widened (default: 5%)",
        HelpName = "SHARE",
    };

    private readonly Option<bool> _approve = new("--approve-each-ring") { Description = "With --canary: ask before each ring is widened" };

    private readonly Option<string?> _window = new("--window")
    {
        Description = "Send only at these hours: \"22:00-06:00 America/Sao_Paulo\" (default time zone: the machine's)",
        HelpName = "HOURS",
    };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _stopAfter, _stopRate, _stopOn, _canary, _acceptable, _intolerable, _error, _approve, _window })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The texts by the keys of <see cref="Caution"/>.</summary>
    public ImmutableDictionary<string, string> Read(ParseResult result)
    {
        var stopOn = string.Join(' ', result.GetValue(_stopOn) ?? []);
        return new (string Key, string? Text)[]
        {
            (Caution.StopAfterKey, result.GetValue(_stopAfter)),
            (Caution.StopRateKey, result.GetValue(_stopRate)),
            (Caution.StopOnKey, stopOn.Length == 0 ? null : stopOn),
            (Caution.CanaryKey, result.GetValue(_canary)),
            (Caution.AcceptableKey, result.GetValue(_acceptable)),
            (Caution.IntolerableKey, result.GetValue(_intolerable)),
            (Caution.ErrorKey, result.GetValue(_error)),
            (Caution.ApproveKey, result.GetValue(_approve) ? "true" : null),
            (Caution.WindowKey, result.GetValue(_window)),
        }.Where(t => t.Text is not null).ToImmutableDictionary(t => t.Key, t => t.Text!);
    }
}
