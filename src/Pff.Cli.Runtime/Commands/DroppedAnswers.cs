using System.Collections.Immutable;
using System.CommandLine;
using Pff.Core.Ports;

namespace Pff.Cli.Runtime.Commands;

/// <summary>The option of runs whose journals are small and that cannot be replayed.</summary>
internal static class DroppedAnswers
{
    public const string OptionName = "--drop-answers";

    public static Option<bool> NewOption() => new(OptionName)
    {
        Description = "Drop what a row has read when it finishes: the journal is smaller, and 'pff replay' cannot repeat the run",
    };

    public static ImmutableDictionary<string, string> Write(ImmutableDictionary<string, string> settings, bool isDropped) =>
        settings.Add(RunHeader.KeepAnswersSetting, isDropped ? "false" : "true");
}
