using System.Runtime.ExceptionServices;

namespace Pff.Core.Threading;

/// <summary>
/// Runs recursive work on a thread with a stack of a known size, so that whether it fits does not hang on how much of
/// the caller's stack is left, nor on how large the frames of code are that is not optimised yet.
/// </summary>
public static class LargeStack
{
    /// <summary>The result of <paramref name="work"/>; what it throws is thrown here.</summary>
    public static T Run<T>(int stackBytes, Func<T> work)
    {
        var result = default(T);
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    result = work();
                }
                catch (Exception exception)
                {
                    failure = ExceptionDispatchInfo.Capture(exception);
                }
            },
            stackBytes);
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result!;
    }
}
