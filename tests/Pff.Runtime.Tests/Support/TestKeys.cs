using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Http;
using Pff.Runtime.Journal;

namespace Pff.Runtime.Tests.Support;

/// <summary>The keys of the journals that tests encrypt.</summary>
internal static class TestKeys
{
    public const string Variable = "JOURNAL_KEY";

    public static string Secret { get; } = new('k', 32);

    public static JournalEncryption Encryption { get; } =
        new([new JournalKey("crm", new SecretSource(Variable, null))], new TestSecrets(new() { [Variable] = Secret }));

    public static ISecretReader Of(RunHeader header) => Encryption.Secrets;
}
