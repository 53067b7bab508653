using System.Collections.Immutable;
using System.Runtime.ExceptionServices;

namespace Pff.Compiler.Sessions;

/// <summary>Does the same for each of several things, on several threads where that pays.</summary>
internal static class Concurrently
{
    /// <summary>Fewer things are done before another thread has started.</summary>
    private const int LeastForThreads = 4;

    public static void Run<T>(int workers, ImmutableArray<T> items, Action<T> work, CancellationToken cancellation)
    {
        if (workers < 2 || items.Length < LeastForThreads)
        {
            foreach (var item in items)
            {
                cancellation.ThrowIfCancellationRequested();
                work(item);
            }

            return;
        }

        try
        {
            Parallel.ForEach(items, new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellation }, work);
        }
        catch (AggregateException several)
        {
            // A cancellation that a piece of work noticed itself is one to the caller too.
            ExceptionDispatchInfo.Throw(several.InnerExceptions.FirstOrDefault(e => e is OperationCanceledException) ?? several.InnerExceptions[0]);
        }
    }
}
