using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Headers;
using Pff.Compiler.Testing;
using Pff.Core.Diagnostics;
using Pff.Core.Ir;
using Pff.Core.Ir.Evaluation;
using Pff.Core.Plan;

namespace Pff.Cli.Compiler.Testing;

/// <summary>Answers requests from the mocks of a world, by the method that is being called. No request leaves the process.</summary>
/// <param name="giveUp">Ends the row: it met something that its world does not have.</param>
internal sealed class MockTransport(RowWorld world, RowRecording recording, VirtualTime time, Action giveUp) : HttpMessageHandler
{
    /// <summary>An API without any timeout waits this long for an answer that never comes.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromHours(25);

    private readonly Dictionary<MethodDescriptor, MockedAnswers> _answers = world.Mocks
        .GroupBy(m => m.Method, MethodIdentity.Instance)
        .ToDictionary(g => g.Key, g => new MockedAnswers([.. g.SelectMany(m => m.Answers)]), MethodIdentity.Instance);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is { } content)
        {
            await content.CopyToAsync(Stream.Null, cancellationToken).ConfigureAwait(false);
        }

        var call = recording.Current ?? throw new InvalidOperationException("a request without a call");
        if (Choose(call) is not { } answer)
        {
            giveUp();
            throw new OperationCanceledException(cancellationToken);
        }

        if (answer.DelayMs > 0)
        {
            await time.DelayAsync(TimeSpan.FromMilliseconds(answer.DelayMs), cancellationToken).ConfigureAwait(false);
        }

        switch (answer)
        {
            case ReturningAnswer returning:
                return Respond(HttpStatusCode.OK, returning.Body, call);
            case FailingAnswer failing:
                var response = Respond((HttpStatusCode)failing.Status, failing.Body, call);
                if (failing.RetryAfterMs is { } wait)
                {
                    response.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(Math.Ceiling(wait / 1000.0)));
                }

                return response;
            case SilentAnswer:
                await time.DelayAsync(LongestSilence, cancellationToken).ConfigureAwait(false);
                throw new HttpRequestException(HttpRequestError.ResponseEnded);
            case BrokenAnswer:
                throw new HttpRequestException(HttpRequestError.ResponseEnded);
            default:
                throw new InvalidOperationException($"no answer for {answer.GetType().Name}");
        }
    }

    private MockAnswer? Choose(RecordedCall call)
    {
        var (name, line) = (call.Method.Name, call.Step.Line);
        if (!_answers.TryGetValue(call.Method, out var answers))
        {
            recording.AddProblem(new(
                $"line {line} calls '{name}', which the test does not mock",
                $"a linha {line} chama '{name}', que o teste não simula"));
            return null;
        }

        var frame = new Frame(TestScope.SlotCount, world.Now);
        frame.Slots[TestScope.Arguments] = Value.Of(RowValues.ArgumentsOf(call));
        var answer = answers.Next(frame, out var fault);
        if (answer is null)
        {
            recording.AddProblem(fault is null
                ? new(
                    $"line {line} calls '{name}', and no answer's 'when' holds for {RowValues.Show(frame.Slots[TestScope.Arguments])}",
                    $"a linha {line} chama '{name}', e nenhum 'when' das respostas vale para {RowValues.Show(frame.Slots[TestScope.Arguments])}")
                : new(
                    $"a 'when' of '{name}' has no value: {fault.Message.English}",
                    $"um 'when' de '{name}' não tem valor: {fault.Message.Portuguese}"));
        }

        return answer;
    }

    private HttpResponseMessage Respond(HttpStatusCode status, IrExpression? body, RecordedCall call)
    {
        var response = new HttpResponseMessage(status);
        if (body is null)
        {
            return response;
        }

        var value = Evaluator.Evaluate(body, new Frame(TestScope.SlotCount, world.Now));
        var fault = value.IsFault ? value.AsFault : ValueJson.TryWrite(value, out var utf8, includesSecrets: true) is { } unwritable ? unwritable : Attach(response, utf8);
        if (fault is not null)
        {
            recording.AddProblem(new(
                $"the mock of '{call.Method.Name}' has no value: {fault.Message.English}",
                $"o mock de '{call.Method.Name}' não tem valor: {fault.Message.Portuguese}"));
        }

        return response;
    }

    private static Fault? Attach(HttpResponseMessage response, ReadOnlyMemory<byte> utf8)
    {
        response.Content = new ReadOnlyMemoryContent(utf8) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        return null;
    }

    /// <summary>Answers in turn: each is given once, and the last of those that fit again and again.</summary>
    private sealed class MockedAnswers(ImmutableArray<MockAnswer> answers)
    {
        private readonly bool[] _given = new bool[answers.Length];

        public MockAnswer? Next(Frame frame, out Fault? fault)
        {
            fault = null;
            MockAnswer? last = null;
            for (var i = 0; i < answers.Length; i++)
            {
                if (answers[i].When is { } when)
                {
                    var holds = Evaluator.Evaluate(when, frame);
                    fault = holds.IsFault ? holds.AsFault : fault;
                    if (!holds.TryGetBool(out var isTrue) || !isTrue)
                    {
                        continue;
                    }
                }

                last = answers[i];
                if (!_given[i])
                {
                    _given[i] = true;
                    return last;
                }
            }

            return last;
        }
    }

    /// <summary>The plan has methods of its own: what says which is which is the name within the API.</summary>
    private sealed class MethodIdentity : IEqualityComparer<MethodDescriptor>
    {
        public static MethodIdentity Instance { get; } = new();

        public bool Equals(MethodDescriptor? x, MethodDescriptor? y) => x?.Name == y?.Name && x?.Api == y?.Api;

        public int GetHashCode(MethodDescriptor obj) => HashCode.Combine(obj.Name, obj.Api);
    }
}
