using Pff.Runtime.Diagnostics;

namespace Pff.Runtime.Journal;

/// <summary>
/// The journal can no longer be written or read, so nothing more may be sent: the one failure of the runtime that is an
/// exception, because every write waits for the journal and none must go past it.
/// </summary>
public sealed class JournalException : Exception
{
    public JournalException(RuntimeFailure failure, Exception? inner = null)
        : base($"{failure.Code}: {failure.Message.English}", inner) => Failure = failure;

    public RuntimeFailure Failure { get; }
}
