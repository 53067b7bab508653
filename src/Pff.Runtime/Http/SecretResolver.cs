using System.Diagnostics.CodeAnalysis;
using Pff.Core.Plan;
using Pff.Runtime.Diagnostics;

namespace Pff.Runtime.Http;

/// <summary>Reads the secrets of one API; a failure names where the secret should be, never what it is.</summary>
internal sealed class SecretResolver(string api, ISecretReader reader)
{
    /// <summary>Why the last read gave nothing.</summary>
    public RuntimeFailure? Failure { get; private set; }

    public bool TryRead(SecretSource source, bool isForHeader, [NotNullWhen(true)] out string? secret)
    {
        secret = null;
        if (source.EnvironmentVariable is { Length: > 0 } variable)
        {
            secret = reader.ReadEnvironmentVariable(variable);
            Failure = string.IsNullOrEmpty(secret) ? RuntimeFailures.SecretVariableMissing(api, variable) : null;
        }
        else if (source.File is { Length: > 0 } file)
        {
            // An editor ends a file with a line break that is no part of the secret.
            secret = reader.ReadFile(file)?.Trim();
            Failure = string.IsNullOrEmpty(secret) ? RuntimeFailures.SecretFileMissing(api, file) : null;
        }
        else
        {
            Failure = RuntimeFailures.SecretHasNoSource(api);
        }

        if (Failure is null && isForHeader && HeaderText.FirstUnsendable(secret!) is { } found)
        {
            Failure = RuntimeFailures.SecretNotSendable(api, source.EnvironmentVariable ?? source.File!, found);
        }

        return Failure is null && secret is not null;
    }
}
