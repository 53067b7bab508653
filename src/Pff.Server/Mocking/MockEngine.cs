using System.Globalization;
using System.Text;
using Pff.Core.Plan;
using Pff.Core.Text;

namespace Pff.Server.Mocking;

/// <summary>The route chosen for a request by a state, with the frame in which its templates are evaluated.</summary>
internal readonly record struct ChosenRoute(MockRoute Route, int Index, Frame Frame, DecodedRequest Request, PersistentMapValue State)
{
    /// <summary>Whether it leaves everything as it is, so that it may be served beside others.</summary>
    public bool IsRead => Route.Changes.IsEmpty && Route.IdempotencyHeader is null;
}

internal readonly record struct Served(MockAnswer Answer, MockOutcome Outcome, bool HadEffect);

/// <summary>Chooses routes and makes answers; knows nothing of sockets and of time passing.</summary>
internal sealed class MockEngine(MockDefinition definition, MockStateStore state, MockChance chance, TimeProvider clock)
{
    private readonly MockRouter _router = new(definition.Routes);
    private readonly bool _hasConditions = definition.Routes.Any(route => route.When is not null);

    /// <summary>The first route that takes the request; where none does, <paramref name="refusal"/> says why.</summary>
    public bool TryChoose(MockRequest request, out ChosenRoute chosen, out Served refusal) =>
        TryChoose(request, new DecodedRequest(request, chance), state.Current, out chosen, out refusal);

    /// <summary>Answers, with the route's effect where it has one. What was chosen by a state that has passed is chosen anew.</summary>
    public Served Serve(MockRequest request, ref ChosenRoute chosen)
    {
        Served refusal;
        if (chosen.IsRead)
        {
            if (!TryRenew(request, ref chosen, out refusal))
            {
                return refusal;
            }

            if (chosen.IsRead)
            {
                return Respond(chosen.Route, chosen.Frame, hadEffect: false);
            }
        }

        lock (state.Gate)
        {
            return !TryRenew(request, ref chosen, out refusal) ? refusal
                : chosen.IsRead ? Respond(chosen.Route, chosen.Frame, hadEffect: false)
                : ServeAlone(request, chosen.Route, chosen.Frame);
        }
    }

    private bool TryRenew(MockRequest request, ref ChosenRoute chosen, out Served refusal)
    {
        refusal = default;
        var current = state.Current;
        if (ReferenceEquals(chosen.State, current))
        {
            return true;
        }

        if (_hasConditions)
        {
            return TryChoose(request, chosen.Request, current, out chosen, out refusal);
        }

        chosen.Frame.Slots[(int)RequestSlot.State] = Value.Of(current);
        chosen = chosen with { State = current };
        return true;
    }

    private bool TryChoose(MockRequest request, DecodedRequest decoded, PersistentMapValue current, out ChosenRoute chosen, out Served refusal)
    {
        chosen = default;
        var position = 0;
        while (_router.TryFindNext(request.Verb, request.Segments, ref position, out var match))
        {
            var route = match.Route;
            if (!decoded.TryDecode(route.Needs))
            {
                refusal = new Served(MockAnswer.OfMock(400, "the request's body is not JSON"), MockOutcome.Refused, false);
                return false;
            }

            var frame = NewFrame(decoded, match, current);
            if (route.When is { } when)
            {
                var holds = when.Evaluate(frame);
                if (!holds.TryGetBool(out var isTrue))
                {
                    refusal = FaultOf(holds, when.Span, "when is neither true nor false");
                    return false;
                }

                if (!isTrue)
                {
                    continue;
                }
            }

            refusal = default;
            chosen = new ChosenRoute(route, match.Index, frame, decoded, current);
            return true;
        }

        var routes = definition.Routes.Select(route => route.Display);
        refusal = new Served(MockAnswer.OfMock(404, $"no route takes {request.Verb} {request.Path}", routes), MockOutcome.NoRoute, false);
        return false;
    }

    private Served ServeAlone(MockRequest request, MockRoute route, Frame frame)
    {
        var key = route.IdempotencyHeader is { } header ? request.Headers[header].ToString() : "";
        var content = key.Length > 0 ? request.ContentHash() : 0;
        if (key.Length > 0 && state.TryFindAnswer(key, out var answered, out var stored))
        {
            return answered == content
                ? new Served(stored, MockOutcome.Replayed, false)
                : new Served(MockAnswer.OfMock(422, "the idempotency key was used for another request"), MockOutcome.Refused, false);
        }

        var changed = state.Current;
        foreach (var change in route.Changes)
        {
            var next = Apply(change, changed, frame, out var at);
            if (next.IsFault)
            {
                return FaultOf(next, at, "");
            }

            changed = (PersistentMapValue)next.AsMap;
        }

        frame.Slots[(int)RequestSlot.State] = Value.Of(changed);
        var served = Respond(route, frame, hadEffect: !route.Changes.IsEmpty);
        if (served.Outcome != MockOutcome.Answered)
        {
            return served;
        }

        state.Replace(changed);
        if (key.Length > 0)
        {
            state.Store(key, content, served.Answer);
        }

        return served;
    }

    private static Value Apply(MockChange change, PersistentMapValue current, Frame frame, out TextSpan at)
    {
        var path = new string[change.Path.Length];
        for (var i = 0; i < path.Length; i++)
        {
            at = change.Path[i].Span;
            var name = ValueText.Write(change.Path[i].Evaluate(frame));
            if (name.IsFault)
            {
                return name;
            }

            path[i] = name.AsText;
        }

        at = change.Span;
        var value = default(Value);
        if (change.Value is { } body)
        {
            value = body.Evaluate(frame, out at);
            if (value.IsFault)
            {
                return value;
            }
        }

        return MockStateStore.Changed(current, path, value);
    }

    private Served Respond(MockRoute route, Frame frame, bool hadEffect)
    {
        var response = route.Response;
        var status = response.Status.Evaluate(frame);
        if (!status.TryGetInt(out var code) || code is < 200 or > 599)
        {
            return FaultOf(status, response.Status.Span, "a status is an int from 200 to 599");
        }

        var headers = response.Headers.IsEmpty ? [] : new (string, string)[response.Headers.Length];
        for (var i = 0; i < headers.Length; i++)
        {
            var header = response.Headers[i];
            var text = ValueText.Write(header.Value.Evaluate(frame));
            if (text.IsFault)
            {
                return FaultOf(text, header.Value.Span, "");
            }

            headers[i] = (header.Name, WithoutControls(text.AsText));
        }

        if (response.Body is null)
        {
            return Done(new MockAnswer((int)code, default, null) { Headers = headers });
        }

        if (response.Body is FixedBody @fixed)
        {
            return Done(new MockAnswer((int)code, @fixed.Bytes, response.ContentType) { Headers = headers });
        }

        var value = response.Body.Evaluate(frame, out var at);
        if (value.IsFault)
        {
            return FaultOf(value, at, "");
        }

        return TryEncode(value, response.ContentType, out var bytes) is { } fault
            ? FaultOf(Value.Of(fault), at, "")
            : Done(new MockAnswer((int)code, bytes, response.ContentType) { Headers = headers });

        Served Done(MockAnswer answer) => new(answer, MockOutcome.Answered, hadEffect);
    }

    private static Fault? TryEncode(in Value value, string contentType, out ReadOnlyMemory<byte> bytes)
    {
        if (contentType == "application/json")
        {
            return ValueJson.TryWrite(value, out bytes);
        }

        var text = ValueText.Write(value);
        bytes = text.TryGetText(out var written) ? Encoding.UTF8.GetBytes(written) : default;
        return text.TryGet<Fault>(out var fault) ? fault : null;
    }

    private Frame NewFrame(DecodedRequest request, in RouteMatch match, PersistentMapValue current)
    {
        var frame = new Frame((int)RequestSlot.FirstCapture + match.Captures.Length, Now());
        var slots = frame.Slots;
        slots[(int)RequestSlot.State] = Value.Of(current);
        request.Fill(slots);
        for (var i = 0; i < match.Captures.Length; i++)
        {
            slots[(int)RequestSlot.FirstCapture + i] = Value.Of(match.Captures[i]);
        }

        return frame;
    }

    private Timestamp Now()
    {
        var now = clock.GetUtcNow();
        var ticks = now.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks;
        var seconds = Math.DivRem(ticks, TimeSpan.TicksPerSecond, out var rest);
        return new Timestamp(seconds, (int)rest * 100);
    }

    private Served FaultOf(in Value value, TextSpan at, string otherwise)
    {
        var (line, column) = definition.Source.GetPosition(at.Start);
        var place = string.Create(CultureInfo.InvariantCulture, $"{definition.Source.Path}:{line + 1}:{column + 1}");
        var message = value.TryGet<Fault>(out var fault) ? fault.Message : new(otherwise, otherwise);
        return new Served(MockAnswer.OfFault(place, message), MockOutcome.TemplateFault, false);
    }

    // A header may carry what a request said; a line break in it must not become a header of its own.
    private static string WithoutControls(string text) =>
        text.AsSpan().ContainsAnyInRange('\0', '\u001f') || text.AsSpan().ContainsAnyExceptInRange('\0', '\u007e')
            ? string.Concat(text.Where(c => c is >= ' ' and <= '~'))
            : text;
}
