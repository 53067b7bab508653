using System.Collections.Immutable;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Manifest;
using Pff.Core.Plan;

namespace Pff.Compiler.Catalogs;

/// <summary>What a method's <c>cache</c> says of its arguments and of writes, as it is written.</summary>
/// <param name="By">The arguments that make two reads the same; null where all of them do.</param>
/// <param name="InvalidatedBy">The writes that drop answers.</param>
/// <param name="Disk">The key that keeps answers on disk, where the method itself says so.</param>
internal sealed record CacheRuleSyntax(ImmutableArray<YamlScalar>? By, ImmutableArray<YamlScalar> InvalidatedBy, YamlScalar? Disk);

/// <summary>Reads <c>cache</c>, of an API or of one method.</summary>
internal static class CatalogueCache
{
    public static CacheSettings OfApi(CatalogueSection? section)
    {
        var settings = new CacheSettings();
        if (section is null)
        {
            return settings;
        }

        settings = Common(section, settings) with { DiskBytes = section.Size("size") ?? settings.DiskBytes };
        section.Close();
        return Checked(section, settings);
    }

    /// <param name="section">The method's own.</param>
    /// <param name="settings">The API's, which hold where the method says nothing.</param>
    /// <param name="method">What is known of it so far.</param>
    public static (MethodDescriptor Method, CacheRuleSyntax? Rule) OfMethod(CatalogueSection section, CacheSettings settings, MethodDescriptor method)
    {
        var result = Common(section, settings);
        ImmutableArray<YamlScalar>? by = section.Find("by") is { } entry ? CatalogueSettings.Texts(entry.Value, section) : null;
        var invalidatedBy = section.Find("invalidated_by") is { } writes ? CatalogueSettings.Texts(writes.Value, section) : [];
        section.Close();
        return (method with { Cache = Checked(section, result) }, new CacheRuleSyntax(by, invalidatedBy, section.Map.Find("disk")?.Key));
    }

    private static CacheSettings Common(CatalogueSection section, CacheSettings settings)
    {
        var isPersonal = section.Bool("personal");
        var key = section.Find("encrypted") is { } encrypted ? CatalogueSettings.SecretOf(encrypted.Value, section.Diagnostics) : null;
        return settings with
        {
            TimeToLiveMs = section.Duration("time_to_live") ?? settings.TimeToLiveMs,
            Coalesces = section.Bool("coalesce") ?? settings.Coalesces,
            DiskMs = section.Duration("disk") ?? settings.DiskMs,
            IsPersonal = isPersonal ?? settings.IsPersonal,
            DiskKey = key ?? settings.DiskKey,
        };
    }

    /// <summary>Nothing is on disk as it came unless somebody has said that it is about nobody.</summary>
    private static CacheSettings Checked(CatalogueSection section, CacheSettings settings)
    {
        // A key that is there and wrong is already reported.
        if (settings is not { DiskMs: > 0, IsPersonal: true, DiskKey: null } || section.Map.Find("encrypted") is not null)
        {
            return settings;
        }

        var place = section.Map.Find("disk") ?? section.Map.Find("personal");
        if (place is not null)
        {
            section.Diagnostics.Add(CompilerDiagnostics.DiskInTheClear(place.Key));
        }

        return settings with { DiskMs = 0 };
    }
}
