using System.Collections.Immutable;
using Pff.Core.Plan;
using Pff.Runtime.Diagnostics;
using Pff.Runtime.Execution;

namespace Pff.Runtime.Http;

/// <summary>One API: its hosts, its credentials, and the policies that its methods share.</summary>
internal sealed class ApiClient : IDisposable
{
    private ApiClient(
        ApiDescriptor descriptor, ImmutableArray<HostClient> hosts, Authenticator authenticator, ConnectionPool pool,
        TimeProvider time, RetryTiming timing)
    {
        Descriptor = descriptor;
        Hosts = hosts;
        Outliers = hosts.Length > 1 && descriptor.Outliers.WorseBy > 0 ? new OutlierWatch(descriptor.Outliers, hosts, time) : null;
        Authenticator = authenticator;
        Invoker = pool.Invoker;
        Identity = pool.Certificate is { } certificate ? $"{authenticator.Identity}\n{certificate.Thumbprint}" : authenticator.Identity;
        Time = time;
        Timing = timing;
        Limits = new TimeLimits(time);
    }

    public ApiDescriptor Descriptor { get; }

    /// <summary>The first is preferred.</summary>
    public ImmutableArray<HostClient> Hosts { get; }

    /// <summary>Null where hosts are not compared.</summary>
    public OutlierWatch? Outliers { get; }

    public Authenticator Authenticator { get; }

    /// <summary>Whoever the hosts take requests to be from, by credentials and certificate; null where they are anybody's.</summary>
    public string? Identity { get; }

    public HttpMessageInvoker Invoker { get; }

    /// <summary>What is asked for; the host may only have the older one.</summary>
    public Version HttpVersion => IsHttp2 ? System.Net.HttpVersion.Version20 : System.Net.HttpVersion.Version11;

    public bool IsHttp2 => Descriptor.Connections.HttpVersion == 2;

    public TimeProvider Time { get; }

    public RetryTiming Timing { get; }

    /// <summary>For the timeouts of its calls.</summary>
    public TimeLimits Limits { get; }

    /// <param name="hosts">How the hosts are connected to.</param>
    /// <param name="tokens">How the token endpoint is connected to, where there is one.</param>
    public static Result<ApiClient> Create(
        ApiDescriptor api, RunServices services, ConnectionPool hosts, ConnectionPool tokens, RetryTiming timing)
    {
        if (api.Hosts.IsDefaultOrEmpty)
        {
            return RuntimeFailures.ApiHasNoHost(api.Name);
        }

        var addresses = new List<string>();
        foreach (var host in api.Hosts)
        {
            if (AddressOf(host) is not { } address)
            {
                return RuntimeFailures.HostIsNotAnAddress(api.Name, host);
            }

            addresses.Add(address);
        }

        if (!Authenticator.Create(api, services.Secrets, tokens.Invoker, services.Time).IsSuccess(out var authenticator, out var failure))
        {
            return failure;
        }

        Action<HostClient, bool>? healthChanged = services.Observer is { } observer
            ? (host, isHealthy) => observer.HostHealthChanged(api.Name, host.Name, isHealthy)
            : null;
        return new ApiClient(
            api, [.. addresses.Select(a => new HostClient(api, a, services.Time, healthChanged))], authenticator, hosts, services.Time, timing);
    }

    public void Dispose()
    {
        Limits.Dispose();
        foreach (var host in Hosts)
        {
            host.Dispose();
        }
    }

    /// <summary>Scheme, authority and base path; null where it is more or less than that.</summary>
    private static string? AddressOf(string host) =>
        Uri.TryCreate(host, UriKind.Absolute, out var address)
        && address.Scheme is "http" or "https"
        && address.UserInfo.Length == 0
        && address.Query.Length == 0
        && address.Fragment.Length == 0
            ? address.GetLeftPart(UriPartial.Path).TrimEnd('/')
            : null;
}
