using Pff.Compiler.Diagnostics;
using Pff.Core.Plan;

namespace Pff.Compiler.Catalogs;

/// <summary>Reads <c>journal</c>, of an API or of one method.</summary>
internal static class CatalogueJournal
{
    /// <param name="section">The mapping, if any.</param>
    /// <param name="settings">What holds where it says nothing.</param>
    public static JournalSettings Read(CatalogueSection? section, JournalSettings settings)
    {
        if (section is null)
        {
            return settings;
        }

        var isPersonal = section.Bool("personal");
        var encrypted = section.Find("encrypted");
        var key = encrypted is null ? settings.Key : CatalogueSettings.SecretOf(encrypted.Value, section.Diagnostics);
        section.Close();
        var result = new JournalSettings { IsPersonal = isPersonal ?? (settings.IsPersonal || encrypted is not null), Key = key };
        if (result is not { IsPersonal: true, Key: null })
        {
            return result;
        }

        // A key that is there and wrong is already reported.
        if (encrypted is null && section.Map.Find("personal") is { } place)
        {
            section.Diagnostics.Add(CompilerDiagnostics.JournalInTheClear(place.Key));
        }

        return result with { IsPersonal = false };
    }
}
