using Pff.Core.Ports;
using Pff.Runtime.Http;

namespace Pff.Cli.Runtime.Commands;

/// <summary>Where the keys of encrypted journals are: in the environment, or in files beside the manifest of the run.</summary>
internal static class JournalSecrets
{
    public static ISecretReader Of(RunHeader header) => new SystemSecretReader(StoredSettings.SourceFolderOf(header));
}
