using System.Collections.Immutable;

namespace Pff.Core.Plan;

/// <summary>An API as the runtime needs it: where it is and how to behave towards it.</summary>
public sealed record ApiDescriptor
{
    public required string Name { get; init; }

    /// <summary>Absolute http(s) base addresses, tried in order of health; the first is preferred.</summary>
    public required ImmutableArray<string> Hosts { get; init; }

    public AuthDescriptor Auth { get; init; } = new NoAuth();

    public LimitSettings Limits { get; init; } = new();

    public ConnectionSettings Connections { get; init; } = new();

    public TimeoutSettings Timeouts { get; init; } = new();

    public RetrySettings Retry { get; init; } = new();

    public BreakerSettings Breaker { get; init; } = new();

    /// <summary>When a host is taken out because the others do better.</summary>
    public OutlierSettings Outliers { get; init; } = new();

    /// <summary>When reads are sent a second time while the first request is under way; methods may differ.</summary>
    public HedgeSettings Hedge { get; init; } = new();

    /// <summary>How reads are kept; methods may differ.</summary>
    public CacheSettings Cache { get; init; } = new();

    /// <summary>What the journals of runs must do with what is asked and answered; methods may differ.</summary>
    public JournalSettings Journal { get; init; } = new();
}

/// <summary>Where a secret is found when a run starts: exactly one of an environment variable and a file.</summary>
public sealed record SecretSource(string? EnvironmentVariable, string? File);

public abstract record AuthDescriptor;

public sealed record NoAuth : AuthDescriptor;

public sealed record BearerAuth(SecretSource Token) : AuthDescriptor;

public sealed record BasicAuth(SecretSource User, SecretSource Password) : AuthDescriptor;

public enum ApiKeyLocation
{
    Header,
    Query,
}

public sealed record ApiKeyAuth(string Name, ApiKeyLocation Location, SecretSource Key) : AuthDescriptor;

/// <summary>OAuth 2.0 client credentials, RFC 6749 section 4.4.</summary>
/// <param name="ClientSecret">Null where the client certificate alone says who asks (RFC 8705 section 2).</param>
public sealed record ClientCredentialsAuth(
    string TokenUrl, SecretSource ClientId, SecretSource? ClientSecret, ImmutableArray<string> Scopes) : AuthDescriptor
{
    /// <summary>The token endpoint is shown the client certificate of the API too.</summary>
    public bool ShowsCertificate { get; init; }
}

/// <summary>Per host. Zero means no limit.</summary>
public sealed record LimitSettings
{
    public int MaximumConcurrency { get; init; } = 64;

    /// <summary>Fewer requests are under way at a time while the host is overloaded.</summary>
    public bool Adapts { get; init; } = true;

    public int RequestsPerSecond { get; init; }

    /// <summary>The largest response body read, in bytes.</summary>
    public long MaximumResponseBytes { get; init; } = 16 * 1024 * 1024;
}

public enum TlsVersion
{
    Tls12,
    Tls13,
}

/// <summary>How a host is connected to. Times in milliseconds; 0 means as long as there is need.</summary>
public sealed record ConnectionSettings
{
    /// <summary>1 for HTTP/1.1; 2 for HTTP/2 where the host offers it within TLS, else HTTP/1.1.</summary>
    public int HttpVersion { get; init; } = 1;

    /// <summary>To each host; 0 means no limit.</summary>
    public int MaximumConnections { get; init; }

    /// <summary>A connection this old is not used again.</summary>
    public int LifetimeMs { get; init; } = 300_000;

    /// <summary>A connection that was of no use for so long is closed.</summary>
    public int IdleMs { get; init; } = 60_000;

    public TlsVersion LeastTls { get; init; }

    /// <summary>A PEM file with the certificate authorities that alone are trusted; null for those of the machine.</summary>
    public string? AuthorityFile { get; init; }

    /// <summary>What the hosts are shown to prove who asks; null where they are shown nothing.</summary>
    public ClientCertificateSource? ClientCertificate { get; init; }
}

/// <summary>Where a client certificate and its private key are found when a run starts. Nothing of them is in a plan.</summary>
/// <param name="File">A PEM file, with more certificates of the chain where there are any, or a PKCS#12 file.</param>
/// <param name="Key">The private key in PEM form; null where it is in the file.</param>
/// <param name="Password">Of the private key or the PKCS#12 file; null where they have none.</param>
public sealed record ClientCertificateSource(string File, SecretSource? Key, SecretSource? Password);

/// <summary>Times in milliseconds.</summary>
public sealed record TimeoutSettings
{
    public int AttemptMs { get; init; } = 10_000;

    public int TotalMs { get; init; } = 30_000;
}

/// <summary>Exponential backoff with full jitter; <c>Retry-After</c> wins where the server sends it. Times in milliseconds.</summary>
public sealed record RetrySettings
{
    /// <summary>Attempts after the first.</summary>
    public int MaximumRetries { get; init; } = 3;

    public int BaseDelayMs { get; init; } = 200;

    public int MaximumDelayMs { get; init; } = 10_000;

    /// <summary>Retries allowed per 100 requests to a host, so that retries do not multiply an outage.</summary>
    public int BudgetPercent { get; init; } = 20;
}

/// <summary>Per host circuit breaker. Times in milliseconds.</summary>
public sealed record BreakerSettings
{
    /// <summary>0 switches the breaker off.</summary>
    public double FailureRatio { get; init; } = 0.5;

    public int MinimumThroughput { get; init; } = 20;

    public int SamplingMs { get; init; } = 10_000;

    public int BreakMs { get; init; } = 5_000;
}

/// <summary>Compares the hosts of an API with one another. Times in milliseconds.</summary>
public sealed record OutlierSettings
{
    /// <summary>How much larger than at the other hosts the share of failures must be; 0 takes no host out.</summary>
    public double WorseBy { get; init; } = 0.3;

    /// <summary>Of the host, and of the others together.</summary>
    public int MinimumThroughput { get; init; } = 10;

    public int SamplingMs { get; init; } = 10_000;

    /// <summary>How long a host is out at first; each time it is twice as long.</summary>
    public int PauseMs { get; init; } = 10_000;

    public int LongestPauseMs { get; init; } = 300_000;

    /// <summary>The share of the hosts that may be out at a time; one always may, and the last one never.</summary>
    public double MostRatio { get; init; } = 0.5;
}

/// <summary>Of reads only: a second request may be under way beside the first.</summary>
public sealed record HedgeSettings
{
    /// <summary>In milliseconds, from when the first request was sent; 0 sends no second one.</summary>
    public int AfterMs { get; init; }
}

/// <summary>Times in milliseconds; 0 keeps nothing beyond the requests in flight.</summary>
public sealed record CacheSettings
{
    public int TimeToLiveMs { get; init; }

    /// <summary>Identical reads in flight at the same time are sent once.</summary>
    public bool Coalesces { get; init; } = true;

    /// <summary>Answers are also kept on disk, for other runs; 0 keeps none there.</summary>
    public int DiskMs { get; init; }

    /// <summary>Answers, or arguments, may be about people, so that they are on disk only encrypted.</summary>
    public bool IsPersonal { get; init; } = true;

    /// <summary>What answers on disk are encrypted with; null where they are not.</summary>
    public SecretSource? DiskKey { get; init; }

    /// <summary>The most that the answers of the API take on disk, in bytes.</summary>
    public long DiskBytes { get; init; } = 256L * 1024 * 1024;
}

/// <summary>Whether the journal of a run that may make a call is encrypted.</summary>
public sealed record JournalSettings
{
    /// <summary>What is asked or answered is about people.</summary>
    public bool IsPersonal { get; init; }

    /// <summary>What the journal is encrypted with; there is one where <see cref="IsPersonal"/> holds.</summary>
    public SecretSource? Key { get; init; }
}
