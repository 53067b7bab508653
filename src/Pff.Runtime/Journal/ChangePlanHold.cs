using Pff.Core.Diagnostics;
using Pff.Runtime.Diagnostics;

namespace Pff.Runtime.Journal;

/// <summary>
/// Only whoever has it may begin to apply a change plan. Of two that begin at the same time neither would see the run of the other,
/// since a run is seen when it has a journal; until then the plan is held, and no longer.
/// </summary>
public sealed class ChangePlanHold : IDisposable
{
    private JournalLock? _lock;

    private ChangePlanHold(JournalLock held) => _lock = held;

    /// <summary>Does not wait for the other one.</summary>
    /// <param name="path">Of the lock, without its ending.</param>
    /// <param name="inUse">What to say where somebody has it: given the number of that process.</param>
    internal static Result<ChangePlanHold> Acquire(string path, Func<string, RuntimeFailure> inUse)
    {
        try
        {
            PrivateFile.CreateFolder(Path.GetDirectoryName(path)!);
            return JournalLock.Acquire(path, inUse).IsSuccess(out var held, out var failure) ? new ChangePlanHold(held) : failure;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return RuntimeFailures.JournalBroken(path, FileFault.Of(exception));
        }
    }

    /// <summary>May be called again.</summary>
    public void Dispose()
    {
        _lock?.Dispose();
        _lock = null;
    }
}
