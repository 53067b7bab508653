using System.Net;
using System.Text;

namespace Pff.Runtime.Tests.Crash;

/// <summary>What a server knows; a copy of it is what a client that comes back after a crash finds.</summary>
internal sealed class ServerState
{
    /// <summary>How often each write took effect, by its path.</summary>
    public Dictionary<string, int> Effects { get; init; } = [];

    public HashSet<string> Keys { get; init; } = [];

    /// <summary>How often each path was asked for.</summary>
    public Dictionary<string, int> Arrivals { get; init; } = [];

    /// <summary>Writes that have left the client and did not take effect yet, with their keys.</summary>
    public Dictionary<int, (string Path, string? Key)> UnderWay { get; init; } = [];

    public int Reads { get; set; }

    /// <summary>
    /// The state that the crash of the client leaves: whatever is under way is lost or takes effect, as the random numbers
    /// say.
    /// </summary>
    public ServerState AfterCrash(Random random)
    {
        var copy = Copy();
        foreach (var (path, key) in UnderWay.Values)
        {
            if (random.Next(2) == 0)
            {
                copy.Apply(path, key);
            }
        }

        return copy;
    }

    /// <summary>Without what is under way.</summary>
    public ServerState Copy() => new() { Effects = new(Effects), Keys = [.. Keys], Arrivals = new(Arrivals), Reads = Reads };

    /// <summary>A write has its effect, once for each key where there is one.</summary>
    public void Apply(string path, string? key)
    {
        if (key is null || Keys.Add(key))
        {
            Effects[path] = Effects.GetValueOrDefault(path) + 1;
        }
    }
}

/// <summary>
/// A server in this process: <c>GET /seen/W/ID</c> tells how often <c>POST /W/ID</c> took effect, every other read gives
/// something new each time. Some first requests for a path lose their answer, before or after the effect.
/// </summary>
internal sealed class CrashServer(ServerState state, CrashPoints points, int lossSeed) : HttpMessageHandler
{
    private int _lastRequest;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath;
        points.Pass("before the call " + path);
        if (request.Content is not null)
        {
            await request.Content.CopyToAsync(Stream.Null, cancellationToken);
        }

        var key = request.Headers.TryGetValues("Idempotency-Key", out var keys) ? keys.Single() : null;
        var number = Interlocked.Increment(ref _lastRequest);
        var isWrite = request.Method == HttpMethod.Post;
        if (isWrite)
        {
            points.Change("sent " + path, () => state.UnderWay[number] = (path, key));
        }

        await Task.Yield();
        var answer = points.Change("answered " + path, () =>
        {
            state.UnderWay.Remove(number);
            var arrival = state.Arrivals[path] = state.Arrivals.GetValueOrDefault(path) + 1;
            var loss = arrival == 1 && lossSeed > 0 ? (StableHash(path) ^ lossSeed) % 12 : -1;
            if (isWrite && loss != 0)
            {
                state.Apply(path, key);
            }

            return loss is 0 or 1 ? null
                : isWrite ? "{}"
                : path.StartsWith("/seen/", StringComparison.Ordinal) ? $"{{\"n\":{state.Effects.GetValueOrDefault(path["/seen".Length..])}}}"
                : $"{{\"n\":{++state.Reads}}}";
        });
        await Task.Yield();
        points.Pass("after the call " + path);
        return answer is null
            ? throw new HttpRequestException(HttpRequestError.ResponseEnded, "the connection was lost")
            : new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(answer, Encoding.UTF8, "application/json") };
    }

    private static int StableHash(string text) => text.Aggregate(17, (hash, c) => ((hash * 31) + c) & 0xFFFFFF);
}
