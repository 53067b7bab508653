using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pff.Benchmarks.Baseline;

internal sealed record Enquiry(string Id, Contract[] Contract);

internal sealed record Contract(string Id);

internal sealed record Validation([property: JsonPropertyName("business_errors")] JsonElement[] BusinessErrors);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Enquiry))]
[JsonSerializable(typeof(Validation))]
internal sealed partial class CrmJson : JsonSerializerContext;

/// <summary>A status, and the body of a success.</summary>
internal readonly record struct Reply(HttpStatusCode Status, byte[] Body)
{
    public bool IsSuccess => (int)Status is >= 200 and <= 299;
}

internal sealed class CrmClient : IDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private static readonly byte[] ValidationStart = "{\"raw_data\":"u8.ToArray();
    private static readonly byte[] Corrected = "{\"status\":\"Corrected\"}"u8.ToArray();

    private readonly HttpClient _http;

    public CrmClient(Uri baseUrl, int workers) => _http = new HttpClient(new SocketsHttpHandler
    {
        MaxConnectionsPerServer = workers,
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(2),
        UseCookies = false,
        UseProxy = false,
        AllowAutoRedirect = false,
    })
    {
        BaseAddress = baseUrl,
        Timeout = TimeSpan.FromSeconds(30),
    };

    public Task<Reply> GetEnquiryAsync(string msisdn) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, $"/customers/{Uri.EscapeDataString(msisdn)}/enquiry"));

    /// <param name="enquiry">The enquiry as it came: it is passed on, not read and written again.</param>
    public Task<Reply> ValidateAsync(byte[] enquiry)
    {
        var body = new byte[ValidationStart.Length + enquiry.Length + 1];
        ValidationStart.CopyTo(body, 0);
        enquiry.CopyTo(body, ValidationStart.Length);
        body[^1] = (byte)'}';
        return SendAsync(new HttpRequestMessage(HttpMethod.Post, "/validation") { Content = Body(body) });
    }

    public Task<Reply> CorrectAsync(string customer, string contract, string idempotencyKey)
    {
        var request = new HttpRequestMessage(
            HttpMethod.Patch, $"/customers/{Uri.EscapeDataString(customer)}/contracts/{Uri.EscapeDataString(contract)}")
        {
            Content = Body(Corrected),
        };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
        return SendAsync(request);
    }

    public void Dispose() => _http.Dispose();

    private static ByteArrayContent Body(byte[] bytes)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = Json;
        return content;
    }

    private async Task<Reply> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseContentRead);
            return new Reply(response.StatusCode, await response.Content.ReadAsByteArrayAsync());
        }
    }
}
