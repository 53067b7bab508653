using System.Collections.Immutable;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Manifest;
using Pff.Core.Diagnostics;
using Pff.Core.Types;

namespace Pff.Compiler.Catalogs.Overrides;

/// <summary>Reads <c>overrides</c>, a list of what an API's document says wrongly.</summary>
internal sealed class OverrideReader(CatalogueTypes types, DiagnosticBag diagnostics)
{
    private const int MaximumItems = 1_000_000;

    private static readonly LocalizedText Owner = new("an override", "uma correção");

    public ImmutableArray<TypeOverride> Read(YamlNode node)
    {
        if (node is YamlScalar { IsNull: true })
        {
            return [];
        }

        if (node is not YamlSequence list)
        {
            CatalogueSection.ReportNode(node, new("a list of overrides", "uma lista de correções"), diagnostics);
            return [];
        }

        var overrides = list.Items.Select(ReadOne).OfType<TypeOverride>().ToImmutableArray();
        ReportRepeated(overrides);
        return overrides;
    }

    private TypeOverride? ReadOne(YamlNode node)
    {
        if (CatalogueSection.Open(node, Owner, diagnostics) is not { } section)
        {
            return null;
        }

        var at = section.Text("at");
        if (section.Map.Find("at") is null)
        {
            section.ReportMissing("at");
        }

        ReadReason(section);
        var changes = ReadChanges(section, at?.Text ?? string.Empty);
        section.Close();
        if (at is null)
        {
            return null;
        }

        var path = OverridePath.Parse(at.Text, out var wrongAt);
        if (path.IsEmpty)
        {
            var span = at.Content.ToSource(new(wrongAt, wrongAt < at.Text.Length ? 1 : 0));
            diagnostics.Add(CompilerDiagnostics.OverridePlaceNotUnderstood(at.Source, span));
            return null;
        }

        if (changes.IsEmpty && section.Map.Entries.All(e => e.Key.Text is "at" or "because"))
        {
            diagnostics.Add(CompilerDiagnostics.OverrideChangesNothing(at));
        }

        return new TypeOverride(section.Map, at, path, changes);
    }

    /// <summary>Why the document is wrong is for people: it is asked for and not kept.</summary>
    private void ReadReason(CatalogueSection section)
    {
        var entry = section.Find("because");
        if (entry is null || entry.Value is YamlScalar { Text: var text } && string.IsNullOrWhiteSpace(text))
        {
            var place = entry?.Key ?? section.Map.Entries[0].Key;
            diagnostics.Add(CompilerDiagnostics.OverrideWithoutReason(place));
        }
        else
        {
            section.AsText(entry.Value);
        }
    }

    private ImmutableArray<OverrideKey> ReadChanges(CatalogueSection section, string at)
    {
        var changes = ImmutableArray.CreateBuilder<OverrideKey>();
        var optional = section.Bool("optional");
        if (section.Find("add") is { } added)
        {
            changes.Add(new(added.Key, new AddedField(types.Read(added.Value, at), IsRequired: optional == false)));
            foreach (var other in section.Map.Entries.Where(e => e.Key.Text is "type" or "nullable" or "values" or "open" or "format" or "secret" or "max_items"))
            {
                section.Find(other.Key.Text);
                diagnostics.Add(CompilerDiagnostics.KeysExclude(other.Key, "add"));
            }

            return changes.ToImmutable();
        }

        Add("optional", optional, value => new OptionalChange(value));
        if (section.Find("type") is { } type && types.Read(type.Value, at) is { IsError: false } read)
        {
            changes.Add(new(type.Key, new TypeReplacement(read)));
        }

        Add("nullable", section.Bool("nullable"), value => new NullableChange(value));
        if (section.Find("values") is { } values)
        {
            changes.Add(new(values.Key, new ValuesChange(at, [.. CatalogueSettings.Texts(values.Value, section).Select(v => v.Text).Distinct(StringComparer.Ordinal)])));
        }

        Add("open", section.Bool("open"), value => new OpenChange(value));
        if (section.Choice("format", [.. FormatChange.Known]) is { } format)
        {
            changes.Add(new(section.Map.Find("format")!.Key, new FormatChange(format.Text)));
        }

        Add("max_items", section.Whole("max_items", 0, MaximumItems), value => new MaximumItemsChange(value));
        Add("secret", section.Bool("secret"), value => new SecretChange(value));
        return changes.ToImmutable();

        void Add<T>(string key, T? value, Func<T, TypeChange> make)
            where T : struct
        {
            if (value is { } given)
            {
                changes.Add(new(section.Map.Find(key)!.Key, make(given)));
            }
        }
    }

    /// <summary>Two overrides of one thing: the second would silently win.</summary>
    private void ReportRepeated(ImmutableArray<TypeOverride> overrides)
    {
        var seen = new HashSet<(string, string)>();
        foreach (var each in overrides)
        {
            foreach (var (key, _) in each.Changes.Where(c => !seen.Add((each.At.Text, c.Key.Text))))
            {
                diagnostics.Add(CompilerDiagnostics.OverrideRepeated(key, each.At.Text));
            }
        }
    }
}
