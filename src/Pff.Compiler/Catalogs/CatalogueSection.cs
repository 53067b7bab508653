using System.Globalization;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Manifest;
using Pff.Core.Diagnostics;

namespace Pff.Compiler.Catalogs;

/// <summary>
/// A mapping of a catalogue being read: each key is asked for with the kind of value that it takes, and
/// <see cref="Close"/> reports the keys that nobody asked for. What is wrong is reported and taken as not there.
/// </summary>
internal sealed class CatalogueSection(YamlMapping map, LocalizedText owner, DiagnosticBag diagnostics)
{
    private readonly List<string> _known = [];

    public YamlMapping Map { get; } = map;

    public LocalizedText Owner { get; } = owner;

    public DiagnosticBag Diagnostics { get; } = diagnostics;

    /// <returns>Null where the node is no mapping, which is then reported.</returns>
    public static CatalogueSection? Open(YamlNode node, LocalizedText owner, DiagnosticBag diagnostics)
    {
        if (node is YamlMapping map)
        {
            return new CatalogueSection(map, owner, diagnostics);
        }

        ReportNode(node, new("a mapping", "um mapeamento"), diagnostics);
        return null;
    }

    public YamlEntry? Find(string key)
    {
        _known.Add(key);
        return Map.Find(key);
    }

    public CatalogueSection? Section(string key, LocalizedText owner) => Find(key) is { } entry ? Open(entry.Value, owner, Diagnostics) : null;

    public YamlScalar? Text(string key) => Find(key) is { } entry ? AsText(entry.Value) : null;

    public YamlScalar? AsText(YamlNode node)
    {
        // A number or bool without quotes is what somebody wrote who meant a text.
        if (node is YamlScalar { IsNull: false } scalar && scalar.Text.Length > 0)
        {
            return scalar;
        }

        ReportNode(node, new("text", "um texto"), Diagnostics);
        return null;
    }

    public bool? Bool(string key)
    {
        if (Find(key) is not { } entry)
        {
            return null;
        }

        if (entry.Value is YamlScalar scalar && scalar.TryGetBool(out var value))
        {
            return value;
        }

        ReportNode(entry.Value, new("true or false", "true ou false"), Diagnostics);
        return null;
    }

    public int? Whole(string key, int smallest, int largest) => Scalar(key) is { } scalar
        ? scalar.TryGetInt(out var value) && value >= smallest && value <= largest
            ? (int)value
            : Report<int>(CompilerDiagnostics.NotANumberWithin(scalar, Show(smallest), Show(largest)))
        : null;

    /// <summary>A number from 0 to 1, or the percentage for it.</summary>
    public double? Ratio(string key)
    {
        if (Scalar(key) is not { } scalar)
        {
            return null;
        }

        if (CatalogueValues.TryPercentage(scalar.Text, out var percent))
        {
            return percent / 100.0;
        }

        return scalar.TryGetDouble(out var value) && value is >= 0 and <= 1
            ? value
            : Report<double>(CompilerDiagnostics.NotANumberWithin(scalar, "0", "1"));
    }

    /// <summary>In milliseconds.</summary>
    public int? Duration(string key) => Scalar(key) is { } scalar
        ? CatalogueValues.TryDuration(scalar.Text, out var milliseconds)
            ? milliseconds
            : Report<int>(CompilerDiagnostics.NotADuration(scalar))
        : null;

    /// <summary>In bytes.</summary>
    public long? Size(string key) => Scalar(key) is { } scalar
        ? CatalogueValues.TrySize(scalar.Text, out var bytes)
            ? bytes
            : Report<long>(CompilerDiagnostics.NotASize(scalar))
        : null;

    /// <summary>Whole, from 0 to 100.</summary>
    public int? Percentage(string key) => Scalar(key) is { } scalar
        ? CatalogueValues.TryPercentage(scalar.Text, out var percent)
            ? (int)Math.Round(percent)
            : Report<int>(CompilerDiagnostics.NotAPercentage(scalar))
        : null;

    public YamlScalar? Choice(string key, params string[] choices)
    {
        if (Text(key) is not { } scalar)
        {
            return null;
        }

        if (choices.Contains(scalar.Text))
        {
            return scalar;
        }

        Diagnostics.Add(CompilerDiagnostics.NotAChoice(scalar, choices));
        return null;
    }

    /// <summary>Says that a key is needed which is not there; at the mapping's first key, since what is missing has no place.</summary>
    public void ReportMissing(string key)
    {
        var place = Map.Entries.IsEmpty ? Map.Span : Map.Entries[0].Key.Span;
        Diagnostics.Add(CompilerDiagnostics.CatalogueKeyMissing(Map.Source, place, Owner, key));
    }

    public void Close()
    {
        foreach (var entry in Map.Entries.Where(e => !_known.Contains(e.Key.Text)))
        {
            Diagnostics.Add(CompilerDiagnostics.UnknownKey(entry.Key, Owner, _known));
        }
    }

    public static void ReportNode(YamlNode node, LocalizedText expected, DiagnosticBag diagnostics)
    {
        if (node is not YamlInvalid)
        {
            diagnostics.Add(CompilerDiagnostics.WrongNode(node, expected));
        }
    }

    private YamlScalar? Scalar(string key)
    {
        if (Find(key) is not { } entry)
        {
            return null;
        }

        if (entry.Value is YamlScalar scalar)
        {
            return scalar;
        }

        ReportNode(entry.Value, new("one value", "um valor"), Diagnostics);
        return null;
    }

    private T? Report<T>(Diagnostic diagnostic)
        where T : struct
    {
        Diagnostics.Add(diagnostic);
        return null;
    }

    private static string Show(int value) => value.ToString(CultureInfo.InvariantCulture);
}
