namespace Pff.Runtime.Http;

/// <summary>
/// A call was given up, because the run is aborted or halted, while nothing of it was under way: nothing was sent, or what was sent
/// certainly had no effect.
/// </summary>
internal sealed class NotSentException(CancellationToken cause) : OperationCanceledException(cause);
