using Polly;
using Polly.Hedging;

namespace Pff.Runtime.Http;

/// <summary>
/// Sends a read that has no answer after a while once more. The first answer that no retry would better is taken, and the
/// other request is cancelled; where the first one fails before that while, the retries take over instead.
/// </summary>
internal sealed class HedgingPolicy(int afterMs, TimeProvider time)
{
    private static readonly ResiliencePropertyKey<Attempt> First = new("pff.hedging.first");

    private readonly ResiliencePipeline<Attempt> _pipeline = new ResiliencePipelineBuilder<Attempt> { TimeProvider = time }
        .AddHedging(new HedgingStrategyOptions<Attempt>
        {
            Delay = TimeSpan.FromMilliseconds(afterMs),
            MaxHedgedAttempts = 1,
            ShouldHandle = static arguments => ValueTask.FromResult(
                arguments.Outcome is not { Result.Judgement.MayRepeat: false } and not { Exception: OperationCanceledException }),

            // Asked again after each while in which nothing came.
            ActionGenerator = static arguments => arguments.PrimaryContext.Properties.TryGetValue(First, out var first)
                ? first.Exchange.Hedge(first, arguments.ActionContext)
                : null,
        })
        .Build();

    public ValueTask<Outcome<Attempt>> RunAsync(Attempt attempt, ResilienceContext context)
    {
        context.Properties.Set(First, attempt);
        return _pipeline.ExecuteOutcomeAsync(static (c, first) => first.RunAsync(c), context, attempt);
    }
}
