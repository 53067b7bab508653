using System.Collections.Immutable;
using Pff.Core.Plan;
using Pff.Runtime.Http;

namespace Pff.Runtime.Journal;

/// <summary>A secret that journals are encrypted with.</summary>
/// <param name="Api">One that asks for it.</param>
public sealed record JournalKey(string Api, SecretSource Source);

/// <summary>What a new journal is encrypted with: all keys together, so that whoever reads it needs all of them.</summary>
/// <param name="Keys">At least one; each source once.</param>
public sealed record JournalEncryption(ImmutableArray<JournalKey> Keys, ISecretReader Secrets)
{
    /// <summary>
    /// What the journal of a run of a plan is encrypted with; null where none of its methods is about people. One is enough for the whole
    /// journal, because what it answers goes on into other calls, failures and returned columns.
    /// </summary>
    public static JournalEncryption? Of(PlanModel model, ISecretReader secrets)
    {
        var apis = model.Apis.ToDictionary(api => api.Name, StringComparer.Ordinal);
        var keys = model.Methods
            .Select(method => (method.Api, Settings: method.Journal ?? apis[method.Api].Journal))
            .Where(method => method.Settings.IsPersonal)
            .Select(method => new JournalKey(method.Api, method.Settings.Key ?? new SecretSource(null, null)))
            .DistinctBy(key => key.Source)
            .OrderBy(key => key.Source.EnvironmentVariable, StringComparer.Ordinal)
            .ThenBy(key => key.Source.File, StringComparer.Ordinal)
            .ToImmutableArray();
        return keys.IsEmpty ? null : new JournalEncryption(keys, secrets);
    }
}
