namespace Pff.Core.Diagnostics;

/// <summary>Counts the diagnostics of several bags, of which each may be filled by a thread of its own.</summary>
public sealed class DiagnosticTotal
{
    private int _all;
    private int _errors;

    public int All => Volatile.Read(ref _all);

    public bool HasErrors => Volatile.Read(ref _errors) > 0;

    /// <summary>What is only noted, and so is no mistake, counts for nothing.</summary>
    public void Count(Diagnostic diagnostic)
    {
        if (diagnostic.Severity == Severity.Information)
        {
            return;
        }

        Interlocked.Increment(ref _all);
        if (diagnostic.Severity == Severity.Error)
        {
            Interlocked.Increment(ref _errors);
        }
    }
}
