using Pff.Core.Ports;

namespace Pff.Runtime.Journal;

/// <summary>How a run is about an earlier one, as the settings in its header say it.</summary>
/// <param name="RedriveOf">The run of which it runs some rows again; null where it does not.</param>
/// <param name="UndoOf">The run that it undoes; null where it does not.</param>
public sealed record RunLinks(string? RedriveOf, string? UndoOf)
{
    public const string RedriveOfKey = "redrive_of";
    public const string UndoOfKey = "undo_of";

    public static RunLinks None { get; } = new(null, null);

    public static RunLinks Of(RunHeader header) =>
        new(header.Settings.GetValueOrDefault(RedriveOfKey), header.Settings.GetValueOrDefault(UndoOfKey));
}
