using Pff.Core.Ports;

namespace Pff.Runtime.Journal;

/// <summary>How a run is about an earlier one, as the settings in its header say it.</summary>
/// <param name="RedriveOf">The run of which it runs some rows again; null where it does not.</param>
/// <param name="UndoOf">The run that it undoes; null where it does not.</param>
public sealed record RunLinks(string? RedriveOf, string? UndoOf)
{
    public const string RedriveOfKey = "redrive_of";
    public const string UndoOfKey = "undo_of";

    public const string ChangesSha256Key = "changes_sha256";

    public static RunLinks None { get; } = new(null, null);

    /// <summary>The hash of the change plan that it applies; null where it applies none. A run that redrives another has that of the other.</summary>
    public string? ChangesSha256 { get; init; }

    public static RunLinks Of(RunHeader header) =>
        new(header.Settings.GetValueOrDefault(RedriveOfKey), header.Settings.GetValueOrDefault(UndoOfKey))
        {
            // It names a file, so what is no hash is none.
            ChangesSha256 = header.Settings.GetValueOrDefault(ChangesSha256Key) is { Length: > 0 } hash && hash.All(char.IsAsciiHexDigit) ? hash : null,
        };
}
