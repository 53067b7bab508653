namespace Pff.Runtime.Http;

/// <summary>
/// How many retries a host may still get: each request earns a share of one, each retry costs one, so that retries
/// never multiply the load on a host that fails. A small stock to start with lets short runs retry at all.
/// </summary>
internal sealed class RetryBudget(int percent)
{
    private const int CostOfRetry = 100;
    private const int InitialRetries = 10;
    private const int MaximumRetries = 100;
    private long _balance = (long)InitialRetries * CostOfRetry;

    public void Earn()
    {
        if (percent > 0 && Volatile.Read(ref _balance) < (long)MaximumRetries * CostOfRetry)
        {
            Interlocked.Add(ref _balance, percent);
        }
    }

    public bool TrySpend()
    {
        if (Interlocked.Add(ref _balance, -CostOfRetry) >= 0)
        {
            return true;
        }

        Return();
        return false;
    }

    /// <summary>What was spent was not needed.</summary>
    public void Return() => Interlocked.Add(ref _balance, CostOfRetry);
}
