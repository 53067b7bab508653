namespace Pff.Core.Plan.Storage;

/// <summary>The byte that says which kind of step follows. A number is never used for another kind.</summary>
internal static class StepKinds
{
    public const byte CallMethod = 1;
    public const byte Condition = 2;
    public const byte ForEach = 3;
    public const byte Let = 4;
    public const byte Assert = 5;
    public const byte CallSequence = 6;
    public const byte Try = 7;
    public const byte Skip = 8;
    public const byte Fail = 9;
    public const byte Return = 10;
    public const byte Parallel = 11;
    public const byte Retry = 12;
    public const byte Undo = 13;

    public static byte Of(StepPlan step) => step switch
    {
        CallMethodPlan => CallMethod,
        ConditionPlan => Condition,
        ForEachPlan => ForEach,
        LetPlan => Let,
        AssertPlan => Assert,
        CallSequencePlan => CallSequence,
        TryPlan => Try,
        SkipPlan => Skip,
        FailPlan => Fail,
        ReturnPlan => Return,
        ParallelPlan => Parallel,
        RetryPlan => Retry,
        UndoPlan => Undo,
        _ => throw new InvalidOperationException($"no kind for {step.GetType().Name}"),
    };
}

/// <summary>The byte that says which kind of authentication follows.</summary>
internal static class AuthKinds
{
    public const byte None = 0;
    public const byte Bearer = 1;
    public const byte Basic = 2;
    public const byte ApiKey = 3;
    public const byte ClientCredentials = 4;
}
