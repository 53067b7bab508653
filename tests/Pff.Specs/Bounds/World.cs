using System.Net;
using System.Text;

namespace Pff.Specs.Bounds;

/// <summary>Servers by chance: answers with fields that are there or not, refusals, failures and broken connections.</summary>
/// <param name="chance">Where it comes from.</param>
/// <param name="trouble">How many of a hundred answers are none that was hoped for.</param>
internal sealed class World(Random chance, int trouble) : HttpMessageHandler
{
    private static readonly int[] Refusals = [400, 404, 409, 500, 502, 503, 408];

    private readonly Lock _lock = new();

    /// <summary>Requests but those for tokens.</summary>
    public int Requests { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // Some take so long that a read is sent a second time meanwhile.
        var isSlow = false;
        try
        {
            lock (_lock)
            {
                isSlow = chance.Next(10) == 0;
                return Reply(request.RequestUri!);
            }
        }
        finally
        {
            await Task.Delay(isSlow ? 5 : 0, cancellationToken);
        }
    }

    private HttpResponseMessage Reply(Uri address)
    {
        if (address.Host == "tokens.example.com")
        {
            var isRefused = chance.Next(400) < trouble;
            return Answer(isRefused ? 500 : 200, "{\"access_token\":\"t\",\"expires_in\":3600}");
        }

        Requests++;
        return chance.Next(100) < trouble ? Trouble() : Answer(200, Body());
    }

    private HttpResponseMessage Trouble()
    {
        switch (chance.Next(12))
        {
            case 0:
                throw new HttpRequestException(HttpRequestError.ConnectionError, "refused");
            case 1:
                throw new HttpRequestException(HttpRequestError.ResponseEnded, "broken");
            case 2:
                return Answer(200, "{ no JSON");
            case 3 or 4:
                var busy = Answer(chance.Next(2) == 0 ? 429 : 503, "{}");
                busy.Headers.TryAddWithoutValidation("Retry-After", "0");
                return busy;
            case 5 or 6:
                return Answer(401, "{}");
            default:
                return Answer(Refusals[chance.Next(Refusals.Length)], "{}");
        }
    }

    private string Body()
    {
        var fields = new List<string>();
        if (chance.Next(8) > 0)
        {
            fields.Add($"\"n\": {chance.Next(5)}");
        }

        if (chance.Next(8) > 0)
        {
            fields.Add($"\"list\": [{string.Join(", ", Enumerable.Range(0, chance.Next(5)))}]");
        }

        return "{" + string.Join(", ", fields) + "}";
    }

    private static HttpResponseMessage Answer(int status, string body) => new((HttpStatusCode)status)
    {
        Content = new StringContent(body, Encoding.UTF8, "application/json"),
    };
}
