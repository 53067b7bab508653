namespace Pff.Core.Plan;

/// <summary>Headers that say where a message goes and where it ends: those are the client's alone.</summary>
public static class ConnectionHeaders
{
    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "Host", "Connection", "Content-Length", "Transfer-Encoding", "Upgrade", "TE", "Trailer", "Keep-Alive",
        "Proxy-Authorization", "Proxy-Connection", "Expect",
    };

    public static bool Has(string name) => Names.Contains(name);
}
