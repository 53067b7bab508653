using System.Globalization;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Pff.Server.Mocking;

/// <summary>What Kestrel calls for each request: reads it, lets time and faults pass over it, and sends the answer.</summary>
internal sealed class MockApplication(
    MockDefinition definition, MockEngine engine, MockStateStore state, MockChance chance, MockJournal journal, TimeProvider clock)
    : IHttpApplication<IFeatureCollection>
{
    public const int MaximumBodyBytes = 16 * 1024 * 1024;

    private readonly long[] _requestsByRoute = new long[definition.Routes.Length];
    private readonly MockControl _control = new(definition, state, journal);

    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
    }

    public async Task ProcessRequestAsync(IFeatureCollection context)
    {
        var incoming = context.GetRequiredFeature<IHttpRequestFeature>();
        var aborted = context.GetRequiredFeature<IHttpRequestLifetimeFeature>();
        try
        {
            var body = await ReadBodyAsync(incoming, aborted.RequestAborted).ConfigureAwait(false);
            var request = new MockRequest(incoming.Method, incoming.RawTarget, incoming.Headers, body);
            if (request.Path.StartsWith(MockControl.Prefix, StringComparison.Ordinal))
            {
                if (request.Verb == "POST" && request.Path == MockControl.ResetPath)
                {
                    Reset();
                }

                await SendAsync(context, _control.Answer(request)).ConfigureAwait(false);
                return;
            }

            await AnswerAsync(context, request, aborted).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
            // The client went away; there is nobody to answer.
        }
        catch (BadHttpRequestException bad)
        {
            await SendAsync(context, MockAnswer.OfMock(bad.StatusCode, bad.Message)).ConfigureAwait(false);
        }
    }

    public void Reset()
    {
        state.Reset();
        journal.Clear();
        chance.Clear();
        Array.Clear(_requestsByRoute);
    }

    private async Task AnswerAsync(IFeatureCollection context, MockRequest request, IHttpRequestLifetimeFeature lifetime)
    {
        if (!engine.TryChoose(request, out var chosen, out var refusal))
        {
            Record(request, null, refusal.Answer.Status, refusal.Outcome, false);
            await SendAsync(context, refusal.Answer).ConfigureAwait(false);
            return;
        }

        MockRoute? route = chosen.Route;
        var number = Interlocked.Increment(ref _requestsByRoute[chosen.Index]);
        var (latency, fault) = PassOver(request, route, number);
        if (latency > TimeSpan.Zero)
        {
            await Task.Delay(latency, clock, lifetime.RequestAborted).ConfigureAwait(false);
        }

        if (fault is not null && await StrikeBeforeAsync(context, request, route, fault, lifetime).ConfigureAwait(false))
        {
            return;
        }

        var served = engine.Serve(request, ref chosen);
        route = served.Outcome == MockOutcome.NoRoute ? null : chosen.Route;
        switch (fault?.Kind)
        {
            case MockFaultKind.DropAfter:
                Record(request, route, 0, MockOutcome.DroppedAfter, served.HadEffect);
                lifetime.Abort();
                return;
            case MockFaultKind.Garbage:
                var cut = served.Answer with { Body = CutOff(served.Answer.Body), ContentType = "application/json" };
                Record(request, route, cut.Status, MockOutcome.Garbage, served.HadEffect);
                await SendAsync(context, cut).ConfigureAwait(false);
                return;
            default:
                Record(request, route, served.Answer.Status, served.Outcome, served.HadEffect);
                await SendAsync(context, served.Answer).ConfigureAwait(false);
                return;
        }
    }

    /// <summary>How long the request takes, and the fault that strikes it, if any.</summary>
    private (TimeSpan Latency, MockFault? Fault) PassOver(MockRequest request, MockRoute route, long number)
    {
        if (route.Latency.IsNone && route.Faults.IsEmpty)
        {
            return (TimeSpan.Zero, null);
        }

        var isByChance = route.Latency.Jitter > TimeSpan.Zero || route.Faults.Any(fault => fault.Rate < 1);
        var key = isByChance ? request.ContentHash() : 0;
        var attempt = isByChance ? chance.CountOf(key) : 0;
        var latency = route.Latency.Mean;
        if (route.Latency.Jitter > TimeSpan.Zero)
        {
            latency += route.Latency.Jitter * ((2 * chance.Draw(key, attempt, -1)) - 1);
        }

        for (var i = 0; i < route.Faults.Length; i++)
        {
            var fault = route.Faults[i];
            if ((fault.First == 0 || number <= fault.First) && (fault.Rate >= 1 || chance.Draw(key, attempt, i) < fault.Rate))
            {
                return (latency, fault);
            }
        }

        return (latency, null);
    }

    /// <summary>Whether the fault ends the request before it has any effect.</summary>
    private async Task<bool> StrikeBeforeAsync(
        IFeatureCollection context, MockRequest request, MockRoute route, MockFault fault, IHttpRequestLifetimeFeature lifetime)
    {
        switch (fault.Kind)
        {
            case MockFaultKind.Status:
                var answer = MockAnswer.OfMock(fault.Status, "an injected fault");
                if (fault.RetryAfter > TimeSpan.Zero)
                {
                    var seconds = Math.Ceiling(fault.RetryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
                    answer = answer with { Headers = [("Retry-After", seconds)] };
                }

                Record(request, route, fault.Status, MockOutcome.FaultStatus, false);
                await SendAsync(context, answer).ConfigureAwait(false);
                return true;
            case MockFaultKind.DropBefore:
                Record(request, route, 0, MockOutcome.DroppedBefore, false);
                lifetime.Abort();
                return true;
            case MockFaultKind.Hang:
                Record(request, route, 0, MockOutcome.Hung, false);
                await Task.Delay(fault.Duration, clock, lifetime.RequestAborted).ConfigureAwait(false);
                lifetime.Abort();
                return true;
            case MockFaultKind.DropAfter or MockFaultKind.Garbage:
                return false;
            default:
                throw new InvalidOperationException($"unknown fault {fault.Kind}");
        }
    }

    private void Record(MockRequest request, MockRoute? route, int status, MockOutcome outcome, bool hadEffect)
    {
        var header = route?.IdempotencyHeader ?? "Idempotency-Key";
        var key = request.Headers[header];
        var body = request.Body.Length <= MockJournal.MaximumBodyBytes ? request.Body : request.Body[..MockJournal.MaximumBodyBytes];
        journal.Add(new MockExchange(
            0, clock.GetUtcNow(), request.Verb, request.Target, key.Count == 0 ? null : key.ToString(), body, route?.Display, status, outcome, hadEffect));
    }

    // Half of a JSON text longer than one byte is not JSON; of an empty body an opened object is left.
    private static ReadOnlyMemory<byte> CutOff(ReadOnlyMemory<byte> body) =>
        body.Length < 2 || body.Span[0] is not ((byte)'{' or (byte)'[') ? "{\"cut\":"u8.ToArray() : body[..(body.Length / 2)];

    private static async ValueTask<ReadOnlyMemory<byte>> ReadBodyAsync(IHttpRequestFeature request, CancellationToken cancellation)
    {
        if (request.Headers.ContentLength is { } length)
        {
            if (length == 0)
            {
                return default;
            }

            var body = new byte[Math.Min(length, MaximumBodyBytes)];
            await request.Body.ReadExactlyAsync(body, cancellation).ConfigureAwait(false);
            return body;
        }

        if (request.Headers.TransferEncoding.Count == 0)
        {
            return default;
        }

        using var gathered = new MemoryStream();
        await request.Body.CopyToAsync(gathered, cancellation).ConfigureAwait(false);
        return gathered.ToArray();
    }

    private static async Task SendAsync(IFeatureCollection context, MockAnswer answer)
    {
        var response = context.GetRequiredFeature<IHttpResponseFeature>();
        var sender = context.GetRequiredFeature<IHttpResponseBodyFeature>();
        response.StatusCode = answer.Status;
        var mayHaveBody = answer.Status is not (204 or 304);
        if (mayHaveBody)
        {
            response.Headers.ContentLength = answer.Body.Length;
            if (answer.ContentType is not null)
            {
                response.Headers.ContentType = answer.ContentType;
            }
        }

        // Last, so that a mock file may say another Content-Type.
        foreach (var (name, value) in answer.Headers)
        {
            response.Headers[name] = value;
        }

        if (mayHaveBody && !answer.Body.IsEmpty)
        {
            await sender.Writer.WriteAsync(answer.Body).ConfigureAwait(false);
        }

        await sender.CompleteAsync().ConfigureAwait(false);
    }
}
