using System.Collections.Immutable;
using Pff.Compiler.Manifest;

namespace Pff.Compiler.Formatting;

/// <summary>What a node of a manifest is for, as far as formatting cares.</summary>
internal enum ManifestPlace
{
    /// <summary>Values that stand for themselves: names, inputs, everything in a catalogue.</summary>
    Plain,
    Manifest,
    Sequences,
    Sequence,

    /// <summary>A list of steps, or one step.</summary>
    Steps,
    Step,

    /// <summary>A mapping whose values are steps.</summary>
    Handlers,

    /// <summary>A mapping of settings that has steps among them.</summary>
    Settings,

    /// <summary>Values with expressions in them.</summary>
    Value,
}

internal static class ManifestPlaces
{
    private static readonly ImmutableHashSet<string> KeysWithSteps = ["steps", "else", "parallel"];

    private static readonly ImmutableHashSet<string> KeysWithHandlers = ["on_error", "cases"];

    private static readonly ImmutableHashSet<string> KeysWithSettings = ["retry"];

    private static readonly ImmutableHashSet<string> KeysWithNames =
        ["name", "description", "method", "call", "as", "index_as", "save_as", "at_most", "code"];

    /// <param name="parent">What the mapping is in which the key stands.</param>
    /// <param name="key">The key.</param>
    /// <param name="value">Its value.</param>
    public static ManifestPlace OfEntry(ManifestPlace parent, string key, YamlNode value) => Settle(
        parent switch
        {
            ManifestPlace.Manifest => key == "sequences" ? ManifestPlace.Sequences : ManifestPlace.Plain,
            ManifestPlace.Sequences => value is YamlMapping ? ManifestPlace.Sequence : ManifestPlace.Steps,
            ManifestPlace.Sequence when key == "steps" => ManifestPlace.Steps,
            ManifestPlace.Sequence when KeysWithHandlers.Contains(key) => ManifestPlace.Handlers,
            ManifestPlace.Handlers => ManifestPlace.Steps,
            ManifestPlace.Step or ManifestPlace.Settings when KeysWithSteps.Contains(key) => ManifestPlace.Steps,
            ManifestPlace.Step when KeysWithSettings.Contains(key) => ManifestPlace.Settings,
            ManifestPlace.Step when KeysWithHandlers.Contains(key) => ManifestPlace.Handlers,
            ManifestPlace.Step when KeysWithNames.Contains(key) => ManifestPlace.Plain,
            ManifestPlace.Step or ManifestPlace.Settings or ManifestPlace.Value => ManifestPlace.Value,
            _ => ManifestPlace.Plain,
        },
        value);

    public static ManifestPlace OfItem(ManifestPlace parent, YamlNode item) => Settle(parent, item);

    private static ManifestPlace Settle(ManifestPlace place, YamlNode node) =>
        place == ManifestPlace.Steps && node is YamlMapping ? ManifestPlace.Step : place;
}
