namespace Pff.Runtime.Http;

/// <summary>A call was given up before anything of it was sent, because the run is aborted or halted.</summary>
internal sealed class NotSentException(CancellationToken cause) : OperationCanceledException(cause);
